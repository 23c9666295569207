"""How many follow-ups wait for somebody, out of one column of a statement that asks for other things."""

import datetime
from collections.abc import Iterable

from django.db.models import Aggregate, Max, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from learning.work_changes.marks import Mark, due_on
from learning.work_changes.models import ChangeFollowUp, WorkChange
from learning.work_changes.queries.reminders import FOLLOWED


class _Joined(Aggregate):
    """Texts of several rows as one."""

    function = "STRING_AGG"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


def followed_in(enrolment: str) -> Coalesce:
    """The changes under way of an outer enrolment: "first day:last mark answered", by commas."""
    answered = ChangeFollowUp.objects.filter(change=OuterRef("pk")).order_by().values("change")
    told = Concat(
        Cast("started_on", TextField()),
        Value(":", TextField()),
        Cast(Coalesce(Subquery(answered.annotate(last=Max("weeks")).values("last")), 0), TextField()),
    )
    changes = WorkChange.objects.kept().filter(
        enrolment=OuterRef(enrolment), stage__in=FOLLOWED, started_on__isnull=False
    )
    joined = changes.order_by().values("enrolment").annotate(told=_Joined(told, Value(",", TextField())))
    return Coalesce(Subquery(joined.values("told")), Value("", TextField()))


def number_waiting(followed: str, weeks: Iterable[int], day: datetime.date) -> int:
    """Of what `followed_in` gave: changes whose newest mark is reached and unanswered, as long as we remind of it."""
    rows = [row.split(":") for row in followed.split(",") if row]
    return sum(_waits(datetime.date.fromisoformat(first), int(last), weeks, day) for first, last in rows)


def _waits(started_on: datetime.date, last: int, weeks: Iterable[int], day: datetime.date) -> bool:
    newest = max((mark for mark in weeks if due_on(started_on, mark) <= day), default=0)
    return newest > last and not Mark(newest, due_on(started_on, newest), None).is_silent(day)
