"""Whatever students and reviewers press, in whatever order, the invariants of the portfolio hold."""

import hashlib
import uuid
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from home.notifications.models import Notification
from learning.portfolio.actions import (
    DraftConflict,
    EntryLocked,
    EntryRefused,
    recall_entry,
    save_draft,
    start_entry,
    submit_entry,
)
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.queries import rebuild_state
from learning.portfolio.transitions import allowed, target_of
from learning.reviews.actions import (
    ReviewClosed,
    ReviewConflict,
    ReviewContent,
    ReviewRefused,
    ReviewTaken,
    accept_entry,
    comment_entry,
    open_review,
    release_unread,
    return_entry,
    save_review_draft,
)
from learning.reviews.models import Review
from tests.factories.portfolio import ASKED, content

RELEASES = {"return": return_entry, "comment": comment_entry, "accept": accept_entry}
REFUSALS = (
    EntryLocked, EntryRefused, DraftConflict, ReviewClosed, ReviewConflict, ReviewRefused, ReviewTaken,
)  # fmt: skip


class Portfolio(RuleBasedStateMachine):
    cast: dict

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.enrolment = self.cast["enrolment"]
        self.student = self.enrolment.student
        self.reviewers = [self.cast["tutor"], self.cast["coordinator"]]
        self.entry = start_entry(by=self.student, enrolment=self.enrolment, prompt=self.cast["prompt"])
        self.keys = [uuid.uuid4() for _ in range(3)]
        self.hashes: dict[int, str] = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def state(self) -> str:
        return PortfolioEntry.objects.values_list("state", flat=True).get(pk=self.entry.pk)

    def press(self, name: str, action, **arguments) -> None:
        """The action moves the entry as the table says, or refuses and leaves it where it was."""
        before, logged = self.state(), Counter(Notification.objects.values_list("event"))
        try:
            with transaction.atomic():
                action(**arguments)
        except REFUSALS:
            assert self.state() == before
            assert Counter(Notification.objects.values_list("event")) == logged
        else:
            after = self.state()
            assert after == before or (allowed(name, before) and after == target_of(name, before))

    @rule(text=st.sampled_from(["", "<p> </p>", "<p>Um texto</p>", "<p>Outro texto</p>"]), lag=st.integers(0, 1))
    def write(self, text, lag):
        number = max(self.entry.draft.__class__.objects.get(entry=self.entry).draft_number - lag, 0)
        self.press("save", save_draft, by=self.student, entry=self.entry, base_number=number, content=content(text))

    @rule(intent=st.sampled_from(Intent.values), ticked=st.booleans(), agrees=st.booleans())
    def choose(self, intent, ticked, agrees):
        number = self.entry.draft.__class__.objects.get(entry=self.entry).draft_number
        chosen = content(intent=intent, accept_as_final=agrees, no_patient_data=ticked)
        self.press("save", save_draft, by=self.student, entry=self.entry, base_number=number, content=chosen)

    @rule(key=st.integers(0, 2), fresh=st.booleans())
    def submit(self, key, fresh):
        number = self.entry.draft.__class__.objects.get(entry=self.entry).draft_number
        chosen = uuid.uuid4() if fresh else self.keys[key]
        self.press("submit", submit_entry, by=self.student, entry=self.entry, key=chosen, draft_number=number)

    @rule()
    def recall(self):
        self.press("recall", recall_entry, by=self.student, entry=self.entry)

    @rule(who=st.integers(0, 1))
    def open(self, who):
        self.press("open_review", open_review, by=self.reviewers[who], entry=self.entry)

    @rule(who=st.integers(0, 1))
    def let_go(self, who):
        for review in Review.objects.filter(entry=self.entry):
            self.press("release_unread", release_unread, by=self.reviewers[who], review=review)

    @rule(who=st.integers(0, 1), text=st.sampled_from(["", "Uma nota."]))
    def draft_review(self, who, text):
        for review in Review.objects.filter(entry=self.entry):
            self.press(
                "save", save_review_draft, by=self.reviewers[who], review=review, base_number=review.draft_number,
                content=ReviewContent(text),
            )  # fmt: skip

    @rule(who=st.integers(0, 1), name=st.sampled_from(list(RELEASES)), said=st.sampled_from([ASKED, ReviewContent()]))
    def release(self, who, name, said):
        for review in Review.objects.filter(entry=self.entry):
            self.press(
                name, RELEASES[name], by=self.reviewers[who], review=review, key=self.keys[who],
                base_number=review.draft_number, content=said,
            )  # fmt: skip

    @invariant()
    def i1_versions_never_change(self):
        for version in EntryVersion.objects.filter(entry=self.entry):
            assert hashlib.sha256(version.text.encode()).hexdigest() == version.sha256
            assert self.hashes.setdefault(version.pk, version.sha256) == version.sha256

    @invariant()
    def i2_one_open_review_at_most(self):
        assert Review.objects.open().filter(entry=self.entry).count() <= 1
        assert Review.objects.open().filter(entry=self.entry).exists() == (self.state() == EntryState.IN_REVIEW)

    @invariant()
    def i3_student_sees_released_reviews_only(self):
        seen = Review.objects.visible_to(self.student)
        assert all(review.released_at and review.decision for review in seen)

    @invariant()
    def i4_accepted_means_the_last_review_accepts(self):
        if self.state() == EntryState.ACCEPTED:
            assert Review.objects.released().latest("released_at").decision == "accept"

    @invariant()
    def i6_log_rebuilds_the_state(self):
        assert rebuild_state(self.entry) == self.state()

    @invariant()
    def i7_one_notice_a_transition(self):
        told = Counter(Notification.objects.values_list("person", "event"))
        tutor = self.reviewers[0].pk
        recalled = EntryVersion.objects.filter(recalled_at__isnull=False)
        assert told[(tutor, "entry_submitted")] == EntryVersion.objects.count()
        assert told[(tutor, "entry_recalled")] == recalled.count()
        assert told.total() == EntryVersion.objects.count() + recalled.count() + Review.objects.released().count()


@pytest.mark.django_db
def test_every_order_of_presses_keeps_the_invariants(enrolment, tutor, coordinator, parts):
    Portfolio.cast = {"enrolment": enrolment, "tutor": tutor, "coordinator": coordinator, "prompt": parts.reflection}
    rules = settings(
        max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Portfolio, settings=rules)
