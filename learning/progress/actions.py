"""What changes in a student's progress. Marks are their own history (`done_at`): reading is not logged."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from home.accounts.models import User
from learning.courses.models import CourseOutline, ReadItem
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment
from learning.progress.measure import Progress, measure
from learning.progress.models import ItemProgress, ModuleProgress, PrivateAnswer
from learning.progress.queries import DOABLE, weights_of
from learning.progress.rules import MARKED_BY_HAND


class NotStudying(Exception):
    """The enrolment has ended: its marks stay as they are."""


class NoSuchItem(Exception):
    """Not a reading, reflection or discussion of this course."""


class NotMarkedByHand(Exception):
    """Only a reading's mark can be taken back by its reader."""


def note_visit(*, enrolment_id: int, item_id: int) -> None:
    """Remembers where the student stopped. Not logged: it is a trace of reading, written on many pages."""
    Enrolment.objects.filter(pk=enrolment_id).update(resume_item_id=item_id, last_learning_at=timezone.now())


@transaction.atomic
def complete_item(*, by: User, enrolment: Enrolment, item_id: int) -> Progress:
    """Marks an item as done and returns the progress of its module. Twice has one effect.

    Raises NotStudying, NoSuchItem. `by` is the reader, the tutor who accepts, or the writer of a post.
    """
    enrolment, item = _lock(enrolment, item_id)
    ItemProgress.objects.bulk_create(
        [ItemProgress(enrolment=enrolment, item_id=item_id, module_id=item["module_id"], done_at=timezone.now())],
        ignore_conflicts=True,
    )
    return recount_module(enrolment, item["module_id"])


@transaction.atomic
def undo_item(*, by: User, enrolment: Enrolment, item_id: int) -> Progress:
    """Takes the mark of a reading back and returns the progress of its module.

    Raises NotStudying, NoSuchItem, NotMarkedByHand.
    """
    enrolment, item = _lock(enrolment, item_id)
    if item["kind"] not in MARKED_BY_HAND:
        raise NotMarkedByHand
    return _take_mark(enrolment, item_id, item["module_id"])


@transaction.atomic
def reopen_item(*, by: User, enrolment: Enrolment, item_id: int) -> Progress:
    """Takes a mark back that was not set by hand: an acceptance that was undone. Raises NotStudying, NoSuchItem."""
    enrolment, item = _lock(enrolment, item_id)
    return _take_mark(enrolment, item_id, item["module_id"])


@transaction.atomic
def recount_module(enrolment: Enrolment, module_id: int) -> Progress:
    """Writes the row of one module from the marks in it. A module once completed stays so when it grows."""
    weights = weights_of(enrolment.course_id, module_id).get(module_id, [])
    marks = ItemProgress.objects.filter(enrolment=enrolment, module_id=module_id)
    progress = measure(weights, marks.values_list("item_id", flat=True))
    done = {"done_hours": progress.done_hours, "done_count": progress.done_count}
    _write_module_rows([ModuleProgress(enrolment=enrolment, module_id=module_id, **done)])
    if progress.is_complete:
        # Once: another post in a discussion that was done long ago counts the module again.
        row = ModuleProgress.objects.filter(enrolment=enrolment, module_id=module_id, completed_at=None)
        row.update(completed_at=timezone.now())
    return progress


@transaction.atomic
def recount_course(*, course_id: int) -> int:
    """Writes every student's module rows again after the outline changed. Returns how many rows changed."""
    if not CourseOutline.objects.filter(pk=course_id).exists():
        return 0
    _follow_moved_items(course_id)
    totals = {module: measure(weights, ()) for module, weights in weights_of(course_id).items()}
    rows = ModuleProgress.objects.filter(enrolment__course=course_id)
    held = {(row.enrolment_id, row.module_id): row for row in rows}
    counted = _count_marks(course_id)
    changed = [
        row
        for enrolment_id, module_id in held.keys() | counted.keys()
        if (
            row := _recounted(
                held.get((enrolment_id, module_id), ModuleProgress(enrolment_id=enrolment_id, module_id=module_id)),
                counted.get((enrolment_id, module_id), (Decimal(0), 0)),
                totals.get(module_id, Progress()),
            )
        )
    ]
    _write_module_rows(changed)
    return len(changed)


