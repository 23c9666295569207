import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from home.notifications.models import Notification
from learning.portfolio.actions import EntryLocked
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.queries import rebuild_state
from learning.progress.models import ItemProgress
from learning.reviews.actions import (
    LOCK,
    ReviewClosed,
    ReviewConflict,
    ReviewContent,
    ReviewRefused,
    ReviewTaken,
    accept_entry,
    comment_entry,
    open_review,
    release_unread,
    return_and_open_next,
    return_entry,
    save_review_draft,
    take_over_review,
)
from learning.reviews.models import Review
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import (
    ASKED,
    accepted_review,
    content,
    opened_review,
    returned_review,
    sent_entry,
    started_entry,
    submit_again,
)


def release(action, review, said=ASKED, key=None, base_number=0):
    by = review.reviewer
    return action(by=by, review=review, key=key or uuid.uuid4(), base_number=base_number, content=said)


def refused_fields(action, review, said):
    with pytest.raises(ReviewRefused) as refusal:
        release(action, review, said)
    return [problem.field for problem in refusal.value.problems]


def stored(thing):
    thing.refresh_from_db()
    return thing


def test_open_review_takes_the_entry(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    assert stored(review.entry).state == EntryState.IN_REVIEW
    assert (review.version.number, review.reviewer) == (1, tutor)


def test_open_review_twice_finds_the_same(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    assert open_review(by=tutor, entry=review.entry) == review
    assert Review.objects.count() == 1


def test_open_review_of_another_reader_says_who_reads(enrolment, tutor, coordinator):
    review = opened_review(enrolment, tutor)
    with pytest.raises(ReviewTaken) as taken:
        open_review(by=coordinator, entry=review.entry)
    assert (taken.value.review.reviewer, taken.value.may_take_over) == (tutor, False)


def test_open_review_of_a_draft_is_locked(enrolment, tutor):
    with pytest.raises(EntryLocked):
        open_review(by=tutor, entry=started_entry(enrolment))


def test_take_over_before_the_lock_ran_out_is_refused(enrolment, tutor, coordinator):
    review = opened_review(enrolment, tutor)
    with pytest.raises(ReviewTaken):
        take_over_review(by=coordinator, entry=review.entry)


def test_take_over_keeps_the_first_draft_for_its_writer(enrolment, tutor, coordinator):
    first = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=first, base_number=0, content=ReviewContent("Só para mim."))
    Review.objects.update(renewed_at=timezone.now() - LOCK - datetime.timedelta(seconds=1))
    second = take_over_review(by=coordinator, entry=first.entry)
    assert (second.reviewer, second.overall) == (coordinator, "")
    assert stored(first).overall == "Só para mim."
    assert first not in Review.objects.visible_to(coordinator)
    with pytest.raises(ReviewClosed):
        save_review_draft(by=tutor, review=first, base_number=1, content=ReviewContent("Mais."))


def test_release_unread_gives_the_place_back(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    since = review.entry.waiting_since
    release_unread(by=tutor, review=review)
    entry = stored(review.entry)
    assert (entry.state, entry.waiting_since) == (EntryState.SUBMITTED, since)


def test_opening_again_finds_the_notes_that_were_set_aside(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent("Uma ideia."))
    release_unread(by=tutor, review=review)
    assert open_review(by=tutor, entry=review.entry).overall == "Uma ideia."


def test_save_review_draft_renews_the_lock_and_counts(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    before = review.renewed_at
    saved = save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent("Começo."))
    assert saved.draft_number == 1
    assert stored(review).renewed_at > before


def test_save_review_draft_from_an_older_number_is_a_conflict(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent("Numa aba."))
    with pytest.raises(ReviewConflict) as conflict:
        save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent("Noutra aba."))
    assert conflict.value.stored.overall == "Numa aba."


def test_return_entry_publishes_and_suggests_a_day(enrolment, tutor):
    review = returned_review(enrolment, tutor)
    entry = stored(review.entry)
    expected = timezone.localdate() + datetime.timedelta(days=10)
    assert (entry.state, entry.round, entry.suggested_on) == (EntryState.RETURNED, 1, expected)
    assert (review.decision, review.overall, review.suggested_on) == ("return", ASKED.overall, expected)
    assert review.released_at == entry.returned_at


def test_return_entry_tells_the_student_once(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    key = uuid.uuid4()
    for _ in range(2):
        release(return_entry, review, key=key)
    told = Notification.objects.filter(person=enrolment.student)
    assert [notice.event for notice in told] == ["entry_returned"]


def test_return_entry_carries_no_word_of_the_review_in_the_notice(enrolment, tutor):
    returned_review(enrolment, tutor, ReviewContent("Uma palavra secreta aqui.", "Responda por quê e para quem."))
    assert "secreta" not in str(Notification.objects.get(person=enrolment.student).data)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (ReviewContent(), ["overall", "request"]),
        (ReviewContent("Bom.", "?"), ["overall", "request"]),
        (ReviewContent("Gostei muito de ler.", " "), ["request"]),
    ],
)
def test_return_entry_wants_a_sentence_and_a_request(enrolment, tutor, said, fields):
    assert refused_fields(return_entry, opened_review(enrolment, tutor), said) == fields


