"""Whose change is to be looked at again, and by when."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from learning.enrolment.enums import READING_STATES
from learning.work_changes.enums import Stage
from learning.work_changes.marks import REMIND_DAYS, Mark, marks_of
from learning.work_changes.models import WorkChange

# What has stopped asks for nothing; what has not begun has no marks.
FOLLOWED = (Stage.EXPERIMENTING, Stage.ADAPTED, Stage.INCORPORATED)
# A worker that stood still sends the last one late, up to so many days.
LATEST = 7


@dataclass(frozen=True)
class Reminder:
    """`days` names the reminder among those of a mark: so many days after it."""

    change: WorkChange
    weeks: int
    days: int


def due_reminders() -> Iterator[Reminder]:
    """Of the newest mark reached, unless it is answered or lay before the record. Two queries."""
    today = timezone.localdate()
    changes = WorkChange.objects.kept().filter(stage__in=FOLLOWED, enrolment__state__in=READING_STATES)
    changes = changes.select_related("enrolment__student", "enrolment__offering").prefetch_related("follow_ups")
    for change in changes:
        mark = _newest_reached(change, today)
        days = _days(mark, today) if mark and _is_recorded_by(change, mark) else None
        if mark and days is not None:
            yield Reminder(change, mark.weeks, days)


def _newest_reached(change: WorkChange, today: datetime.date) -> Mark | None:
    answers = [(row.weeks, row.followed_on) for row in change.follow_ups.all()]
    reached = [
        mark
        for mark in marks_of(change.started_on, change.enrolment.offering.follow_up_weeks, answers)
        if mark.due_on <= today
    ]
    return reached[-1] if reached and reached[-1].answered_on is None else None


def _is_recorded_by(change: WorkChange, mark: Mark) -> bool:
    return timezone.localdate(change.recorded_at) < mark.due_on


def _days(mark: Mark, today: datetime.date) -> int | None:
    """The reminder that is the turn: the last one reached; None when even that is long past."""
    passed = (today - mark.due_on).days
    if passed > REMIND_DAYS[-1] + LATEST:
        return None
    return max(days for days in REMIND_DAYS if days <= passed)
