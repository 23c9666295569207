import datetime

import pytest
from django.utils import timezone

from home.notifications.models import Notification
from learning.portfolio.models import PortfolioEntry
from learning.reviews.actions import mark_reviews_seen, nudge_the_unseeing, reassign_entry, remind_readers
from learning.reviews.models import Review
from tests.factories.portfolio import returned_review, sent_entry

pytestmark = pytest.mark.django_db


def told(*events: str) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(event__in=events).order_by("pk")
    return [(row.event, row.person.email.split("@")[0]) for row in rows]


def waits(entry, **time) -> None:
    PortfolioEntry.objects.filter(pk=entry.pk).update(waiting_since=timezone.now() - datetime.timedelta(**time))


@pytest.mark.parametrize(
    ("time", "event"),
    [
        ({"days": 1, "hours": 23}, []),
        ({"days": 2, "minutes": 1}, [("reading_expected", "tutor")]),
        ({"days": 7, "minutes": 1}, [("reading_late", "tutor")]),
    ],
)
def test_a_tutor_hears_once_of_each_limit(enrolment, tutor, time, event):
    waits(sent_entry(enrolment), **time)
    remind_readers()
    remind_readers()
    assert told("reading_expected", "reading_late") == event


def test_the_one_who_was_named_hears_and_not_the_groups_tutor(enrolment, tutor, other_tutor, coordinator):
    entry = sent_entry(enrolment)
    reassign_entry(by=coordinator, entry=entry, reader=other_tutor)
    waits(entry, days=8)
    remind_readers()
    assert told("reading_expected", "reading_late") == [("reading_late", "other_tutor")]


@pytest.mark.parametrize(("days", "count"), [(4, 0), (5, 1), (31, 0)])
def test_a_student_is_nudged_once_about_feedback_that_she_has_not_seen(enrolment, tutor, days, count):
    returned_review(enrolment, tutor)
    Review.objects.update(released_at=timezone.now() - datetime.timedelta(days=days))
    assert [nudge_the_unseeing(), nudge_the_unseeing()] == [count, 0]


def test_feedback_that_was_seen_needs_no_nudge(enrolment, tutor):
    review = returned_review(enrolment, tutor)
    Review.objects.update(released_at=timezone.now() - datetime.timedelta(days=6))
    mark_reviews_seen(by=enrolment.student, entry_id=review.entry_id)
    assert nudge_the_unseeing() == 0
