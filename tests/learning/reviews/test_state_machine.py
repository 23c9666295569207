"""Whatever students and reviewers press, in whatever order, the invariants of the portfolio hold."""

import datetime
import hashlib
import uuid
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from home.notifications.models import Notification
from home.notifications.registry import get_event
from learning.portfolio.actions import (
    AlreadyDecided,
    Asking,
    DraftConflict,
    EntryLocked,
    EntryRefused,
    ask_extension,
    close_entry,
    exempt_entry,
    extend_deadline,
    recall_entry,
    revive_entry,
    save_draft,
    start_entry,
    submit_entry,
)
from learning.portfolio.clock import waited_before
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.queries import rebuild_state
from learning.portfolio.transitions import allowed, target_of
from learning.progress.models import ItemProgress
from learning.reviews.actions import (
    ReviewClosed,
    ReviewConflict,
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
    save_review_draft,
)
from learning.reviews.models import Review, SecondReading
from tests.examples import some_of
from tests.factories.home import upload_of
from tests.factories.portfolio import ASKED, content

RELEASES = {"return": return_entry, "comment": comment_entry, "accept": accept_entry}
REFUSALS = (
    EntryLocked, EntryRefused, DraftConflict, ReviewClosed, ReviewConflict, ReviewRefused, ReviewTaken, AlreadyDecided,
)  # fmt: skip
REASONS = st.sampled_from(["Uma razão por extenso.", "não"])


