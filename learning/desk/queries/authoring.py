"""What the admin's first page tells whoever writes the courses: drafts, moderation, and what readers stumble over.

Each list is a queryset of pages that she may edit, its rows read with `page_rows` or `flaw_rows`.
"""

import datetime
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce, Substr
from wagtail.models import Page, ReferenceIndex, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from home.accounts.models import User
from learning.courses.models import (
    COURSE_PATH,
    CourseOutline,
    CoursePage,
    DiscussionPage,
    LessonPage,
    ModulePage,
    ReadItem,
    ReflectionPage,
    UnitPage,
)
from learning.desk.queries.editor import drafts_of, moderated_by
from learning.enrolment.queries import shown_name

READ_TYPES = (CoursePage, ModulePage, LessonPage, UnitPage, ReflectionPage, DiscussionPage)
FLAWS = ("undescribed_pictures", "misplaced_headings", "empty_links")


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page of a list. `course` is "" outside of courses, `by` who sent it, `came_back` that changes are wanted."""

    id: int
    title: str
    course: str
    at: datetime.datetime
    by: str = ""
    is_sent: bool = False
    came_back: bool = False


@dataclass(frozen=True, slots=True)
class FlawRow:
    """A public page and how often its readers would stumble."""

    id: int
    title: str
    course: str
    undescribed_pictures: int
    misplaced_headings: int
    empty_links: int
    broken_links: int


def my_drafts(person: User) -> QuerySet:
    """Pages whose last words are hers and not public yet, latest first."""
    drafts = drafts_of(person, _editable(person)).annotate(at=F("latest_revision_created_at"))
    return drafts.annotate(course=_course(), by=_sender(), status=_state("status"))


def waiting_for(person: User) -> QuerySet:
    """What waits for her decision, longest wait first."""
    steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=moderated_by(person))
    return _in_workflow(Page.objects.all(), WorkflowState.objects.filter(current_task_state__in=steps)).order_by("at")


def sent_by(person: User) -> QuerySet:
    """What she sent to moderation and was not decided, or came back to her; latest first."""
    return _in_workflow(_editable(person), WorkflowState.objects.active().filter(requested_by=person)).order_by("-at")


def page_rows(pages: QuerySet) -> list[PageRow]:
    return [
        PageRow(
            id=row["pk"],
            title=row["draft_title"],
            course=row["course"] or "",
            at=row["at"],
            by=row["by"] or "",
            is_sent=row["status"] == WorkflowState.STATUS_IN_PROGRESS,
            came_back=row["status"] == WorkflowState.STATUS_NEEDS_CHANGES,
        )
        for row in pages.values("pk", "draft_title", "course", "at", "by", "status")
    ]


def flawed_pages(person: User) -> QuerySet:
    """Public pages over which readers would stumble, in the order of the tree."""
    counted = ReadItem.objects.filter(
        Q(undescribed_pictures__gt=0) | Q(misplaced_headings__gt=0) | Q(empty_links__gt=0) | Q(lost_links__gt=0)
    )
    broken = _broken_references()
    sources = broken.values(key=Cast("object_id", BigIntegerField()))
    pages = _editable(person).filter(Q(pk__in=counted.values("pk")) | Q(pk__in=sources), _is_read())
    mine = broken.filter(object_id=Cast(OuterRef("pk"), CharField())).order_by().values("object_id")
    number = Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0, output_field=IntegerField())
    counts = {name: _counted(name) for name in FLAWS}
    return pages.annotate(course=_course(), broken_links=number + _counted("lost_links"), **counts).order_by("path")


def flaw_rows(pages: QuerySet) -> list[FlawRow]:
    rows = pages.values("pk", "title", "course", "broken_links", *FLAWS)
    return [FlawRow(id=row.pop("pk"), **row | {"course": row["course"] or ""}) for row in rows]


def flaw_totals(pages: QuerySet) -> dict[str, int]:
    """How many of each kind, and "pages"."""
    kinds = ("broken_links", *FLAWS)
    sums = {f"all_{name}": Coalesce(Sum(name), 0) for name in kinds}
    found = pages.order_by().aggregate(pages=Count("pk"), **sums)
    return {"pages": found["pages"], **{name: found[f"all_{name}"] for name in kinds}}


def _editable(person: User) -> QuerySet:
    return page_permission_policy.instances_user_has_permission_for(person, "change")


def _course() -> Subquery:
    """The title of the course in which a page stands."""
    return Subquery(CoursePage.objects.filter(path=Substr(OuterRef("path"), 1, COURSE_PATH)).values("title")[:1])


def _in_workflow(pages: QuerySet, states: QuerySet) -> QuerySet:
    states = states.filter(base_content_type=_page_type())
    ids = states.values(key=Cast("object_id", BigIntegerField()))
    moment = _state("current_task_state__started_at")
    return pages.filter(pk__in=ids).annotate(course=_course(), at=moment, by=_sender(), status=_state("status"))


def _state(column: str) -> Subquery:
    """A column of the workflow in which the page is now; there is one at most."""
    return Subquery(_states_of_page().values(column)[:1])


def _sender() -> Subquery:
    return Subquery(_states_of_page().values(name=shown_name("requested_by"))[:1])


def _states_of_page() -> QuerySet:
    states = WorkflowState.objects.active().filter(base_content_type=_page_type())
    return states.filter(object_id=Cast(OuterRef("pk"), CharField()))


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _is_read() -> Q:
    """Whether readers can open a page: in a course its row says so, for what stands above it may be unpublished."""
    course_types = ContentType.objects.get_for_models(*READ_TYPES).values()
    in_course = Q(pk__in=ReadItem.objects.values("pk")) | Q(pk__in=CourseOutline.objects.values("pk"))
    return in_course | (Q(live=True) & ~Q(content_type__in=list(course_types)))


def _broken_references() -> QuerySet:
    """Links and choosers of pages that lead to a page which nobody can read. Ids are compared as text: other things
    in the index have keys that are no numbers."""
    read = Page.objects.filter(_is_read()).values(key=Cast("pk", CharField()))
    page_type = _page_type()
    references = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=page_type)
    return references.exclude(to_object_id__in=read)


def _counted(column: str) -> Coalesce:
    return Coalesce(Subquery(ReadItem.objects.filter(pk=OuterRef("pk")).values(column)), 0)
