"""Rows of an outline. Each is drawn twice, undone and done, once for each revision and language; a reader's page
only picks, so that a course of sixty items costs what its marks cost."""

from collections.abc import Collection
from dataclasses import dataclass

from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from learning.courses.caches import RevisionCache
from learning.courses.enums import ItemKind
from learning.courses.queries.outline import CourseShape, ItemShape, ModuleShape

# About 50 kB a module of 60 items.
_rows = RevisionCache(size=256)

# A module with more items shows, beside a page, its lessons and the items of the page's own lesson.
LONG_MODULE = 40
_PLAIN, _CURRENT = ' class="outline__link"', ' class="outline__link" aria-current="page"'


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    lesson_id: int | None
    todo: str
    done: str

    def html(self, is_done: bool) -> str:
        return self.done if is_done else self.todo


def outline_rows(course: CourseShape, module: ModuleShape, done: Collection[int]) -> SafeString:
    """Returns the rows of a module with a reader's marks."""
    marked = module.with_lessons(done)
    return mark_safe("".join(row.html(row.id in marked) for row in _drawn(course, module)))


def side_rows(course: CourseShape, module: ModuleShape, item: ItemShape, done: Collection[int]) -> SafeString:
    """Returns what stands beside an item's page: its module's rows, with the item marked as the current one."""
    marked = module.with_lessons(done)
    rows = _drawn(course, module)
    if len(rows) > LONG_MODULE:
        near = {None, item.lesson_id, item.id}
        rows = tuple(row for row in rows if row.lesson_id in near)
    return mark_safe("".join(_maybe_current(row, item.id, row.id in marked) for row in rows))


def lesson_rows(course: CourseShape, module: ModuleShape, item: ItemShape, done: Collection[int]) -> SafeString:
    """Returns what stands in a module's or a lesson's own page."""
    marked = module.with_lessons(done)
    rows = _drawn(course, module)
    if item.kind == ItemKind.LESSON:
        rows = tuple(row for row in rows if row.lesson_id == item.id)
    return mark_safe("".join(row.html(row.id in marked) for row in rows))


def foreign_language(course: CourseShape) -> str:
    """Returns the language in which a course is written, where it is not the one of the page around it."""
    return "" if course.language == get_language() else course.language


def time_words(minutes: int) -> str:
    """Returns how long something takes, in words, or nothing."""
    if not minutes:
        return ""
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return gettext("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes} if minutes else f"{hours} h"


def workload_words(item: ItemShape) -> str:
    """Returns the hours that a reading counts with the work that it asks for, where they are far more than its time."""
    if item.kind != ItemKind.UNIT or item.hours * 60 < 2 * item.minutes:
        return ""
    return gettext("%(hours)s h with the work") % {"hours": number_format(item.hours.normalize())}


def _maybe_current(row: Row, item_id: int, is_done: bool) -> str:
    html = row.html(is_done)
    return html.replace(_PLAIN, _CURRENT, 1) if row.id == item_id else html


def _drawn(course: CourseShape, module: ModuleShape) -> tuple[Row, ...]:
    key = (module.id, get_language())
    rows = _rows.get(key, course.rev)
    return rows or _rows.put(key, course.rev, tuple(_draw(item, foreign_language(course)) for item in module.items))


def _draw(item: ItemShape, language: str) -> Row:
    template = get_template("learning/courses/_row.html")
    context = {"item": item, "time": time_words(item.minutes), "language": language}
    todo, done = (template.render({**context, "is_done": is_done}) for is_done in (False, True))
    return Row(item.id, item.lesson_id, todo, done)