class Portfolio(RuleBasedStateMachine):
    cast: dict

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.enrolment = self.cast["enrolment"]
        self.student = self.enrolment.student
        self.reviewers = [self.cast["tutor"], self.cast["coordinator"], self.cast["other_tutor"]]
        self.document = self.cast["document"]
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
        stored = PortfolioEntry.objects.get(pk=self.entry.pk).closed_from
        before, logged = self.state(), Counter(Notification.objects.values_list("event"))
        told = Counter(Notification.objects.values_list("person", flat=True))
        try:
            with transaction.atomic():
                action(**arguments)
        except REFUSALS:
            assert self.state() == before
            assert Counter(Notification.objects.values_list("event")) == logged
        else:
            after = self.state()
            assert after == before or (allowed(name, before) and after == target_of(name, before, stored))
            # I7: nobody hears twice of one press.
            assert max((Counter(Notification.objects.values_list("person", flat=True)) - told).values(), default=0) <= 1

    @initialize(stage=st.sampled_from(["draft", "sent", "read", "return", "accept"]))
    def begin(self, stage):
        """Chance alone seldom comes as far as an acceptance."""
        if stage == "draft":
            return
        written = content("<p>Um texto</p>", Intent.FINAL)
        save_draft(by=self.student, entry=self.entry, base_number=0, content=written)
        submit_entry(by=self.student, entry=self.entry, key=uuid.uuid4(), draft_number=1)
        if stage == "sent":
            return
        review = open_review(by=self.reviewers[0], entry=self.entry)
        if stage in RELEASES:
            RELEASES[stage](by=self.reviewers[0], review=review, key=uuid.uuid4(), base_number=0, content=ASKED)

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

    @rule(who=st.integers(0, 1), reason=REASONS)
    def reopen(self, who, reason):
        self.press("reopen", reopen_entry, by=self.reviewers[who], entry=self.entry, reason=reason)

    @rule(reason=REASONS)
    def ask_second(self, reason):
        self.press("request_second_reading", request_second_reading, by=self.student, entry=self.entry, reason=reason)

    @rule(reader=st.integers(0, 2))
    def reassign(self, reader):
        how = {"by": self.reviewers[1], "reader": self.reviewers[reader]}
        self.press("reassign", reassign_entry, entry=self.entry, **how)

    @rule(days=st.integers(0, 9), asked=st.booleans())
    def more_time(self, days, asked):
        day = self.enrolment.offering.starts_on + datetime.timedelta(days=21 + days)
        about = {"enrolment": self.enrolment, "prompt": self.entry.prompt}
        if asked:
            asking = Asking("shift", "", day)
            self.press("extend_deadline", ask_extension, by=self.student, asking=asking, key=uuid.uuid4(), **about)
        else:
            self.press("extend_deadline", extend_deadline, by=self.reviewers[0], reason="leave", day=day, **about)

    @rule(reason=REASONS)
    def exempt(self, reason):
        about = {"enrolment": self.enrolment, "prompt": self.entry.prompt, "document": self.document}
        self.press("exempt", exempt_entry, by=self.reviewers[1], reason=reason, **about)

    @rule(days=st.one_of(st.none(), st.integers(-1, 1)))
    def close(self, days):
        day = None if days is None else timezone.localdate() + datetime.timedelta(days=days)
        self.press("close", close_entry, by=None, entry=self.entry, closes_on=day)

    @rule()
    def revive(self):
        self.press("revive", revive_entry, by=self.reviewers[1], entry=self.entry)

    @rule(who=st.integers(0, 2))
    def open(self, who):
        self.press("open_review", open_review, by=self.reviewers[who], entry=self.entry)

    @rule(who=st.integers(0, 2))
    def let_go(self, who):
        for review in Review.objects.filter(entry=self.entry):
            self.press("release_unread", release_unread, by=self.reviewers[who], review=review)

    @rule(who=st.integers(0, 2), text=st.sampled_from(["", "Uma nota."]))
    def draft_review(self, who, text):
        for review in Review.objects.filter(entry=self.entry):
            self.press(
                "save", save_review_draft, by=self.reviewers[who], review=review, base_number=review.draft_number,
                content=ReviewContent(text),
            )  # fmt: skip

    @rule(who=st.integers(0, 2), name=st.sampled_from(list(RELEASES)), said=st.sampled_from([ASKED, ReviewContent()]))
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
        entry = PortfolioEntry.objects.get(pk=self.entry.pk)
        is_read = EntryState.IN_REVIEW in (entry.state, entry.closed_from) and not entry.awaits_reader
        assert Review.objects.open().filter(entry=self.entry).exists() == is_read

    @invariant()
    def i3_student_sees_released_reviews_only(self):
        seen = Review.objects.visible_to(self.student)
        assert all(review.released_at and review.decision for review in seen)

    @invariant()
    def i4_accepted_means_the_last_review_accepts(self):
        if self.state() == EntryState.ACCEPTED:
            assert Review.objects.released().latest("released_at").decision == "accept"

    @invariant()
    def done_means_accepted_or_exempted(self):
        """Also while a second reading looks at what was accepted."""
        entry = PortfolioEntry.objects.get(pk=self.entry.pk)
        counts = entry.state == EntryState.EXEMPTED or entry.accepted_at is not None
        assert ItemProgress.objects.filter(enrolment=self.enrolment).exists() == counts

    @invariant()
    def i5_the_clock_runs_while_somebody_waits(self):
        entry = PortfolioEntry.objects.get(pk=self.entry.pk)
        waits = {EntryState.SUBMITTED, EntryState.IN_REVIEW} & {entry.state, entry.closed_from}
        assert (entry.waiting_since is not None) == bool(waits)
        version = entry.versions.standing().last()
        if waits and not SecondReading.objects.under_way().filter(entry=entry).exists():
            spans = list(entry.versions.filter(number__lt=version.number).values_list("submitted_at", "recalled_at"))
            assert entry.waiting_since == version.submitted_at - waited_before(spans)

    @invariant()
    def i6_log_rebuilds_the_state(self):
        assert rebuild_state(self.entry) == self.state()

    @invariant()
    def i7_what_is_told_is_told_once(self):
        told = Counter(Notification.objects.values_list("event", flat=True))
        assert all(get_event(event) for event in told)
        recalled = EntryVersion.objects.filter(recalled_at__isnull=False)
        assert (told["entry_submitted"], told["entry_recalled"]) == (EntryVersion.objects.count(), recalled.count())
        released = told["entry_returned"] + told["entry_commented"] + told["entry_accepted"]
        assert released == Review.objects.released().count()


@pytest.mark.django_db
@pytest.mark.examples
def test_every_order_of_presses_keeps_the_invariants(enrolment, tutor, coordinator, other_tutor, parts):
    people = {"tutor": tutor, "coordinator": coordinator, "other_tutor": other_tutor}
    document = upload_of(coordinator)
    Portfolio.cast = {"enrolment": enrolment, "prompt": parts.reflection, "document": document, **people}
    rules = settings(
        max_examples=some_of(14),
        stateful_step_count=16,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        # Shrinking takes minutes, and so few steps can be read as they are.
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Portfolio, settings=rules)
