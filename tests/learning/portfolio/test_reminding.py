"""What the clock tells a student, what it closes, and the nightly look at hashes."""

import datetime
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from home.accounts.models import User
from home.notifications.models import Notification
from home.uploads.queries import content_path
from learning.portfolio.actions import (
    attach_to_draft,
    close_what_ended,
    extend_deadline,
    remind_of_dates,
    revive_entry,
    sweep_hashes,
)
from learning.portfolio.dates import today
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryVersion, PortfolioEntry, PromptDates
from tests.factories.home import upload_of
from tests.factories.learning import EnrolmentFactory, EntryFactory
from tests.factories.portfolio import returned_review, sent_entry, started_entry, submit, submit_again

pytestmark = pytest.mark.django_db


def due_in(enrolment, parts, days: int) -> None:
    due_on = today() + datetime.timedelta(days=days)
    PromptDates.objects.update_or_create(
        offering=enrolment.offering, tutoring_group=None, enrolment=None, prompt=parts.reflection,
        defaults={"due_on": due_on},
    )  # fmt: skip


def told() -> list[str]:
    return list(Notification.objects.order_by("pk").values_list("event", flat=True))


@pytest.mark.parametrize(
    ("days", "event"),
    [
        (4, []), (3, ["entry_due_soon"]), (1, ["entry_due_soon"]), (0, ["entry_due_soon"]), (-1, ["entry_overdue"]),
        (-7, ["entry_overdue"]), (-8, []),
    ],
)  # fmt: skip
def test_a_student_is_reminded_around_the_date(enrolment, parts, days, event):
    due_in(enrolment, parts, days)
    remind_of_dates()
    remind_of_dates()
    assert told() == event


def test_reminders_of_one_date_are_three(enrolment, parts, monkeypatch):
    due_in(enrolment, parts, 3)
    first = today()
    for passed in range(9):
        day = first + datetime.timedelta(days=passed)
        monkeypatch.setattr("learning.portfolio.queries.reminders.today", lambda day=day: day)
        remind_of_dates()
    assert told() == ["entry_due_soon", "entry_due_soon", "entry_overdue"]


def returned_until(enrolment, tutor, days: int) -> PortfolioEntry:
    entry = returned_review(enrolment, tutor).entry
    PortfolioEntry.objects.filter(pk=entry.pk).update(suggested_on=today() + datetime.timedelta(days=days))
    Notification.objects.all().delete()
    return entry


@pytest.mark.parametrize(
    ("days", "event"),
    [
        (4, []), (3, ["entry_again_soon"]), (0, ["entry_again_soon"]), (-1, ["entry_again_overdue"]), (-8, []),
    ],
)  # fmt: skip
def test_what_went_back_to_her_is_reminded_of_around_the_suggested_day(enrolment, tutor, days, event):
    returned_until(enrolment, tutor, days)
    remind_of_dates()
    remind_of_dates()
    assert told() == event


def test_what_was_sent_again_or_left_is_not_reminded_of(enrolment, tutor):
    entry = returned_until(enrolment, tutor, 1)
    submit_again(entry)
    other = EnrolmentFactory(tutoring_group=enrolment.tutoring_group)
    returned_until(other, tutor, 1)
    other.is_current = False
    other.save()
    remind_of_dates()
    assert told() == []


def test_who_has_sent_or_left_is_not_reminded(enrolment, parts):
    due_in(enrolment, parts, 1)
    sent_entry(enrolment)
    EntryFactory(
        enrolment=EnrolmentFactory(tutoring_group=enrolment.tutoring_group), state=EntryState.EXEMPTED,
        prompt=parts.reflection,
    )  # fmt: skip
    EnrolmentFactory(tutoring_group=enrolment.tutoring_group, state="withdrawn")
    assert remind_of_dates() == 0


