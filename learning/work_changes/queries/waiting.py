"""How many follow-ups wait for somebody, out of one column of a statement that asks for other things."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from home.prepared import joined, parted
from learning.enrolment.enums import READING_STATES
from learning.enrolment.queries import shown_name
from learning.work_changes.marks import Mark, due_on
from learning.work_changes.models import ChangeCoAuthor, ChangeFollowUp, WorkChange
from learning.work_changes.queries.reminders import FOLLOWED


def followed_in(enrolment: str) -> Coalesce:
    """The changes under way of an outer enrolment, as `joined` tells them: first day, last mark answered."""
    changes = WorkChange.objects.kept().filter(stage__in=FOLLOWED, started_on__isnull=False)
    return joined(changes, "enrolment", enrolment, "started_on", _last_answered("pk"))


def shared_in(enrolment: str) -> Coalesce:
    """Those that an outer enrolment shares: first day, last mark answered, a 1 or a 0, their author's name.

    The 1 is a 0 where the author's enrolment has ended: then nobody follows it any more (`may_edit`).
    """
    shared = ChangeCoAuthor.objects.confirmed().filter(
        change__removed_at=None, change__stage__in=FOLLOWED, change__started_on__isnull=False
    )
    is_open = Case(When(change__enrolment__state__in=READING_STATES, then=Value(1)), default=Value(0))
    author = shown_name("change__enrolment__student")
    return joined(shared, "enrolment", enrolment, "change__started_on", _last_answered("change"), is_open, author)


def _last_answered(change: str) -> Coalesce:
    answered = ChangeFollowUp.objects.filter(change=OuterRef(change)).order_by().values("change")
    return Coalesce(Subquery(answered.annotate(last=Max("weeks")).values("last")), 0)


def number_waiting(followed: str, weeks: Iterable[int], day: datetime.date) -> int:
    """Of what `followed_in` gave: changes whose newest mark is reached and unanswered, as long as we remind of it."""
    return sum(_waits(first, last, weeks, day) for first, last in parted(followed))


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
    rows = parted(shared)
    waiting = [(may, name) for first, last, may, name in rows if _waits(first, last, weeks, day)]
    return SharedWaiting(
        tuple(name for may, name in waiting if may == "1"), tuple(name for may, name in waiting if may == "0")
    )


def _waits(first: str, last: str, weeks: Iterable[int], day: datetime.date) -> bool:
    started_on = datetime.date.fromisoformat(first)
    newest = max((mark for mark in weeks if due_on(started_on, mark) <= day), default=0)
    return newest > int(last) and not Mark(newest, due_on(started_on, newest), None).is_silent(day)
