"""Who is to be reminded of what she has not sent: of running offerings, a few queries each."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from learning.courses.models import ReadItem
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, Offering
from learning.portfolio.dates import today
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.queries.dates import dates_of, days_of_prompts
from learning.portfolio.queries.staff import prompts_of
from learning.portfolio.transitions import OPEN
from learning.progress.models import ItemProgress

# Days before the date on which a student is reminded; after it she is told once, within so many days.
DUE_DAYS = (3, 1)
OVERDUE_DAYS = 7
OVERDUE = "overdue"


@dataclass(frozen=True)
class Reminder:
    """`kind` names the reminder among those of one date: a number of days before it, or OVERDUE.

    `is_return`: the day is the one that her reader suggested for sending it again.
    """

    enrolment: Enrolment
    prompt_id: int
    title: str
    due_on: datetime.date
    kind: str
    is_return: bool = False


def due_reminders() -> Iterator[Reminder]:
    """Also those that a day without the worker left out; each is told once, by its key."""
    day = today()
    late = datetime.timedelta(days=OVERDUE_DAYS)
    for offering in Offering.objects.filter(starts_on__lte=day + late, ends_on__gte=day - late):
        yield from _reminders_in(offering, day)


def _reminders_in(offering: Offering, day: datetime.date) -> Iterator[Reminder]:
    prompts = prompts_of(offering)
    active = offering.enrolments.filter(state=EnrolmentState.ACTIVE, is_current=True)
    enrolments = list(active.select_related("student", "course", "offering"))
    calendar = dates_of(enrolments, days_of_prompts(prompts))
    settled = _settled(offering)
    for enrolment in enrolments:
        for prompt, title in prompts.items():
            due_on = calendar.of(enrolment.pk, prompt).due_on
            kind = due_on and _kind((due_on - day).days)
            if due_on and kind and (enrolment.pk, prompt) not in settled:
                yield Reminder(enrolment, prompt, title, due_on, kind)
    yield from _returned_in(offering, day)


def _returned_in(offering: Offering, day: datetime.date) -> Iterator[Reminder]:
    """What went back to its writer, and is awaited again."""
    returned = PortfolioEntry.objects.filter(
        enrolment__offering=offering, enrolment__state=EnrolmentState.ACTIVE, enrolment__is_current=True,
        state=EntryState.RETURNED, suggested_on__isnull=False,
    )  # fmt: skip
    for entry in returned.select_related("enrolment__student", "enrolment__course", "prompt"):
        due_on = entry.suggested_on
        if due_on and (kind := _kind((due_on - day).days)):
            yield Reminder(entry.enrolment, entry.prompt_id, entry.prompt.title, due_on, kind, is_return=True)


def _kind(days_left: int) -> str:
    if days_left < 0:
        return OVERDUE if -days_left <= OVERDUE_DAYS else ""
    return next((str(days) for days in sorted(DUE_DAYS) if days_left <= days), "")


def _settled(offering: Offering) -> set[tuple[int, int]]:
    """(enrolment, prompt) that was sent, counts as done, or is not open any more."""
    sent = EntryVersion.objects.standing().filter(entry__enrolment__offering=offering)
    ended = PortfolioEntry.objects.filter(enrolment__offering=offering).exclude(state__in=OPEN)
    prompts = ReadItem.objects.filter(outline=offering.course_id).values("page")
    done = ItemProgress.objects.filter(enrolment__offering=offering, item_id__in=prompts)
    return {
        *sent.values_list("entry__enrolment", "entry__prompt"),
        *ended.values_list("enrolment", "prompt"),
        *done.values_list("enrolment", "item_id"),
    }
