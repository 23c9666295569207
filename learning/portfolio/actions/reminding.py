"""What the clock tells a student, and what it closes. Each is told once: a notice's key names the date it is about."""

import datetime
import logging
from collections import Counter

from django.db import transaction
from django.urls import reverse

from home.notifications.actions import notify
from home.templatetags.roda import said_in_full
from learning.enrolment.models import Enrolment
from learning.portfolio.actions.ending import close_entry
from learning.portfolio.actions.entries import EntryLocked
from learning.portfolio.dates import today
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries import (
    CLOSING_EVENT,
    OVERDUE,
    WARN_DAYS,
    closing_soon,
    due_reminders,
    warning_key,
    was_warned,
)

logger = logging.getLogger(__name__)


def remind_of_dates() -> int:
    """Three days and one day before a due date or the day to send again, and once after it. Returns the new notices."""
    told = 0
    for reminder in due_reminders():
        enrolment, prompt = reminder.enrolment, reminder.prompt_id
        notice = notify(
            _EVENTS[reminder.is_return, reminder.kind == OVERDUE],
            enrolment.student,
            key=f"{enrolment.public_id}:{prompt}:{reminder.due_on}:{reminder.kind}",
            url=reverse("learning:entry", args=[enrolment.course.slug, prompt]),
            about=enrolment,
            data={"prompt": reminder.title, "day": said_in_full(reminder.due_on, enrolment.student.language)},
        )
        told += notice is not None
    return told


# By: whether it went back to her, whether the day has passed.
_EVENTS = {
    (False, False): "entry_due_soon",
    (False, True): "entry_overdue",
    (True, False): "entry_again_soon",
    (True, True): "entry_again_overdue",
}


def close_what_ended() -> Counter:
    """Warns 14, 7 and 1 days before, and closes (T15) what was warned of. Returns counts of `warned` and `closed`."""
    counts: Counter = Counter()
    for enrolment, closes_on, entries in list(closing_soon()):
        days_left = (closes_on - today()).days
        if days_left < 0 and was_warned(enrolment, closes_on):
            counts["closed"] += _close(enrolment, closes_on, entries)
        else:
            # Of a worker that stood still the last warning goes out late, and the closing waits a day for it.
            days = next(days for days in sorted(WARN_DAYS) if days_left <= days)
            key = warning_key(enrolment, closes_on, days)
            counts["warned"] += _tell(CLOSING_EVENT, enrolment, key, entries, closes_on)
    return counts


@transaction.atomic
def _close(enrolment: Enrolment, closes_on: datetime.date, entries: list[PortfolioEntry]) -> int:
    closed = []
    for entry in entries:
        try:
            close_entry(by=None, entry=entry, closes_on=closes_on)
        except EntryLocked:
            logger.info("entry_settled_before_closing", extra={"entry": str(entry.public_id)})
        else:
            closed.append(entry)
    if closed:
        _tell("entries_closed", enrolment, f"{enrolment.public_id}:{closes_on}", closed, closes_on)
    return len(closed)


def _tell(event: str, enrolment: Enrolment, key: str, entries: list[PortfolioEntry], closes_on: datetime.date) -> bool:
    day = said_in_full(closes_on, enrolment.student.language)
    data = {"course": enrolment.course.title, "day": day, "number": len(entries)}
    url = reverse("learning:portfolio")
    return notify(event, enrolment.student, key=key, url=url, about=enrolment, data=data) is not None
