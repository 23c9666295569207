"""Presses at the same moment, on committed rows."""

import threading
import uuid

import pytest
from django.db import connection

from learning.portfolio.actions import EntryLocked, submit_entry
from learning.portfolio.models import EntryVersion
from learning.reviews.actions import ReviewClosed, ReviewTaken, open_review, return_entry
from learning.reviews.models import Review
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import ASKED, opened_review, sent_entry, started_entry

THREADS = 8

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer: no race to see"),
]


@pytest.fixture(params=[3, pytest.param(25, marks=pytest.mark.slow)])
def rounds(request) -> range:
    return range(request.param)


def press_at_once(action) -> list:
    """Runs `action(number)` in eight threads that start together; returns what each returned or raised."""
    gate, results = threading.Barrier(THREADS), [None] * THREADS

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = action(number)
        except (EntryLocked, ReviewTaken, ReviewClosed) as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_submission_with_one_key(enrolment, tutor, tutoring_group, rounds):
    for _ in rounds:
        entry, key = started_entry(EnrolmentFactory(tutoring_group=tutoring_group)), uuid.uuid4()
        by = entry.enrolment.student
        results = press_at_once(
            lambda _, by=by, entry=entry, key=key: submit_entry(by=by, entry=entry, key=key, draft_number=1)
        )
        assert {version.pk for version in results} == {EntryVersion.objects.get(entry=entry).pk}


def test_one_submission_with_a_key_for_each_press(enrolment, tutor, tutoring_group, rounds):
    for _ in rounds:
        entry = started_entry(EnrolmentFactory(tutoring_group=tutoring_group))
        by = entry.enrolment.student
        press_at_once(lambda _, by=by, entry=entry: submit_entry(by=by, entry=entry, key=uuid.uuid4(), draft_number=1))
        assert EntryVersion.objects.filter(entry=entry).count() == 1


def test_one_open_review_whoever_opens(enrolment, tutor, coordinator, tutoring_group, rounds):
    people = [tutor, coordinator]
    for _ in rounds:
        entry = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
        press_at_once(lambda number, entry=entry: open_review(by=people[number % 2], entry=entry))
        assert Review.objects.filter(entry=entry).count() == 1


def test_one_release(enrolment, tutor, tutoring_group, rounds):
    for _ in rounds:
        review = opened_review(EnrolmentFactory(tutoring_group=tutoring_group), tutor)
        key = uuid.uuid4()
        results = press_at_once(
            lambda _, review=review, key=key: return_entry(
                by=tutor, review=review, key=key, base_number=0, content=ASKED
            )
        )
        assert {released.pk for released in results} == {review.pk}
        review.entry.refresh_from_db()
        assert review.entry.round == 1
