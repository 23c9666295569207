"""Whose date counts, and the exact moments at which something is late, overdue or waits too long."""

import datetime
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.enrolment.models import Offering
from learning.portfolio.dates import ZONE, Dates, Days, end_of, resolve, today
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryVersion, PortfolioEntry, PromptDates
from learning.portfolio.queries import dates_for, dates_of, days_of
from tests.factories.learning import EnrolmentFactory, EntryFactory
from tests.factories.portfolio import sent_entry

START = datetime.date(2026, 3, 2)
DUE = datetime.date(2026, 3, 23)
LAST_SECOND = datetime.datetime(2026, 3, 23, 23, 59, 59, tzinfo=ZONE)
MICRO = timedelta(microseconds=1)


def day(number: int) -> datetime.date:
    return datetime.date(2026, 4, number)


@pytest.mark.parametrize(
    ("person", "group", "offering", "due"),
    [
        (None, None, None, DUE),
        (None, None, day(3), day(3)),
        (None, day(2), day(3), day(2)),
        (day(1), day(2), day(3), day(1)),
        (day(1), None, None, day(1)),
    ],
)
def test_the_nearest_due_date_counts(person, group, offering, due):
    rows = [(None, date, None) for date in (person, group, offering)]
    assert resolve(START, Days(due=21), rows).due_on == due


def test_each_date_is_looked_for_by_itself():
    rows = [None, (day(1), None, None), (day(2), None, day(9))]
    found = resolve(START, Days(0, 21, 30), rows)
    assert (found.opens_on, found.due_on, found.closes_on) == (day(1), DUE, day(9))


def test_a_date_of_her_own_opens_what_had_closed_before_it():
    found = resolve(START, Days(due=21, closes=25), [(None, day(20), None), None, None])
    assert (found.closes_on, found.regular_due_on, found.is_extended) == (day(20), DUE, True)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (LAST_SECOND, False),
        (LAST_SECOND + timedelta(seconds=60), False),
        (LAST_SECOND + timedelta(seconds=60) + MICRO, True),
        ((LAST_SECOND + timedelta(seconds=61)).astimezone(datetime.UTC), True),
    ],
)
def test_late_begins_sixty_seconds_after_the_last_second_in_sao_paulo(moment, late):
    dates = Dates(due_on=DUE, closes_on=DUE)
    assert end_of(DUE) == LAST_SECOND
    assert (dates.is_late(moment), dates.is_closed(moment)) == (late, late)


def test_without_dates_nothing_is_late_or_shut():
    now = timezone.now()
    assert (Dates().is_open(now), Dates().is_late(now), Dates().is_closed(now)) == (True, False, False)


@pytest.mark.parametrize(("hour", "is_open"), [(2, False), (3, True)])
def test_a_prompt_opens_at_midnight_in_sao_paulo(hour, is_open):
    assert Dates(opens_on=DUE).is_open(datetime.datetime(2026, 3, 23, hour, tzinfo=datetime.UTC)) is is_open


def set_dates(offering, prompt, due_on, **level) -> None:
    PromptDates.objects.create(offering=offering, prompt=prompt, due_on=due_on, **level)


@pytest.fixture
def dated(enrolment, parts):
    """The same prompt with a date for the offering, the group and the person, as far as a test asks for them."""
    levels = {"offering": {}, "group": {"tutoring_group": enrolment.tutoring_group}, "person": {"enrolment": enrolment}}

    def put(**dates):
        for name, due_on in dates.items():
            set_dates(enrolment.offering, parts.reflection, due_on, **levels[name])
        return enrolment

    return put


@pytest.mark.parametrize(
    ("levels", "due"),
    [
        ({"offering": day(3)}, day(3)),
        ({"offering": day(3), "group": day(2)}, day(2)),
        ({"offering": day(3), "group": day(2), "person": day(1)}, day(1)),
    ],
)
def test_dates_for_and_the_flags_find_the_same_date(dated, parts, levels, due):
    enrolment = dated(**levels)
    assert dates_for(enrolment, parts.reflection).due_on == due
    EntryFactory(enrolment=enrolment, prompt=parts.reflection)
    assert PortfolioEntry.objects.with_due_on().get().due_on == due


def test_flags_count_the_prompts_own_days_from_the_start(enrolment, parts):
    EntryFactory(enrolment=enrolment, prompt=parts.reflection)
    due = enrolment.offering.starts_on + timedelta(days=21)
    assert PortfolioEntry.objects.with_due_on().get().due_on == due == dates_for(enrolment, parts.reflection).due_on


