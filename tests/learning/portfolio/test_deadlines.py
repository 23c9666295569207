"""T12: more time for a student, asked for or given."""

import datetime
import uuid

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from home.notifications.models import Notification
from learning.portfolio.actions import (
    AlreadyDecided,
    Asking,
    EntryLocked,
    EntryRefused,
    ask_extension,
    extend_deadline,
    grant_extension,
    refuse_extension,
    set_prompt_dates,
    withdraw_extension,
)
from learning.portfolio.enums import EntryState, ExtensionState
from learning.portfolio.models import DeadlineExtension, EntryVersion, PromptDates
from learning.portfolio.queries import dates_for
from tests.factories.learning import EntryFactory
from tests.factories.portfolio import returned_review, sent_entry, started_entry, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def regular(enrolment, parts) -> datetime.date:
    """The due date that counts without any extension."""
    return dates_for(enrolment, parts.reflection).due_on


def later(day: datetime.date, days: int) -> datetime.date:
    return day + datetime.timedelta(days=days)


def ask(enrolment, parts, wished_on, **fields) -> DeadlineExtension:
    asking = Asking("shift", "Troquei de plantão.", wished_on)
    fields = {"by": enrolment.student, "enrolment": enrolment, "asking": asking, "key": uuid.uuid4(), **fields}
    return ask_extension(prompt=parts.reflection, **fields)


def told(event: str) -> list[str]:
    return sorted(row.person.email.split("@")[0] for row in Notification.objects.filter(event=event))


def test_asking_tells_the_tutor_once_however_often_it_is_pressed(enrolment, tutor, parts, regular):
    key = uuid.uuid4()
    first = ask(enrolment, parts, later(regular, 5), key=key)
    assert ask(enrolment, parts, later(regular, 5), key=key) == first
    assert ask(enrolment, parts, later(regular, 6)) == first
    assert (first.state, first.due_before, told("extension_asked")) == (ExtensionState.ASKED, regular, ["tutor"])


@pytest.mark.parametrize(("days", "field"), [(0, "wished_on"), (-30, "wished_on")])
def test_asking_for_a_day_that_is_no_more_time_is_refused(enrolment, parts, regular, days, field):
    with pytest.raises(EntryRefused) as refusal:
        ask(enrolment, parts, later(regular, days))
    assert refusal.value.problems[0].field == field
    assert not DeadlineExtension.objects.exists()


def test_asking_where_there_is_no_date_is_refused(enrolment, parts, regular):
    parts.reflection.due_after_days = None
    parts.reflection.save()
    with pytest.raises(EntryRefused):
        ask(enrolment, parts, later(regular, 5))


def test_granting_puts_the_date_off_and_tells_the_student(enrolment, tutor, parts, regular):
    extension = grant_extension(by=tutor, extension=ask(enrolment, parts, later(regular, 5)))
    assert dates_for(enrolment, parts.reflection).due_on == later(regular, 5)
    assert (extension.state, extension.granted_on, extension.decided_by) == (
        ExtensionState.GRANTED, later(regular, 5), tutor,
    )  # fmt: skip
    assert told("extension_granted") == ["student"]
    logged = registry.get_logs_for_instance(extension).get()
    assert logged.data["due_on"] == [str(regular), str(later(regular, 5))]


def test_a_tutor_grants_so_many_days_from_the_regular_date_whatever_came_before(enrolment, tutor, parts, regular):
    extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="leave", day=later(regular, 15))
    with pytest.raises(EntryRefused) as refusal:
        extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="leave", day=later(regular, 16))
    assert refusal.value.problems[0].field == "granted_on"
    assert dates_for(enrolment, parts.reflection).due_on == later(regular, 15)


def test_the_days_of_a_tutor_are_a_setting_of_the_offering(enrolment, tutor, parts, regular):
    enrolment.offering.extension_days = 3
    enrolment.offering.save()
    with pytest.raises(EntryRefused):
        extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="leave", day=later(regular, 4))


def test_a_coordinator_grants_any_day_also_before_anything_was_begun(enrolment, coordinator, parts, regular):
    day = later(regular, 60)
    extend_deadline(by=coordinator, enrolment=enrolment, prompt=parts.reflection, reason="illness", day=day)
    assert dates_for(enrolment, parts.reflection).due_on == day
    assert not enrolment.entries.exists()


def test_an_extension_needs_a_reason(enrolment, tutor, parts, regular):
    with pytest.raises(EntryRefused) as refusal:
        extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="", day=later(regular, 1))
    assert refusal.value.problems[0].field == "reason"


@pytest.mark.parametrize("state", [EntryState.ACCEPTED, EntryState.EXEMPTED, EntryState.CLOSED_INCOMPLETE])
def test_what_is_settled_has_no_date_to_put_off(enrolment, tutor, parts, regular, state):
    EntryFactory(enrolment=enrolment, state=state)
    with pytest.raises(EntryLocked):
        extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="shift", day=later(regular, 1))


