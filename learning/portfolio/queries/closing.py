"""When what is still open of an offering closes, and who was warned of it."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.utils import timezone

from home.notifications.models import Notification
from learning.enrolment.models import Enrolment, Offering
from learning.portfolio.dates import ZONE, today
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.transitions import OPEN

# Days before the closing on which its student is told.
WARN_DAYS = (14, 7, 1)
CLOSING_EVENT = "entries_closing"
_DAY = datetime.timedelta(days=1)


def closing_day(offering: Offering, entry: PortfolioEntry) -> datetime.date:
    """The last day on which an entry is open: the tolerance counts anew from when it was taken up again."""
    last = offering.ends_on
    if entry.revived_at:
        last = max(last, entry.revived_at.astimezone(ZONE).date())
    return last + _DAY * offering.tolerance_days


def warning_key(enrolment: Enrolment, closes_on: datetime.date, days: int) -> str:
    return f"{enrolment.public_id}:{closes_on}:{days}"


def was_warned(enrolment: Enrolment, closes_on: datetime.date) -> bool:
    """Whether the last warning went out, and a day ago at least."""
    key = warning_key(enrolment, closes_on, WARN_DAYS[-1])
    told = Notification.objects.filter(event=CLOSING_EVENT, person=enrolment.student_id, key=key)
    return told.filter(created_at__lte=timezone.now() - _DAY).exists()


def closing_soon() -> Iterator[tuple[Enrolment, datetime.date, list[PortfolioEntry]]]:
    """What closes within the first warning's days or should have closed, by student and day. A query an offering."""
    first = today() + _DAY * WARN_DAYS[0]
    for offering in Offering.objects.filter(ends_on__lte=first):
        entries = PortfolioEntry.objects.filter(enrolment__offering=offering, state__in=OPEN)
        entries = entries.select_related("enrolment__student", "enrolment__course", "prompt")
        by_student: dict[tuple[int, datetime.date], list[PortfolioEntry]] = defaultdict(list)
        for entry in entries.order_by("enrolment", "pk"):
            closes_on = closing_day(offering, entry)
            if closes_on <= first:
                by_student[entry.enrolment_id, closes_on].append(entry)
        for (_enrolment, closes_on), found in by_student.items():
            yield found[0].enrolment, closes_on, found
