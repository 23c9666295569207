"""One import, from the plan to the readers' rows, in one transaction."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, Page

from learning.courses.actions import rewrite_course, write_read_rows
from learning.courses.models import CourseIndexPage, CoursePage
from learning.courses.moodle_backup import Backup, Report
from learning.courses.moodle_import.files import FileStore
from learning.courses.moodle_import.marks import leave_marks
from learning.courses.moodle_import.pages import BATCH, add_rows, contents, may_be_public, write_contents
from learning.courses.moodle_import.planning import Plan, Planned, make_plan
from learning.courses.moodle_import.report import Outcome
from learning.courses.moodle_import.rich_text import References
from learning.courses.moodle_import.tree import free_slug
from learning.courses.moodle_import.wanted import source_key, wanted_course


@dataclass(frozen=True)
class Result:
    """`course` is None where nothing was written and none was here."""

    course: CoursePage | None
    report: Report


def nothing(_count: int) -> None:
    pass


def look_at(backup: Backup, *, credit: str = "", progress: Callable[[int], None] = nothing) -> Result:
    """Says what an import would do; writes neither rows nor files."""
    course = _courses_of(backup).first()
    plan = make_plan(wanted_course(backup), course, credit, backup.report)
    keys = {planned.wanted.key: planned.page.pk or 0 for planned in plan.root.all()}
    references = References(keys, FileStore(backup.files, backup.report, None), backup.report)
    for planned in plan.written:
        may_be_public(planned.wanted, contents(planned.wanted, references), references)
        progress(1)
    return Result(course, backup.report)


def import_backup(
    backup: Backup, *, index: CourseIndexPage, credit: str = "", progress: Callable[[int], None] = nothing
) -> Result:
    """Writes the backup's course below `index`, all of it or nothing; raises BackupRefused for a damaged file.

    `credit` names who made the content, wherever the course is shown; empty, a course keeps what it has. `progress` is
    called with the number of pages written since.
    """
    files: list[tuple] = []
    try:
        with transaction.atomic():
            return _import(backup, index, credit, progress, files)
    except BaseException:
        for storage, name in files:
            storage.delete(name)
        raise


def _import(
    backup: Backup, index: CourseIndexPage, credit: str, progress: Callable[[int], None], saved: list[tuple]
) -> Result:
    course = _courses_of(backup).select_for_update(of=("self",)).first()
    plan = make_plan(wanted_course(backup), course, credit, backup.report)
    is_new = course is None
    if is_new:
        course = _add_course(plan.root, index)
    add_rows(plan.root, plan.tree)
    store = FileStore(backup.files, backup.report, _collection(course))
    store.saved = saved
    keys = {planned.wanted.key: planned.page.pk for planned in plan.root.all()}
    write_contents(plan, References(keys, store, backup.report), credit, progress)
    moved = [] if is_new else _put_in_order(plan, backup.report)
    _unpublish(plan.gone.unpublished)
    _count_children(course)
    _write_readers_rows(plan, course, is_new, moved)
    return Result(CoursePage.objects.get(pk=course.pk), backup.report)


def _courses_of(backup: Backup) -> QuerySet[CoursePage]:
    return CoursePage.objects.filter(source_key=source_key(backup.course)).order_by("pk")


def _add_course(root: Planned, index: CourseIndexPage) -> CoursePage:
    taken = set(index.get_children().values_list("slug", flat=True))
    slug = free_slug(root.wanted.title, taken)
    course = index.add_child(instance=CoursePage(title=root.wanted.title, slug=slug, live=False))
    root.page = Page.objects.get(pk=course.pk)
    return course


def _collection(course: CoursePage) -> Collection:
    """Editors find a course's files together, under its name."""
    root = Collection.get_first_root_node()
    name = course.title[:255]
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _put_in_order(plan: Plan, report: Report) -> list[Page]:
    moved: list[Page] = []
    for planned in list(plan.root.all()):
        pages = [child.page for child in planned.children]
        strangers = [page for page in pages if plan.tree.parent_path(page) != planned.page.path]
        for page in strangers:
            plan.tree.adopt(planned.page, page)
        moved += {*strangers, *plan.tree.put_in_order(planned.page, pages)}
    report.add(Outcome.MOVED, count=len(moved))
    return moved


def _count_children(course: CoursePage) -> None:
    pages = list(Page.objects.filter(path__startswith=course.path).only("path", "numchild"))
    counts = Counter(page.path[: -Page.steplen] for page in pages)
    wrong = [page for page in pages if page.numchild != counts[page.path]]
    for page in wrong:
        page.numchild = counts[page.path]
    Page.objects.bulk_update(wrong, ["numchild"], batch_size=BATCH)


def _unpublish(pages: list[Page]) -> None:
    for page in pages:
        page.live, page.has_unpublished_changes, page.live_revision = False, True, None
    Page.objects.bulk_update(pages, ["live", "has_unpublished_changes", "live_revision"], batch_size=BATCH)
    # Without a checksum: should the page come back in a backup, it is written and published again.
    leave_marks((page, "") for page in pages)


def _write_readers_rows(plan: Plan, course: CoursePage, is_new: bool, moved: list[Page]) -> None:
    if is_new:
        rewrite_course(course)
    elif changed := [*(planned.page for planned in plan.written), *plan.gone.unpublished, *moved]:
        write_read_rows(changed)