def test_giving_time_unasked_answers_the_question_that_is_open(enrolment, tutor, parts, regular):
    asked = ask(enrolment, parts, later(regular, 5))
    extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="leave", day=later(regular, 9))
    asked.refresh_from_db()
    assert (asked.state, asked.granted_on, asked.reason) == (ExtensionState.GRANTED, later(regular, 9), "shift")


def test_refusing_needs_a_word_and_keeps_the_date(enrolment, tutor, parts, regular):
    asked = ask(enrolment, parts, later(regular, 5))
    with pytest.raises(EntryRefused):
        refuse_extension(by=tutor, extension=asked, answer=" ")
    refuse_extension(by=tutor, extension=asked, answer="Vamos conversar antes.")
    assert dates_for(enrolment, parts.reflection).due_on == regular
    notice = Notification.objects.get(event="extension_refused")
    assert "Vamos" not in str(notice.data)


def test_two_tutors_at_once_decide_once(enrolment, tutor, coordinator, parts, regular):
    asked = ask(enrolment, parts, later(regular, 5))
    grant_extension(by=tutor, extension=asked)
    with pytest.raises(AlreadyDecided):
        refuse_extension(by=coordinator, extension=asked, answer="Não.")
    assert DeadlineExtension.objects.get().state == ExtensionState.GRANTED
    assert not told("extension_refused")


def test_she_can_take_her_question_back_and_ask_again(enrolment, tutor, parts, regular):
    asked = ask(enrolment, parts, later(regular, 5))
    withdraw_extension(by=enrolment.student, extension=asked)
    with pytest.raises(AlreadyDecided):
        grant_extension(by=tutor, extension=asked)
    assert ask(enrolment, parts, later(regular, 6)) != asked


def test_what_was_sent_late_is_in_time_by_the_new_date(enrolment, tutor, parts, regular):
    entry = sent_entry(enrolment)
    sent_at = timezone.now() + datetime.timedelta(days=20)
    EntryVersion.objects.filter(entry=entry).update(submitted_at=sent_at, is_late=True)
    extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="shift", day=later(regular, 10))
    assert entry.versions.get().is_late is False


def test_what_went_back_to_her_has_the_time_as_well(enrolment, tutor, parts, regular):
    entry = returned_review(enrolment, tutor).entry
    day = later(max(regular, timezone.localdate()), 13)
    extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="shift", day=day)
    entry.refresh_from_db()
    assert entry.suggested_on == day


def test_nothing_is_taken_after_the_close_unless_she_was_given_time(enrolment, coordinator, parts):
    entry = started_entry(enrolment)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    days = (None, yesterday, yesterday)
    offering = enrolment.offering
    set_prompt_dates(by=coordinator, offering=offering, tutoring_group=None, dates={parts.reflection: days})
    with pytest.raises(EntryRefused) as refusal:
        submit(entry)
    assert "salvo" in refusal.value.problems[0].message
    tomorrow = later(yesterday, 2)
    extend_deadline(by=coordinator, enrolment=enrolment, prompt=parts.reflection, reason="connection", day=tomorrow)
    assert submit(entry).is_late is False


def test_time_that_was_given_opens_what_her_own_dates_had_closed(enrolment, coordinator, parts):
    entry = started_entry(enrolment)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    days = {parts.reflection: (None, yesterday, yesterday)}
    set_prompt_dates(by=coordinator, offering=enrolment.offering, enrolment=enrolment, dates=days)
    tomorrow = later(yesterday, 2)
    extend_deadline(by=coordinator, enrolment=enrolment, prompt=parts.reflection, reason="connection", day=tomorrow)
    assert submit(entry).is_late is False


def test_setting_dates_writes_logs_and_takes_away(offering, coordinator, parts, enrolment):
    dates = {parts.reflection: (None, datetime.date(2026, 5, 4), None)}
    how = {"by": coordinator, "offering": offering, "tutoring_group": enrolment.tutoring_group}
    assert set_prompt_dates(**how, dates=dates) == 1
    assert set_prompt_dates(**how, dates=dates) == 0
    assert dates_for(enrolment, parts.reflection).due_on == datetime.date(2026, 5, 4)
    assert set_prompt_dates(**how, dates={parts.reflection: (None, None, None)}) == 1
    assert not PromptDates.objects.exists()
    logged = registry.get_logs_for_instance(offering).filter(action="learning.prompt_dates")
    assert logged.count() == 2


def test_setting_dates_leaves_what_a_student_was_granted(offering, coordinator, tutor, parts, enrolment, regular):
    day = later(regular, 9)
    extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="shift", day=day)
    dates = {parts.reflection: (None, regular, None)}
    set_prompt_dates(by=coordinator, offering=offering, tutoring_group=None, dates=dates)
    assert dates_for(enrolment, parts.reflection).due_on == day