def test_comment_entry_gives_the_draft_back(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    release(comment_entry, review, ReviewContent("Uma leitura só para conversar."))
    entry = stored(review.entry)
    assert (entry.state, entry.round, entry.waiting_since) == (EntryState.DRAFT, 0, None)
    assert stored(review).decision == "comment"


def test_comment_entry_of_a_final_version_is_refused(enrolment, tutor):
    review = opened_review(enrolment, tutor, content(intent=Intent.FINAL))
    assert refused_fields(comment_entry, review, ASKED) == [""]


def test_accept_entry_completes_the_item(enrolment, tutor):
    review = accepted_review(enrolment, tutor)
    assert stored(review.entry).state == EntryState.ACCEPTED
    assert ItemProgress.objects.get(enrolment=enrolment).item_id == review.entry.prompt_id


def test_accept_entry_of_a_formative_version_is_refused(enrolment, tutor):
    assert refused_fields(accept_entry, opened_review(enrolment, tutor), ASKED) == [""]


def test_accept_entry_of_a_formative_version_that_may_be_final(enrolment, tutor):
    review = opened_review(enrolment, tutor, content(accept_as_final=True))
    release(accept_entry, review)
    assert stored(review.entry).state == EntryState.ACCEPTED


def test_accept_entry_wants_a_comment(enrolment, tutor):
    review = opened_review(enrolment, tutor, content(intent=Intent.FINAL))
    assert refused_fields(accept_entry, review, ReviewContent("  ")) == ["overall"]


@pytest.mark.parametrize("grade", [None, Decimal("-1"), Decimal("100.5")])
def test_accept_entry_wants_a_grade_within_the_scale(enrolment, tutor, parts, grade):
    parts.reflection.graded = True
    parts.reflection.save()
    review = opened_review(enrolment, tutor, content(intent=Intent.FINAL))
    assert refused_fields(accept_entry, review, ReviewContent("Muito bem.", grade=grade)) == ["grade"]


def test_accept_from_submitted_is_not_possible(enrolment, tutor):
    review = opened_review(enrolment, tutor, content(intent=Intent.FINAL))
    release_unread(by=tutor, review=review)
    with pytest.raises(ReviewClosed):
        release(accept_entry, review)


def test_release_by_somebody_else_is_refused(enrolment, tutor, coordinator):
    review = opened_review(enrolment, tutor)
    with pytest.raises(ReviewClosed):
        return_entry(by=coordinator, review=review, key=uuid.uuid4(), base_number=0, content=ASKED)


def test_second_release_with_another_key_is_refused(enrolment, tutor):
    review = returned_review(enrolment, tutor)
    with pytest.raises(ReviewClosed):
        release(accept_entry, review)


def test_release_from_an_older_window_is_a_conflict(enrolment, tutor):
    review = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent("Da outra aba."))
    with pytest.raises(ReviewConflict):
        release(return_entry, review)


def test_return_and_open_next_opens_who_waits_longest(enrolment, tutor, tutoring_group):
    review = opened_review(enrolment, tutor)
    waiting = [sent_entry(EnrolmentFactory(tutoring_group=tutoring_group)) for _ in range(2)]
    following = release(return_and_open_next, review)
    assert following.entry == waiting[0]


def test_return_and_open_next_pressed_twice_opens_one(enrolment, tutor, tutoring_group):
    review, key = opened_review(enrolment, tutor), uuid.uuid4()
    for _ in range(2):
        sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    first, second = (release(return_and_open_next, review, key=key) for _ in range(2))
    assert first == second
    assert Review.objects.open().count() == 1


def test_return_and_open_next_with_nobody_waiting(enrolment, tutor):
    assert release(return_and_open_next, opened_review(enrolment, tutor)) is None


def test_whole_cycle_rebuilds_from_the_log(enrolment, tutor):
    entry = returned_review(enrolment, tutor).entry
    submit_again(stored(entry))
    review = open_review(by=tutor, entry=entry)
    release(comment_entry, review)
    assert rebuild_state(stored(entry)) == entry.state == EntryState.DRAFT
