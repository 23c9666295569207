"""T10, T11 and T14: what happens to a reading after its release, and whose it is."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from home.notifications.models import Notification
from learning.portfolio.actions import EntryLocked, recall_entry
from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries import rebuild_state
from learning.progress.models import ItemProgress
from learning.reviews.actions import (
    ReviewContent,
    ReviewRefused,
    ReviewTaken,
    accept_entry,
    comment_entry,
    open_review,
    reassign_entry,
    release_unread,
    reopen_entry,
    request_second_reading,
    return_entry,
    take_over_review,
)
from learning.reviews.models import Review, SecondReading
from learning.reviews.queries import queue_of, read_queue
from tests.factories.portfolio import ASKED, accepted_review, opened_review, returned_review, sent_entry, submit_again

pytestmark = pytest.mark.django_db
SENTENCE = "O texto de outra pessoa foi lido."


def told(event: str) -> list[str]:
    return sorted(row.person.email.split("@")[0] for row in Notification.objects.filter(event=event))


def accepted_ago(enrolment, tutor, **ago) -> PortfolioEntry:
    """Accepted so long ago."""
    review = accepted_review(enrolment, tutor, ReviewContent(ASKED.overall, grade=Decimal(70)))
    then = timezone.now() - datetime.timedelta(**ago)
    Review.objects.filter(pk=review.pk).update(released_at=then)
    PortfolioEntry.objects.filter(pk=review.entry_id).update(accepted_at=then)
    return PortfolioEntry.objects.get(pk=review.entry_id)


def refusal_of(action, **arguments) -> str:
    before = PortfolioEntry.objects.get(pk=arguments["entry"].pk).state
    with pytest.raises(ReviewRefused) as refusal:
        action(**arguments)
    assert PortfolioEntry.objects.get(pk=arguments["entry"].pk).state == before
    return refusal.value.problems[0].message


def test_reopening_undoes_the_completion_and_keeps_the_grade(enrolment, tutor):
    entry = accepted_ago(enrolment, tutor, days=1)
    reopen_entry(by=tutor, entry=entry, reason=SENTENCE)
    entry.refresh_from_db()
    assert (entry.state, entry.accepted_at, rebuild_state(entry)) == (EntryState.RETURNED, None, EntryState.RETURNED)
    assert not ItemProgress.objects.filter(enrolment=enrolment).exists()
    assert Review.objects.released().get().grade == Decimal(70)
    assert told("entry_reopened") == ["student"]


def test_a_tutor_reopens_within_seven_days_and_the_coordination_later(enrolment, tutor, coordinator):
    entry = accepted_ago(enrolment, tutor, days=7, minutes=1)
    refusal_of(reopen_entry, by=tutor, entry=entry, reason=SENTENCE)
    reopen_entry(by=coordinator, entry=entry, reason=SENTENCE)
    entry.refresh_from_db()
    assert entry.state == EntryState.RETURNED


@pytest.mark.parametrize("action", [reopen_entry, request_second_reading])
def test_what_a_certificate_stands_on_stays(enrolment, tutor, coordinator, action):
    entry = accepted_ago(enrolment, tutor, days=1)
    enrolment.certified_at = timezone.now()
    enrolment.save()
    refusal_of(action, by=coordinator, entry=entry, reason=SENTENCE)
    assert ItemProgress.objects.filter(enrolment=enrolment).exists()


@pytest.mark.parametrize("action", [reopen_entry, request_second_reading])
def test_both_need_a_reason(enrolment, tutor, action):
    refusal_of(action, by=tutor, entry=accepted_ago(enrolment, tutor, days=1), reason="não")


def test_reopening_what_was_not_accepted_is_locked(enrolment, tutor):
    with pytest.raises(EntryLocked):
        reopen_entry(by=tutor, entry=sent_entry(enrolment), reason=SENTENCE)


def ask(entry) -> SecondReading:
    return request_second_reading(by=entry.enrolment.student, entry=entry, reason=SENTENCE)


def test_a_second_reading_waits_for_the_coordination_to_name_a_reader(enrolment, tutor, coordinator):
    entry = accepted_ago(enrolment, tutor, days=9)
    assert ask(entry) == ask(entry)
    entry.refresh_from_db()
    assert (entry.state, entry.awaits_reader, rebuild_state(entry)) == (
        EntryState.IN_REVIEW,
        True,
        EntryState.IN_REVIEW,
    )
    assert not Review.objects.open().exists()
    assert ItemProgress.objects.filter(enrolment=enrolment).exists()
    assert told("second_reading_asked") == ["coordinator"]
    assert not queue_of(tutor).exists()
    assert not read_queue(tutor, limit=5).rows
    with pytest.raises(EntryLocked):
        open_review(by=tutor, entry=entry)


def test_a_second_reading_is_asked_for_within_ten_days(enrolment, tutor):
    refusal_of(
        request_second_reading, by=enrolment.student, entry=accepted_ago(enrolment, tutor, days=10, seconds=1),
        reason=SENTENCE,
    )  # fmt: skip


@pytest.mark.parametrize(("returns", "refused"), [(1, True), (2, False)])
def test_what_was_returned_needs_two_returns(enrolment, tutor, returns, refused):
    entry = returned_review(enrolment, tutor).entry
    PortfolioEntry.objects.filter(pk=entry.pk).update(round=returns)
    if refused:
        refusal_of(request_second_reading, by=enrolment.student, entry=entry, reason=SENTENCE)
    else:
        assert ask(entry).first.decision == "return"


def named(enrolment, tutor, reader, coordinator) -> PortfolioEntry:
    entry = accepted_ago(enrolment, tutor, days=1)
    ask(entry)
    reassign_entry(by=coordinator, entry=entry, reader=reader)
    entry.refresh_from_db()
    return entry


def test_the_second_reader_is_another_one(enrolment, tutor, coordinator):
    entry = accepted_ago(enrolment, tutor, days=1)
    ask(entry)
    refusal_of(reassign_entry, by=coordinator, entry=entry, reader=tutor)


def test_the_second_reader_sees_and_reads_it_alone(enrolment, tutor, other_tutor, coordinator):
    entry = named(enrolment, tutor, other_tutor, coordinator)
    assert [row.public_id for row in read_queue(other_tutor, limit=5).rows] == [entry.public_id]
    assert list(queue_of(other_tutor)) == [entry]
    assert PortfolioEntry.objects.visible_to(other_tutor).get() == entry
    Review.objects.open().update(renewed_at=timezone.now() - datetime.timedelta(hours=1))
    with pytest.raises(ReviewTaken):
        take_over_review(by=tutor, entry=entry)
    assert Review.objects.open().get().reviewer == other_tutor


def decide(action, reader, **said) -> Review:
    review = Review.objects.open().get(reviewer=reader)
    content = ReviewContent(**{"overall": ASKED.overall, "request": ASKED.request, **said})
    return action(by=reader, review=review, key=uuid.uuid4(), base_number=review.draft_number, content=content)


def test_the_second_grade_replaces_the_first_and_both_are_kept(enrolment, tutor, other_tutor, coordinator):
    entry = named(enrolment, tutor, other_tutor, coordinator)
    second = decide(accept_entry, other_tutor, grade=Decimal(85))
    grades = [review.grade for review in Review.objects.released().order_by("released_at")]
    assert grades == [Decimal(70), Decimal(85)]
    assert Review.objects.standing().get() == second
    assert SecondReading.objects.get().review == second
    refusal_of(request_second_reading, by=enrolment.student, entry=entry, reason=SENTENCE)


def test_a_second_reading_that_returns_takes_the_mark_away(enrolment, tutor, other_tutor, coordinator):
    entry = named(enrolment, tutor, other_tutor, coordinator)
    decide(return_entry, other_tutor)
    entry.refresh_from_db()
    assert (entry.state, entry.accepted_at) == (EntryState.RETURNED, None)
    assert not ItemProgress.objects.filter(enrolment=enrolment).exists()
    assert not Review.objects.standing().exists()


def test_a_second_reading_is_neither_let_go_nor_only_commented(enrolment, tutor, other_tutor, coordinator):
    named(enrolment, tutor, other_tutor, coordinator)
    with pytest.raises(ReviewRefused):
        release_unread(by=other_tutor, review=Review.objects.open().get())
    with pytest.raises(ReviewRefused):
        decide(comment_entry, other_tutor)


def test_reassigning_keeps_place_and_draft_and_tells_both(enrolment, tutor, other_tutor, coordinator):
    review = opened_review(enrolment, tutor)
    since = review.entry.waiting_since
    reassign_entry(by=coordinator, entry=review.entry, reader=other_tutor)
    reassign_entry(by=coordinator, entry=review.entry, reader=other_tutor)
    entry = PortfolioEntry.objects.get()
    assert (entry.state, entry.waiting_since, entry.reader) == (EntryState.IN_REVIEW, since, other_tutor)
    assert Review.objects.open().get().reviewer == other_tutor
    review.refresh_from_db()
    assert review.set_aside_at
    assert not Review.objects.visible_to(other_tutor).filter(pk=review.pk).exists()
    assert (told("entry_assigned"), told("entry_passed_on")) == (["other_tutor"], ["tutor"])


def test_what_was_given_away_leaves_the_tutors_queue(enrolment, tutor, other_tutor, coordinator):
    entry = sent_entry(enrolment)
    reassign_entry(by=coordinator, entry=entry, reader=other_tutor)
    assert (queue_of(tutor).count(), len(read_queue(tutor, limit=5).rows)) == (0, 0)
    assert (queue_of(other_tutor).count(), len(read_queue(other_tutor, limit=5).rows)) == (1, 1)


def test_a_reader_who_leaves_the_offering_sees_it_no_more(enrolment, other_tutor, coordinator):
    entry = sent_entry(enrolment)
    reassign_entry(by=coordinator, entry=entry, reader=other_tutor)
    other_tutor.staff_assignments.all().delete()
    assert not PortfolioEntry.objects.visible_to(other_tutor).exists()
    assert not read_queue(other_tutor, limit=5).rows


@pytest.mark.parametrize("who", ["stranger", "student"])
def test_a_reader_works_in_the_offering_and_is_not_the_student(request, enrolment, coordinator, who):
    entry = sent_entry(enrolment)
    person = enrolment.student if who == "student" else request.getfixturevalue("stranger")
    refusal_of(reassign_entry, by=coordinator, entry=entry, reader=person)


def test_the_clock_goes_on_where_a_text_that_was_taken_back_had_stopped(enrolment, tutor):
    """Two hours before it was taken back and one after: three hours of waiting, told by the entry and the release."""
    entry, now, hour = sent_entry(enrolment), timezone.now(), datetime.timedelta(hours=1)
    recall_entry(by=enrolment.student, entry=entry)
    entry.versions.update(submitted_at=now - 10 * hour, recalled_at=now - 8 * hour)
    version = submit_again(entry)
    waited = version.submitted_at - PortfolioEntry.objects.get().waiting_since
    assert waited == 2 * hour
    open_review(by=tutor, entry=entry)
    PortfolioEntry.objects.update(waiting_since=now - 3 * hour)
    released = decide(return_entry, tutor)
    assert Review.objects.with_wait().get().wait == released.released_at - (now - 3 * hour)