def test_a_new_date_is_reminded_of_anew(enrolment, tutor, coordinator, parts):
    due_in(enrolment, parts, 1)
    remind_of_dates()
    day = today() + datetime.timedelta(days=3)
    extend_deadline(by=coordinator, enrolment=enrolment, prompt=parts.reflection, reason="shift", day=day)
    remind_of_dates()
    assert told() == ["entry_due_soon", "extension_granted", "entry_due_soon"]


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_asks_the_same_number_of_queries(enrolment, parts, count, django_assert_num_queries):
    EnrolmentFactory.create_batch(count - 1, tutoring_group=enrolment.tutoring_group)
    due_in(enrolment, parts, 9)
    with django_assert_num_queries(9):
        remind_of_dates()


def ends_so_long_ago(enrolment, days: int) -> None:
    """The offering's tolerance of thirty days ends in 30 - `days` days."""
    offering = enrolment.offering
    offering.starts_on = today() - datetime.timedelta(days=200)
    offering.ends_on = today() - datetime.timedelta(days=days)
    offering.save()


@pytest.mark.parametrize(("days", "warned"), [(15, 0), (16, 1), (20, 1), (29, 1), (30, 1)])
def test_a_student_is_warned_before_it_closes(enrolment, days, warned):
    started_entry(enrolment)
    ends_so_long_ago(enrolment, days)
    assert [close_what_ended(), close_what_ended()] == [Counter(warned=warned) if warned else Counter(), Counter()]
    assert PortfolioEntry.objects.get().state == EntryState.DRAFT


def test_what_was_warned_of_closes_and_is_told_once(enrolment):
    EntryFactory(enrolment=enrolment, state=EntryState.ACCEPTED)
    entry = EntryFactory(enrolment=EnrolmentFactory(tutoring_group=enrolment.tutoring_group))
    ends_so_long_ago(enrolment, 31)
    assert close_what_ended() == Counter(warned=1)
    Notification.objects.update(created_at=timezone.now() - datetime.timedelta(days=1))
    assert close_what_ended() == Counter(closed=1)
    assert close_what_ended() == Counter()
    entry.refresh_from_db()
    assert entry.state == EntryState.CLOSED_INCOMPLETE
    assert told() == ["entries_closing", "entries_closed"]


def test_what_was_taken_up_again_stays_open_for_another_tolerance(enrolment, coordinator):
    entry = started_entry(enrolment)
    ends_so_long_ago(enrolment, 31)
    close_what_ended()
    Notification.objects.update(created_at=timezone.now() - datetime.timedelta(days=1))
    close_what_ended()
    revive_entry(by=coordinator, entry=entry)
    assert close_what_ended() == Counter()


def test_the_sweep_finds_changed_texts_and_files_and_changes_nothing(enrolment, coordinator, caplog):
    admin = User.objects.create_superuser("admin@example.org", "x", full_name="Admin")
    entry = started_entry(enrolment)
    upload = upload_of(enrolment.student)
    attach_to_draft(by=enrolment.student, entry=entry, upload=upload)
    version = submit(entry)
    assert sweep_hashes() == 0
    EntryVersion.objects.filter(pk=version.pk).update(text="<p>Outro texto.</p>")
    Path(storages["private"].path(content_path(upload.sha256))).write_bytes(b"estragado")
    assert [sweep_hashes(), sweep_hashes()] == [2, 2]
    notices = Notification.objects.filter(event="hash_mismatch")
    assert {notice.person for notice in notices} == {coordinator, admin}
    assert notices.count() == 2
    assert EntryVersion.objects.get().text == "<p>Outro texto.</p>"
    assert sum(record.message == "hash_mismatch" for record in caplog.records) == 4


def test_the_sweep_misses_no_file_that_is_gone(enrolment):
    entry = started_entry(enrolment)
    upload = upload_of(enrolment.student)
    attach_to_draft(by=enrolment.student, entry=entry, upload=upload)
    submit(entry)
    storages["private"].delete(content_path(upload.sha256))
    assert sweep_hashes() == 1
