"""What reaches from an enrolment to what was written in it."""

import pytest

from home.notifications.models import Notification
from learning.desk.actions import bring_back, withdraw_and_close
from learning.portfolio.enums import EntryState
from learning.portfolio.queries import rebuild_state
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
