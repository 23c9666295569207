"""What the home of somebody who writes the courses says: where to write, what she left unfinished, what waits."""

import datetime
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, TaskState, WorkflowState

from home.accounts.models import User
from learning.courses.models import CourseIndexPage

DRAFTS = 5


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A page whose last words are hers and not public yet; `is_sent` says that it is with the moderation."""

    title: str
    url: str
    changed_at: datetime.datetime
    is_sent: bool


@dataclass(frozen=True)
class EditorDesk:
    """`waiting` is how much waits for the moderation, None for whoever may not moderate."""

    courses_url: str
    drafts: list[DraftRow]
    waiting: int | None
    waiting_url: str


def editor_desk(person: User) -> EditorDesk:
    """Three queries: the catalogue's page, her drafts, and what waits for the groups that she moderates in."""
    index = CourseIndexPage.objects.live().values_list("pk", flat=True).first()
    return EditorDesk(
        courses_url=reverse("wagtailadmin_explore", args=[index]) if index else reverse("wagtailadmin_explore_root"),
        drafts=[
            DraftRow(title, reverse("wagtailadmin_pages:edit", args=[pk]), changed_at, is_sent)
            for pk, title, changed_at, is_sent in _drafts(person)
        ],
        waiting=_waiting(person),
        waiting_url=reverse("wagtailadmin_reports:workflow_tasks") + f"?status={TaskState.STATUS_IN_PROGRESS}",
    )


def drafts_of(person: User, pages: QuerySet) -> QuerySet:
    """Which of these pages have last words of hers that are not public yet, latest first."""
    mine = pages.filter(latest_revision__user=person, has_unpublished_changes=True)
    return mine.order_by("-latest_revision_created_at")


def moderated_by(person: User) -> QuerySet:
    """The steps of workflows that are hers to decide, as Wagtail's own approval by groups has it."""
    tasks = GroupApprovalTask.objects.filter(active=True)
    return tasks if person.is_superuser else tasks.filter(groups__in=person.groups.values("pk"))


def _drafts(person: User) -> QuerySet:
    sent = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    columns = ("pk", "draft_title", "latest_revision_created_at", "is_sent")
    return drafts_of(person, Page.objects.all()).annotate(is_sent=Exists(sent)).values_list(*columns)[:DRAFTS]


def _waiting(person: User) -> int | None:
    running = Q(task_states__status=TaskState.STATUS_IN_PROGRESS)
    counted = moderated_by(person).annotate(waiting=Count("task_states", filter=running, distinct=True))
    found = list(counted.values_list("waiting", flat=True))
    return sum(found) if found else None
