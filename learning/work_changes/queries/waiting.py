"""How many follow-ups wait for somebody, out of one column of a statement that asks for other things."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Max, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from home.prepared import Joined
from learning.enrolment.enums import READING_STATES
from learning.enrolment.queries import shown_name
from learning.work_changes.marks import Mark, due_on
from learning.work_changes.models import ChangeCoAuthor, ChangeFollowUp, WorkChange
from learning.work_changes.queries.reminders import FOLLOWED


def followed_in(enrolment: str) -> Coalesce:
    """The changes under way of an outer enrolment: "first day:last mark answered", by commas."""
    changes = WorkChange.objects.kept().filter(
        enrolment=OuterRef(enrolment), stage__in=FOLLOWED, started_on__isnull=False
    )
    return _told(changes, _said("pk", "started_on"), ",")


def shared_in(enrolment: str) -> Coalesce:
    """Those that an outer enrolment shares, one a line: "first day:last mark answered:1:author's name".

    The 1 is a 0 where the author's enrolment has ended: then nobody follows it any more (`may_edit`).
    """
    shared = ChangeCoAuthor.objects.confirmed().filter(
        enrolment=OuterRef(enrolment),
        change__removed_at=None,
        change__stage__in=FOLLOWED,
        change__started_on__isnull=False,
    )
    open_to_her = Case(
        When(change__enrolment__state__in=READING_STATES, then=Value(":1:")),
        default=Value(":0:"),
        output_field=TextField(),
    )
    author = Cast(shown_name("change__enrolment__student"), TextField())
    return _told(shared, Concat(_said("change", "change__started_on"), open_to_her, author), "\n")


def _said(change: str, started_on: str) -> Concat:
    answered = ChangeFollowUp.objects.filter(change=OuterRef(change)).order_by().values("change")
    return Concat(
        Cast(started_on, TextField()),
        Value(":", TextField()),
        Cast(Coalesce(Subquery(answered.annotate(last=Max("weeks")).values("last")), 0), TextField()),
    )


def _told(rows: QuerySet, said: Concat, between: str) -> Coalesce:
    joined = rows.order_by().values("enrolment").annotate(told=Joined(said, Value(between, TextField())))
    return Coalesce(Subquery(joined.values("told")), Value("", TextField()))


def number_waiting(followed: str, weeks: Iterable[int], day: datetime.date) -> int:
    """Of what `followed_in` gave: changes whose newest mark is reached and unanswered, as long as we remind of it."""
    return sum(_waits(row, weeks, day) for row in followed.split(",") if row)


@dataclass(frozen=True)
class SharedWaiting:
    """By the names of their authors, one for each change: those that she may follow, and those that she may not."""

    hers: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()

    @property
    def authors(self) -> str:
        return ", ".join(dict.fromkeys(self.hers))

    @property
    def barred_authors(self) -> str:
        return ", ".join(dict.fromkeys(self.barred))


def shared_waiting(shared: str, weeks: Iterable[int], day: datetime.date) -> SharedWaiting:
    """Of what `shared_in` gave, by the same rule as one's own."""
    rows = [row.split(":", 3) for row in shared.split("\n") if row]
    waiting = [(may, name) for first, last, may, name in rows if _waits(f"{first}:{last}", weeks, day)]
    return SharedWaiting(
        tuple(name for may, name in waiting if may == "1"), tuple(name for may, name in waiting if may == "0")
    )


def _waits(said: str, weeks: Iterable[int], day: datetime.date) -> bool:
    first, last = said.split(":")
    started_on = datetime.date.fromisoformat(first)
    newest = max((mark for mark in weeks if due_on(started_on, mark) <= day), default=0)
    return newest > int(last) and not Mark(newest, due_on(started_on, newest), None).is_silent(day)
