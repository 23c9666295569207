"""The dates of many prompts for many students, in one query (learning.portfolio.dates says which one counts)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment
from learning.portfolio.dates import Dates, Days, Row, resolve
from learning.portfolio.models import PromptDates

# (enrolment id, tutoring group id, offering id), the last one where the first two are None; and the prompt's id
_Key = tuple[int | None, int | None, int | None, int]


@dataclass(frozen=True)
class Place:
    """A student's enrolment as far as dates ask."""

    enrolment_id: int
    group_id: int | None
    offering_id: int
    starts_on: datetime.date


@dataclass(frozen=True)
class Calendar:
    """`days` are those of the prompts themselves, by their ids."""

    places: Mapping[int, Place]
    days: Mapping[int, Days]
    rows: Mapping[_Key, Row]

    def of(self, enrolment_id: int, prompt_id: int) -> Dates:
        place = self.places[enrolment_id]
        own = self.rows.get((enrolment_id, None, None, prompt_id))
        group = self.rows.get((None, place.group_id, None, prompt_id)) if place.group_id else None
        offering = self.rows.get((None, None, place.offering_id, prompt_id))
        return resolve(place.starts_on, self.days.get(prompt_id, Days()), (own, group, offering))


_COLUMNS = (
    "enrolment_id", "tutoring_group_id", "offering_id", "prompt_id", "opens_on", "due_on", "closes_on"
)  # fmt: skip


def dates_of(enrolments: Iterable[Enrolment | Place], days: Mapping[int, Days]) -> Calendar:
    """One query. An `Enrolment` needs its offering at hand."""
    places = {place.enrolment_id: place for place in map(_place_of, enrolments)}
    offerings = {place.offering_id for place in places.values()}
    own = Q(enrolment__isnull=True) | Q(enrolment__in=list(places))
    rows = PromptDates.objects.filter(own, offering__in=offerings, prompt__in=list(days))
    return Calendar(places, days, calendar_rows(rows.values_list(*_COLUMNS)))


def calendar_rows(rows: Iterable[tuple]) -> dict[_Key, Row]:
    found: dict[_Key, Row] = {}
    for enrolment, group, offering, prompt, *dates in rows:
        is_whole = enrolment is None and group is None
        found[enrolment, group, offering if is_whole else None, prompt] = tuple(dates)
    return found


def dates_for(enrolment: Enrolment, prompt: ReflectionPage) -> Dates:
    return dates_of([enrolment], {prompt.pk: days_of(prompt)}).of(enrolment.pk, prompt.pk)


def days_of(prompt: ReflectionPage) -> Days:
    return Days(prompt.opens_after_days, prompt.due_after_days, prompt.closes_after_days)


def days_of_prompts(prompts: Iterable[int]) -> dict[int, Days]:
    """One query for all of these."""
    columns = ("pk", "opens_after_days", "due_after_days", "closes_after_days")
    rows = ReflectionPage.objects.filter(pk__in=list(prompts)).values_list(*columns)
    return {pk: Days(*days) for pk, *days in rows}


def _place_of(enrolment: Enrolment | Place) -> Place:
    if isinstance(enrolment, Place):
        return enrolment
    offering = enrolment.offering
    return Place(enrolment.pk, enrolment.tutoring_group_id, offering.pk, offering.starts_on)
