"""The pages that a backup asks for, as a tree."""

from dataclasses import dataclass, field

from home.pages.models import BasePage
from learning.courses.models import CoursePage, LessonPage, ModulePage, UnitPage
from learning.courses.moodle_backup import Backup, Course, Lesson, Module, Unit
from learning.courses.moodle_backup.course_reading import checksum

# By this key the backup's own links name the course.
COURSE_KEY = "course"
LONGEST_TITLE = 255
LONGEST_SOURCE = 200
MODELS = {Module: ModulePage, Lesson: LessonPage, Unit: UnitPage}


@dataclass
class Wanted:
    """One page as the backup has it. `source` is the backup's Course, Module, Lesson or Unit."""

    model: type[BasePage]
    key: str
    title: str
    hidden: bool
    checksum: str
    source: Course | Module | Lesson | Unit
    children: list["Wanted"] = field(default_factory=list)

    def all(self):
        """This page and all below, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.all()


def wanted_course(backup: Backup) -> Wanted:
    course = backup.course
    mark = checksum([course.title, course.summary, course.picture])
    modules = [_wanted(module, module.items) for module in backup.modules]
    return Wanted(CoursePage, COURSE_KEY, _title(course.title), False, mark, course, modules)


def source_key(course: Course) -> str:
    """The course's key as it fits the column."""
    key = course.source_key
    return key if len(key) <= LONGEST_SOURCE else checksum(key)


def _wanted(source: Module | Lesson | Unit, below: tuple = ()) -> Wanted:
    children = [_wanted(each, each.units if isinstance(each, Lesson) else ()) for each in below]
    title = _title(source.title)
    return Wanted(MODELS[type(source)], source.key, title, source.hidden, source.checksum, source, children)


def _title(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