def test_dates_of_another_student_or_group_count_for_nobody_else(dated, parts, other_group):
    set_dates(other_group.offering, parts.reflection, day(9), tutoring_group=other_group)
    enrolment = dated(person=day(1))
    foreign = EnrolmentFactory(tutoring_group=enrolment.tutoring_group)
    due = enrolment.offering.starts_on + timedelta(days=21)
    assert dates_for(foreign, parts.reflection).due_on == due


@pytest.mark.parametrize("count", [1, 3])
def test_dates_of_many_students_take_one_query(enrolment, parts, django_assert_num_queries, count):
    enrolments = [enrolment, *EnrolmentFactory.create_batch(count - 1, tutoring_group=enrolment.tutoring_group)]
    set_dates(enrolment.offering, parts.reflection, day(3))
    with django_assert_num_queries(1):
        calendar = dates_of(enrolments, {parts.reflection.pk: days_of(parts.reflection)})
        assert {calendar.of(one.pk, parts.reflection.pk).due_on for one in enrolments} == {day(3)}


@pytest.mark.parametrize(("seconds", "late"), [(60, 0), (60.000001, 1)])
def test_late_is_computed_to_the_microsecond(enrolment, parts, seconds, late):
    entry = sent_entry(enrolment)
    set_dates(enrolment.offering, parts.reflection, DUE)
    EntryVersion.objects.filter(entry=entry).update(submitted_at=LAST_SECOND + timedelta(seconds=seconds))
    assert PortfolioEntry.objects.late().count() == late


def test_late_follows_a_date_that_is_put_off_afterwards(enrolment, parts):
    entry = sent_entry(enrolment)
    EntryVersion.objects.filter(entry=entry).update(submitted_at=LAST_SECOND + timedelta(days=1))
    set_dates(enrolment.offering, parts.reflection, DUE)
    assert PortfolioEntry.objects.late().exists()
    set_dates(enrolment.offering, parts.reflection, DUE + timedelta(days=1), enrolment=enrolment)
    assert not PortfolioEntry.objects.late().exists()


@pytest.mark.parametrize(("seconds", "count"), [(60, 0), (60.000001, 1)])
def test_overdue_begins_with_the_end_of_the_grace(enrolment, parts, seconds, count):
    EntryFactory(enrolment=enrolment, prompt=parts.reflection)
    set_dates(enrolment.offering, parts.reflection, DUE)
    assert PortfolioEntry.objects.overdue(LAST_SECOND + timedelta(seconds=seconds)).count() == count


def test_what_was_sent_is_not_overdue(enrolment, parts):
    sent_entry(enrolment)
    set_dates(enrolment.offering, parts.reflection, DUE)
    assert not PortfolioEntry.objects.overdue(timezone.now() + timedelta(days=99)).exists()


@pytest.mark.parametrize(("setting", "days"), [("expected_days", 2), ("latest_days", 7)])
def test_waiting_too_long_begins_after_exactly_so_many_days(enrolment, setting, days):
    entry, now = sent_entry(enrolment), timezone.now()
    for over, count in ((timedelta(0), 0), (MICRO, 1)):
        PortfolioEntry.objects.filter(pk=entry.pk).update(waiting_since=now - timedelta(days=days) - over)
        assert PortfolioEntry.objects.over(setting, now).count() == count


def test_awaiting_over_sla_follows_the_offerings_setting(enrolment):
    entry, now = sent_entry(enrolment), timezone.now()
    PortfolioEntry.objects.filter(pk=entry.pk).update(waiting_since=now - timedelta(days=8))
    assert PortfolioEntry.objects.awaiting_over_sla(now).exists()
    Offering.objects.update(latest_days=9)
    assert not PortfolioEntry.objects.awaiting_over_sla(now).exists()


def test_what_nobody_waits_for_is_over_nothing(enrolment):
    now = timezone.now()
    EntryFactory(enrolment=enrolment, state=EntryState.RETURNED, waiting_since=now - timedelta(days=99))
    assert not PortfolioEntry.objects.awaiting_over_sla(now).exists()


@pytest.mark.parametrize(("days", "base"), [(-40, 0), (-1, 0), (0, 0), (10, 10)])
def test_a_tutors_days_count_from_the_date_or_from_today(days, base):
    now = today()
    dates = Dates(regular_due_on=now + timedelta(days=days), due_on=now + timedelta(days=99))
    assert dates.latest_grant(15) == now + timedelta(days=base + 15)
