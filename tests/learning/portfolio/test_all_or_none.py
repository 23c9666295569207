"""F1: an action whose connection dies at its n-th statement has done nothing, and its retry does it once."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.transaction import Atomic

from home.notifications.models import Notification
from learning.courses.models import ReflectionPage
from learning.portfolio.actions import (
    ShareWish,
    announce_files,
    attach_to_draft,
    extend_deadline,
    grant_extension,
    publish_closing,
    save_closing,
    share_entry,
    submit_entry,
)
from learning.portfolio.consents import SHARING_NOW
from learning.portfolio.enums import Audience, EntryState, ExtensionState, Intent
from learning.portfolio.models import (
    ClosingVersion,
    DeadlineExtension,
    EntryVersion,
    PortfolioEntry,
    PromptDates,
    Share,
)
from learning.progress.models import ItemProgress
from learning.reviews.actions import ReviewContent, accept_entry, attach_to_review, delete_annotation, return_entry
from learning.reviews.models import Annotation, Review
from tests.conftest import make_person
from tests.factories.home import upload_of
from tests.factories.learning import StaffAssignmentFactory
from tests.factories.portfolio import (
    ASKED,
    accepted_review,
    annotated,
    asked_extension,
    content,
    opened_review,
    sent_entry,
    started_entry,
)
from tests.factories.rubrics import chosen, give_rubric
from tests.learning.losing import kill_own_backend, ledger, lose_at_each_statement
from tests.snapshot import restore_snapshot, take_snapshot

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Press:
    """`act` presses the button with the same key each time; `done` says what is there when it was pressed once.

    `told` counts the notices that the press brings, by event and person.
    """

    act: Callable[[], models.Model]
    done: Callable[[], bool]
    told: Counter

    def press_twice(self) -> None:
        """One effect, one receipt, one notice a person."""
        before = notices()
        first = self.act()
        assert self.done()
        assert self.act() == first
        assert self.done()
        assert notices() - before == self.told


def notices() -> Counter:
    return Counter((notice.event, notice.person.email.partition("@")[0]) for notice in Notification.objects.all())


def told(event: str, *names: str) -> Counter:
    return Counter((event, name) for name in names)


@pytest.fixture
def ready(enrolment, tutor, tutoring_group, parts):
    """The student has two tutors, and her prompt a rubric by which she judges herself."""
    StaffAssignmentFactory(person=make_person("second_tutor"), tutoring_group=tutoring_group)
    give_rubric(parts.reflection, self_assessment=True)
    parts.reflection.refresh_from_db()
    return enrolment


def submission(ready, tutor, prompt: ReflectionPage) -> Press:
    """With a file and one that is on its way."""
    entry, key = started_entry(ready, content(intent=Intent.FINAL, self_assessment=chosen())), uuid.uuid4()
    attach_to_draft(by=ready.student, entry=entry, upload=upload_of(ready.student))
    announce_files(by=ready.student, entry=entry, files=[(uuid.uuid4(), "ata.txt")])

    def act() -> EntryVersion:
        return submit_entry(by=ready.student, entry=PortfolioEntry.objects.get(), key=key, draft_number=1)

    def done() -> bool:
        version = EntryVersion.objects.get()
        seen = (version.number, version.key, version.attachments.count(), version.expected_files.count())
        return seen == (1, key, 1, 1) and PortfolioEntry.objects.get().state == EntryState.SUBMITTED

    return Press(act, done, told("entry_submitted", "tutor", "second_tutor"))


def release(ready, tutor, action, state: str) -> Press:
    """With the rubric, a comment that stands, one that was taken out, and a file."""
    review, key = opened_review(ready, tutor, content(intent=Intent.FINAL)), uuid.uuid4()
    annotated(review)
    delete_annotation(by=tutor, annotation=annotated(review, "agente de saúde"))
    attach_to_review(by=tutor, review=review, upload=upload_of(tutor))
    said = ReviewContent(ASKED.overall, ASKED.request, judgement=chosen(2, 1))

    def act() -> Review:
        return action(by=tutor, review=Review.objects.get(), key=key, base_number=0, content=said)

    def done() -> bool:
        review = Review.objects.get()
        seen = (review.key, review.judgement, Annotation.objects.count(), review.attachments.count())
        is_marked = ItemProgress.objects.filter(enrolment=ready, done_at__isnull=False).exists()
        is_so = PortfolioEntry.objects.get().state == state and is_marked == (state == EntryState.ACCEPTED)
        return is_so and review.released_at is not None and seen == (key, said.judgement, 1, 1)

    return Press(act, done, told(f"entry_{state}", "student"))


def returning(ready, tutor, prompt: ReflectionPage) -> Press:
    return release(ready, tutor, return_entry, EntryState.RETURNED)


def accepting(ready, tutor, prompt: ReflectionPage) -> Press:
    return release(ready, tutor, accept_entry, EntryState.ACCEPTED)


def granting(ready, tutor, prompt: ReflectionPage) -> Press:
    asked = asked_extension(ready, prompt)
    sent_entry(ready)
    EntryVersion.objects.update(is_late=True)

    def act() -> DeadlineExtension:
        return grant_extension(by=tutor, extension=DeadlineExtension.objects.get())

    return Press(act, lambda: has_more_time(asked.wished_on), told("extension_granted", "student"))


def giving(ready, tutor, prompt: ReflectionPage) -> Press:
    asked = asked_extension(ready, prompt)
    DeadlineExtension.objects.all().delete()
    sent_entry(ready)
    EntryVersion.objects.update(is_late=True)

    def act() -> DeadlineExtension:
        return extend_deadline(by=tutor, enrolment=ready, prompt=prompt, reason="shift", day=asked.wished_on)

    return Press(act, lambda: has_more_time(asked.wished_on), told("extension_granted", "student"))


def has_more_time(day) -> bool:
    extension, dates, version = DeadlineExtension.objects.get(), PromptDates.objects.get(), EntryVersion.objects.get()
    return (extension.state, dates.due_on, version.is_late) == (ExtensionState.GRANTED, day, False)


def sharing(ready, tutor, prompt: ReflectionPage) -> Press:
    accepted_review(ready, tutor, ReviewContent(ASKED.overall, judgement=chosen()))
    wish = ShareWish(Audience.GROUP, SHARING_NOW, no_patient_data=True)

    def act() -> Share:
        return share_entry(by=ready.student, entry=PortfolioEntry.objects.get(), wish=wish)

    return Press(act, lambda: Share.objects.count() == 1, Counter())


def closing(ready, tutor, prompt: ReflectionPage) -> Press:
    save_closing(by=ready.student, enrolment=ready, base_number=0, text="<p>O que mudou em mim.</p>")

    def act() -> ClosingVersion:
        return publish_closing(by=ready.student, enrolment=ready)

    return Press(act, lambda: ClosingVersion.objects.count() == 1, Counter())


SLOW = [pytest.param(make, marks=pytest.mark.slow) for make in (accepting, granting, giving, sharing, closing)]
PRESSES = [submission, returning, *SLOW]


@pytest.mark.parametrize("make", PRESSES)
def test_all_or_none_at_each_statement(ready, tutor, parts, make):
    press = make(ready, tutor, parts.reflection)

    def retry() -> None:
        with transaction.atomic():
            press.press_twice()
            transaction.set_rollback(True)

    assert lose_at_each_statement(press.act, retry).half is None
    assert press.done()
    # Whose answer was lost on the way presses again.
    after = ledger()
    press.act()
    assert ledger() == after


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server whose process could be killed")
@pytest.mark.parametrize("make", PRESSES)
def test_all_or_none_when_the_server_kills_the_connection(ready, tutor, parts, make):
    """The retry commits; then all rows are put back for the next statement."""
    press = make(ready, tutor, parts.reflection)
    rows = take_snapshot()

    def retry() -> None:
        press.press_twice()
        restore_snapshot(rows)
        ContentType.objects.clear_cache()

    losses = lose_at_each_statement(press.act, retry, kill_own_backend)
    assert losses.half is None
    assert losses.statements > 5
    assert press.done()


@pytest.mark.parametrize("make", PRESSES)
def test_without_its_transaction_each_leaves_a_half_behind(ready, tutor, parts, make, monkeypatch):
    """The control: the loop finds what it looks for."""
    press = make(ready, tutor, parts.reflection)
    monkeypatch.setattr(Atomic, "__enter__", lambda self: None)
    monkeypatch.setattr(Atomic, "__exit__", lambda self, *error: None)
    # Outside of a transaction no row can be held.
    monkeypatch.setattr(connection.features, "has_select_for_update", False)
    assert lose_at_each_statement(press.act).half is not None