def _recounted(row: ModuleProgress, done: tuple[Decimal, int], total: Progress) -> ModuleProgress | None:
    """Returns the row as it must be written, or None where nothing changed."""
    hours, count = done
    completes = Progress(hours, total.total_hours, count, total.total_count).is_complete and row.completed_at is None
    if row.pk is not None and (row.done_hours, row.done_count) == (hours, count) and not completes:
        return None
    row.pk = None
    row.done_hours, row.done_count = hours, count
    row.completed_at = timezone.now() if completes else row.completed_at
    return row


@transaction.atomic
def keep_private_answer(*, by: User, item_id: int, block_id: UUID, text: str) -> None:
    """Keeps what a reader answered to a question of a unit, for her alone; blank text takes it away.

    Not logged: nobody else may know that it exists.
    """
    answers = PrivateAnswer.objects.filter(person=by, item_id=item_id, block_id=block_id)
    if not text.strip():
        answers.delete()
        return
    row = PrivateAnswer(person=by, item_id=item_id, block_id=block_id, text=text, updated_at=timezone.now())
    PrivateAnswer.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["person", "item_id", "block_id"],
        update_fields=["text", "updated_at"],
    )


def _lock(enrolment: Enrolment, item_id: int) -> tuple[Enrolment, Mapping[str, Any]]:
    """Locks the enrolment: two marks at once must both be in the count."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state not in READING_STATES:
        raise NotStudying
    rows = ReadItem.objects.filter(page_id=item_id, outline=enrolment.course_id, kind__in=DOABLE)
    item = rows.values("module_id", "kind").first()
    if item is None:
        raise NoSuchItem
    return enrolment, item


def _take_mark(enrolment: Enrolment, item_id: int, module_id: int) -> Progress:
    ItemProgress.objects.filter(enrolment=enrolment, item_id=item_id).delete()
    progress = recount_module(enrolment, module_id)
    if not progress.is_complete:
        ModuleProgress.objects.filter(enrolment=enrolment, module_id=module_id).update(completed_at=None)
    return progress


def _write_module_rows(rows: list[ModuleProgress]) -> None:
    """Inserts or updates; `completed_at` once written is not taken away here."""
    for names, group in (
        (["done_hours", "done_count"], [row for row in rows if row.completed_at is None]),
        (["done_hours", "done_count", "completed_at"], [row for row in rows if row.completed_at is not None]),
    ):
        if group:
            ModuleProgress.objects.bulk_create(
                group,
                update_conflicts=True,
                unique_fields=["enrolment", "module_id"],
                update_fields=names,
                batch_size=2000,
            )


def _follow_moved_items(course_id: int) -> None:
    """A mark stands in the module in which its item now stands."""
    now_in = ReadItem.objects.filter(page_id=OuterRef("item_id"), outline=course_id).values("module_id")[:1]
    marks = ItemProgress.objects.filter(enrolment__course=course_id).annotate(now_in=Subquery(now_in))
    moved = marks.exclude(now_in=None).exclude(module_id=F("now_in"))
    for item_id, module_id in set(moved.values_list("item_id", "now_in")):
        ItemProgress.objects.filter(enrolment__course=course_id, item_id=item_id).update(module_id=module_id)


def _count_marks(course_id: int) -> dict[tuple[int, int], tuple[Decimal, int]]:
    """Returns (enrolment, module) -> (hours, number) of required items that are done."""
    items = ReadItem.objects.filter(outline=course_id, kind__in=DOABLE, is_optional=False)
    hours = Subquery(items.filter(page_id=OuterRef("item_id")).values("hours"))
    marks = ItemProgress.objects.filter(enrolment__course=course_id).annotate(hours=hours).exclude(hours=None)
    sums = marks.values("enrolment_id", "module_id").annotate(
        total=Coalesce(Sum("hours"), Decimal(0)), count=Count("pk")
    )
    return {(row["enrolment_id"], row["module_id"]): (row["total"], row["count"]) for row in sums.order_by()}
