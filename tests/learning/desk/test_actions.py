"""What reaches from an enrolment to what was written in it."""

import pytest

from home.notifications.models import Notification
from learning.desk.actions import bring_back, take_off_staff, withdraw_and_close
from learning.enrolment.enums import StaffRole
from learning.portfolio.enums import EntryState
from learning.portfolio.queries import rebuild_state
from learning.reviews.actions import open_review, reassign_entry, request_second_reading
from learning.reviews.queries import awaiting_reader, read_queue
from tests.factories.learning import StaffAssignmentFactory
from tests.factories.portfolio import accepted_review, sent_entry, started_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("make", "state"), [(started_entry, EntryState.DRAFT), (sent_entry, EntryState.SUBMITTED)])
def test_leaving_closes_and_coming_back_opens(enrolment, coordinator, make, state):
    entry = make(enrolment)
    withdraw_and_close(by=coordinator, enrolment=enrolment)
    withdraw_and_close(by=coordinator, enrolment=enrolment)
    entry.refresh_from_db()
    assert (entry.state, entry.closed_from) == (EntryState.CLOSED_INCOMPLETE, state)
    bring_back(by=coordinator, enrolment=enrolment)
    entry.refresh_from_db()
    assert (entry.state, rebuild_state(entry)) == (state, state)


def test_leaving_tells_the_student_once(enrolment, coordinator):
    started_entry(enrolment)
    withdraw_and_close(by=coordinator, enrolment=enrolment)
    assert [row.event for row in Notification.objects.filter(person=enrolment.student)] == ["enrolment.withdrawn"]


def test_what_was_accepted_stays_so(enrolment, tutor, coordinator):
    entry = accepted_review(enrolment, tutor).entry
    withdraw_and_close(by=coordinator, enrolment=enrolment)
    entry.refresh_from_db()
    assert entry.state == EntryState.ACCEPTED


def named(entry, coordinator, other_tutor):
    reassign_entry(by=coordinator, entry=entry, reader=other_tutor)
    Notification.objects.all().delete()


@pytest.mark.parametrize("is_open", [False, True])
def test_what_a_reader_who_leaves_was_named_for_goes_back_to_the_group(
    enrolment, tutor, coordinator, other_tutor, is_open
):
    entry = sent_entry(enrolment)
    named(entry, coordinator, other_tutor)
    if is_open:
        open_review(by=other_tutor, entry=entry)
    assert not read_queue(tutor, limit=5).rows
    for place in other_tutor.staff_assignments.all():
        take_off_staff(by=coordinator, assignment=place)
    entry.refresh_from_db()
    assert (entry.reader, rebuild_state(entry)) == (None, entry.state)
    assert [row.public_id for row in read_queue(tutor, limit=5).rows] == [entry.public_id]
    assert [row.event for row in Notification.objects.filter(person=tutor)] == ["entry_assigned"]


def test_a_second_reading_of_a_reader_who_leaves_waits_for_another_one(enrolment, tutor, coordinator, other_tutor):
    entry = accepted_review(enrolment, tutor).entry
    request_second_reading(by=enrolment.student, entry=entry, reason="Peço outra leitura, por favor.")
    named(entry, coordinator, other_tutor)
    for place in other_tutor.staff_assignments.all():
        take_off_staff(by=coordinator, assignment=place)
    assert list(awaiting_reader(coordinator)) == [entry]
    assert [row.event for row in Notification.objects.filter(person=coordinator)] == ["second_reading_asked"]
    another = StaffAssignmentFactory(offering=enrolment.offering).person
    reassign_entry(by=coordinator, entry=entry, reader=another)
    entry.refresh_from_db()
    assert (entry.reader, entry.awaits_reader, rebuild_state(entry)) == (another, False, EntryState.IN_REVIEW)


def test_who_still_works_there_keeps_what_she_was_named_for(enrolment, coordinator, other_tutor):
    entry = sent_entry(enrolment)
    StaffAssignmentFactory(offering=enrolment.offering, person=other_tutor)
    named(entry, coordinator, other_tutor)
    take_off_staff(by=coordinator, assignment=other_tutor.staff_assignments.get(role=StaffRole.TUTOR))
    entry.refresh_from_db()
    assert entry.reader == other_tutor
