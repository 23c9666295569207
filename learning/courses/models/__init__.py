from learning.courses.models.pages import (
    COURSE_PATH,
    CourseIndexPage,
    CoursePage,
    DiscussionPage,
    GlossaryTerm,
    ItemPage,
    LessonPage,
    ModulePage,
    ReadOutsideWagtail,
    ReflectionPage,
    UnitPage,
)
from learning.courses.models.read_rows import CourseOutline, ReadItem
from learning.courses.models.rubrics import Rubric, RubricVersion
from learning.courses.models.surveys import SurveyPage

__all__ = [
    "COURSE_PATH",
    "CourseIndexPage",
    "CourseOutline",
    "CoursePage",
    "DiscussionPage",
    "GlossaryTerm",
    "ItemPage",
    "LessonPage",
    "ModulePage",
    "ReadItem",
    "ReadOutsideWagtail",
    "ReflectionPage",
    "Rubric",
    "RubricVersion",
    "SurveyPage",
    "UnitPage",
]
