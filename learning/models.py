"""Re-exports the models of learning's areas: one app, one migration chain."""

from learning.courses.models import (
    CourseIndexPage,
    CourseOutline,
    CoursePage,
    DiscussionPage,
    GlossaryTerm,
    LessonPage,
    ModulePage,
    ReadItem,
    ReflectionPage,
    UnitPage,
)
from learning.enrolment.models import Enrolment, Offering, OfferingBoard, Polo, StaffAssignment, TutoringGroup
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from learning.progress.models import ItemProgress, ModuleProgress, PrivateAnswer
from learning.reviews.models import Review

__all__ = [
    "CourseIndexPage",
    "CourseOutline",
    "CoursePage",
    "DiscussionPage",
    "Enrolment",
    "EntryDraft",
    "EntryVersion",
    "GlossaryTerm",
    "ItemProgress",
    "LessonPage",
    "ModulePage",
    "ModuleProgress",
    "Offering",
    "OfferingBoard",
    "Polo",
    "PortfolioEntry",
    "PrivateAnswer",
    "ReadItem",
    "ReflectionPage",
    "Review",
    "StaffAssignment",
    "TutoringGroup",
    "UnitPage",
]
