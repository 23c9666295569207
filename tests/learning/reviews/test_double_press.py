"""Presses at the same moment, on committed rows."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection

from learning.portfolio.actions import EntryLocked, recall_entry, save_draft, submit_entry
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.models.entries import PortfolioEntryQuerySet
from learning.reviews.actions import ReviewClosed, ReviewTaken, open_review, return_and_open_next, return_entry
from learning.reviews.models import Review
from tests.factories.learning import EnrolmentFactory, StaffAssignmentFactory
from tests.factories.portfolio import ASKED, content, opened_review, sent_entry, started_entry

THREADS = 8
ONCE = ("learning_version_number_once", "learning_version_key_once")

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
        except (EntryLocked, ReviewTaken, ReviewClosed, IntegrityError) as refusal:
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


def test_everybody_returns_although_all_want_the_same_next_one(tutor, coordinator, tutoring_group, rounds):
    others = [StaffAssignmentFactory(tutoring_group=tutoring_group).person for _ in range(THREADS - 2)]
    tutors = [tutor, coordinator, *others]
    for _ in rounds:
        reviews = [opened_review(EnrolmentFactory(tutoring_group=tutoring_group), person) for person in tutors]
        waiting = [sent_entry(EnrolmentFactory(tutoring_group=tutoring_group)) for _ in range(2)]
        results = press_at_once(
            lambda number, reviews=reviews: return_and_open_next(
                by=tutors[number], review=reviews[number], key=uuid.uuid4(), base_number=0, content=ASKED
            )
        )
        assert Review.objects.released().filter(pk__in=[review.pk for review in reviews]).count() == THREADS
        assert {review.entry for review in results if review} == set(waiting)


def press_in_pairs(entry: PortfolioEntry) -> list:
    """Each of four keys twice at once."""
    entry.draft.refresh_from_db()
    keys, number, by = [uuid.uuid4() for _ in range(THREADS // 2)], entry.draft.draft_number, entry.enrolment.student
    return press_at_once(
        lambda thread: submit_entry(by=by, entry=entry, key=keys[thread // 2], draft_number=number),
    )


@pytest.fixture(params=[1, pytest.param(40, marks=pytest.mark.slow)])
def entries(request, tutor, tutoring_group) -> list[PortfolioEntry]:
    return [started_entry(EnrolmentFactory(tutoring_group=tutoring_group)) for _ in range(request.param)]


def test_versions_have_numbers_without_gap(entries):
    """The slow case is 200 double submits: five versions of each entry, every one pressed by eight threads."""
    for entry in entries:
        for number in range(1, 6):
            answers = press_in_pairs(entry)
            receipts = [answer for answer in answers if isinstance(answer, EntryVersion)]
            assert len(receipts) == 2
            assert receipts[0] == receipts[1] == entry.versions.get(number=number)
            assert sum(isinstance(answer, EntryLocked) for answer in answers) == THREADS - 2
            recall_entry(by=entry.enrolment.student, entry=entry)
            saved = content(f"<p>Outra vez na feira, {number}.</p>")
            save_draft(by=entry.enrolment.student, entry=entry, base_number=number, content=saved)
        assert list(entry.versions.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.fixture
def _unlocked(monkeypatch):
    """Presses look whether there is a version, and then write one, without holding the entry."""
    monkeypatch.setattr(PortfolioEntryQuerySet, "select_for_update", lambda self, **options: self)


@pytest.fixture
def _unconstrained(_unlocked):
    """Nor does the table refuse a second one."""
    once = [constraint for constraint in EntryVersion._meta.constraints if constraint.name in ONCE]
    assert len(once) == 2
    with connection.schema_editor() as editor:
        for constraint in once:
            editor.remove_constraint(EntryVersion, constraint)
    yield
    EntryVersion.objects.all()._raw_delete("default")
    with connection.schema_editor() as editor:
        for constraint in once:
            editor.add_constraint(EntryVersion, constraint)


def press_until(entries, seen) -> bool:
    """Whether one round of twenty-five showed what the control is to show."""
    return any(seen(entry, press_in_pairs(entry)) for entry in entries)


@pytest.fixture
def many(tutor, tutoring_group) -> list[PortfolioEntry]:
    return [started_entry(EnrolmentFactory(tutoring_group=tutoring_group)) for _ in range(25)]


@pytest.mark.usefixtures("_unlocked")
def test_without_the_lock_the_unique_constraint_refuses(many):
    """The control of the lock."""

    def refused(entry, answers) -> bool:
        numbers = list(entry.versions.values_list("number", flat=True))
        assert len(numbers) == len(set(numbers))
        return any(
            isinstance(answer, IntegrityError) and any(name in str(answer) for name in ONCE) for answer in answers
        )

    assert press_until(many, refused)


@pytest.mark.usefixtures("_unconstrained")
def test_without_lock_and_constraint_there_are_doubles(many):
    """The control of both: the presses do meet."""
    assert press_until(many, lambda entry, answers: EntryVersion.objects.filter(entry=entry).count() > 1)
