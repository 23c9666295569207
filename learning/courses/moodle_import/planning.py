"""What is to be done with each page: compares what the backup wants with what is here."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from learning.courses.models import CoursePage, LessonPage, ModulePage, UnitPage
from learning.courses.moodle_backup import Report
from learning.courses.moodle_import.marks import Mark, is_edited, marks_below
from learning.courses.moodle_import.report import Outcome
from learning.courses.moodle_import.tree import Tree
from learning.courses.moodle_import.wanted import COURSE_KEY, Wanted

KEYED = (ModulePage, LessonPage, UnitPage)


@dataclass
class Planned:
    """A wanted page with the page that is here for it, or a new one without a row yet."""

    wanted: Wanted
    page: Page
    outcome: Outcome
    children: list["Planned"] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.outcome is Outcome.NEW

    @property
    def is_written(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()


@dataclass
class Gone:
    """Pages of an earlier import that the backup no longer has."""

    unpublished: list[Page]
    kept: list[Page]


@dataclass
class Plan:
    root: Planned
    tree: Tree
    gone: Gone

    @property
    def written(self) -> list[Planned]:
        return [planned for planned in self.root.all() if planned.is_written]


@dataclass
class _Here:
    pages: dict[str, Page]
    marks: dict[int, Mark]


def make_plan(wanted: Wanted, course: CoursePage | None, credit: str, report: Report) -> Plan:
    """Compares; writes nothing but the lines of `report`. An empty `credit` leaves the course's as it is."""
    below = list(Page.objects.filter(path__startswith=course.path)) if course else []
    here = _Here(_pages_by_key(course, below), marks_below(course.path) if course else {})
    root = _planned(wanted, here)
    if course and credit and course.credit != credit and root.outcome is Outcome.SAME:
        root.outcome = Outcome.CHANGED
    tree = Tree(below)
    gone = _gone({planned.page.pk for planned in root.all()}, here, tree)
    for planned in root.all():
        _note(planned, here, report)
    for outcome, pages in ((Outcome.GONE, gone.unpublished), (Outcome.GONE_KEPT, gone.kept)):
        for page in pages:
            report.add(outcome, where=page.title)
    return Plan(root, tree, gone)


def _pages_by_key(course: CoursePage | None, below: list[Page]) -> dict[str, Page]:
    if course is None:
        return {}
    by_id = {page.pk: page for page in below}
    keys = {COURSE_KEY: by_id[course.pk]}
    for model in KEYED:
        rows = model.objects.filter(path__startswith=course.path).exclude(source_key="").order_by("-pk")
        # Should two pages have one key, the older one has it.
        keys.update({key: by_id[pk] for key, pk in rows.values_list("source_key", "pk")})
    return keys


def _planned(wanted: Wanted, here: _Here) -> Planned:
    children = [_planned(child, here) for child in wanted.children]
    page = here.pages.get(wanted.key)
    content_type = ContentType.objects.get_for_model(wanted.model)
    if page is None or page.content_type_id != content_type.pk:
        page = Page(title=wanted.title, draft_title=wanted.title, live=False, content_type=content_type)
        return Planned(wanted, page, Outcome.NEW, children)
    mark = here.marks.get(page.pk)
    if is_edited(page, mark):
        changed = mark is not None and mark.checksum != wanted.checksum
        return Planned(wanted, page, Outcome.EDITED_BOTH if changed else Outcome.EDITED, children)
    return Planned(wanted, page, Outcome.SAME if mark.checksum == wanted.checksum else Outcome.CHANGED, children)


def _note(planned: Planned, here: _Here, report: Report) -> None:
    # Thousands of pages that go as they should are counted, not named.
    is_named = planned.outcome in (Outcome.EDITED, Outcome.EDITED_BOTH, Outcome.CHANGED)
    report.add(planned.outcome, where=planned.page.title if is_named else "")


def _gone(wanted: set[int], here: _Here, tree: Tree) -> Gone:
    """A page stays where it, or anything below it, was edited or made here."""
    imported = {page.pk: page for page in here.pages.values()}
    left_over = [page for page in imported.values() if page.pk not in wanted]

    def must_stay(page: Page) -> bool:
        is_own = page.pk not in imported or page.pk in wanted or is_edited(page, here.marks.get(page.pk))
        return is_own or any(must_stay(child) for child in tree.children(page))

    live = [page for page in left_over if page.live]
    kept = {page.pk for page in live if must_stay(page)}
    return Gone([page for page in live if page.pk not in kept], [page for page in live if page.pk in kept])
