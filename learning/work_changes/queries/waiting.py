"""How many follow-ups wait for somebody, out of one column of a statement that asks for other things."""

import datetime
from collections.abc import Iterable

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from home.prepared import joined, parted
from learning.work_changes.marks import Mark, due_on
from learning.work_changes.models import ChangeFollowUp, WorkChange
from learning.work_changes.queries.reminders import FOLLOWED


def followed_in(enrolment: str) -> Coalesce:
    """The changes under way of an outer enrolment: "first day:last mark answered", by commas."""
    answered = ChangeFollowUp.objects.filter(change=OuterRef("pk")).order_by().values("change")
    last = Coalesce(Subquery(answered.annotate(last=Max("weeks")).values("last")), 0)
    changes = WorkChange.objects.kept().filter(stage__in=FOLLOWED, started_on__isnull=False)
    return joined(changes, "enrolment", enrolment, "started_on", last)


def number_waiting(followed: str, weeks: Iterable[int], day: datetime.date) -> int:
    """Of what `followed_in` gave: changes whose newest mark is reached and unanswered, as long as we remind of it."""
    return sum(_waits(datetime.date.fromisoformat(first), int(last), weeks, day) for first, last in parted(followed))


def _waits(started_on: datetime.date, last: int, weeks: Iterable[int], day: datetime.date) -> bool:
    newest = max((mark for mark in weeks if due_on(started_on, mark) <= day), default=0)
    return newest > last and not Mark(newest, due_on(started_on, newest), None).is_silent(day)
