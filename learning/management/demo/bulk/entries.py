"""Portfolio entries with their drafts, versions and reviews."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from django.urls import reverse

from home.accounts.models import User
from home.richtext import clean_html, count_words
from learning.enrolment.models import Enrolment
from learning.management.demo.bulk.marks import Marks
from learning.management.demo.bulk.rows import History, create
from learning.management.demo.comments import passage_for, requests_of
from learning.management.demo.plan import EntryPlan, ReviewPlan, StudentPlan, VersionPlan
from learning.management.demo.world import World
from learning.portfolio.dates import Dates, resolve
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from learning.portfolio.queries import days_of
from learning.portfolio.transitions import TRANSITIONS, target_of
from learning.reviews.actions import results_of
from learning.reviews.anchors import Anchor, find_anchor, make_anchor, text_content
from learning.reviews.enums import NoteKind
from learning.reviews.models import Annotation, AnnotationPlace, Review

EVENTS = {"return": "entry_returned", "comment": "entry_commented", "accept": "entry_accepted"}
clean = lru_cache(maxsize=1000)(clean_html)
words_in = lru_cache(maxsize=1000)(count_words)


def write_entries(plans: Sequence[StudentPlan], world: World, history: History, marks: Marks) -> None:
    lives = [EntryLife(entry, plan, world) for plan in plans for entry in plan.entries]
    create(PortfolioEntry, [life.entry for life in lives])
    create(EntryDraft, [life.draft for life in lives])
    create(EntryVersion, [version for life in lives for version in life.versions])
    create(Review, [review for life in lives for review in life.reviews])
    create(Annotation, [note for life in lives for note in life.notes])
    create(AnnotationPlace, [place for life in lives for place in life.places])
    for life in lives:
        life.tell(history)
        if life.entry.accepted_at:
            marks.add(life.enrolment, life.entry.prompt_id, life.entry.accepted_at)


@dataclass
class EntryLife:
    """An entry as its plan leaves it; `steps` are the transitions on the way, as the log tells them."""

    plan: EntryPlan
    student: StudentPlan
    world: World
    versions: list[EntryVersion] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    notes: list[Annotation] = field(default_factory=list)
    places: list[AnnotationPlace] = field(default_factory=list)
    steps: list[tuple] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entry = PortfolioEntry(
            enrolment=self.enrolment,
            prompt=self.world.prompts[self.plan.prompt],
            state=EntryState.NOT_STARTED,
            started_at=self.plan.started_at,
        )
        self.draft = EntryDraft(entry=self.entry, saved_at=self.plan.started_at)
        self._move("start", self.person, self.plan.started_at)
        for version in self.plan.versions:
            self._send(version)
            if version.review:
                self._read(version.review)
        if self.plan.draft:
            self._save(self.plan.draft.text, Intent.FINAL, self.plan.draft.saved_at)
            self.draft.self_assessment = {}

    @property
    def enrolment(self) -> Enrolment:
        return self.world.enrolments[self.student.person]

    @property
    def person(self) -> User:
        return self.world.people[self.student.person]

    @property
    def dates(self) -> Dates:
        return resolve(self.enrolment.offering.starts_on, days_of(self.entry.prompt), (None,))

    @cached_property
    def tutor(self) -> User:
        return self.world.tutor_of(self.student.group)

    def tell(self, history: History) -> None:
        """When the rows have their ids."""
        for name, by, moment, before, after, data in self.steps:
            states = {"from": str(before), "to": str(after)}
            history.log(self.entry, TRANSITIONS[name].action, by, moment, **states, **data)
        for version in self.versions:
            self._tell_tutor(history, version)
        for review in self.reviews:
            if review.released_at:
                self._tell_student(history, review)

    def _move(self, name: str, by: User, moment: datetime, **data) -> None:
        before = self.entry.state
        self.entry.state = target_of(name, before)
        self.steps.append((name, by, moment, before, self.entry.state, data))

    def _save(self, text: str, intent: str, moment: datetime, accept_as_final: bool = False) -> None:
        """What is sent takes the draft's acknowledgement with it, and what is only kept has none yet."""
        self.draft.text, self.draft.intent, self.draft.accept_as_final = clean(text), intent, accept_as_final
        self.draft.saved_at = moment
        self.draft.draft_number += 1

    def _send(self, plan: VersionPlan) -> None:
        self._save(plan.text, plan.intent, plan.sent_at, plan.accept_as_final)
        self.draft.self_assessment = plan.self_assessment
        number = len(self.versions) + 1
        self.versions.append(
            EntryVersion(
                entry=self.entry,
                author=self.person,
                key=uuid.uuid4(),
                number=number,
                text=self.draft.text,
                word_count=words_in(self.draft.text),
                sha256=hashlib.sha256(self.draft.text.encode()).hexdigest(),
                intent=plan.intent,
                accept_as_final=plan.accept_as_final,
                is_late=self.dates.is_late(plan.sent_at),
                submitted_at=plan.sent_at,
                rubric_version=self.world.rubric_version_of(self.plan.prompt),
                self_assessment=plan.self_assessment,
            )
        )
        self._move("submit", self.person, plan.sent_at, version=number)
        self.entry.waiting_since, self.entry.returned_at = plan.sent_at, None

    def _read(self, plan: ReviewPlan) -> None:
        version = self.versions[-1]
        review = Review(
            entry=self.entry,
            version=version,
            reviewer=self.tutor,
            overall=plan.overall,
            opened_at=plan.opened_at,
            renewed_at=plan.opened_at,
        )
        self.reviews.append(review)
        self._place_notes(version)
        self._move("open_review", self.tutor, plan.opened_at, version=version.number)
        if plan.released_at:
            self._release(review, plan)
        elif plan.overall:
            review.draft_number, review.saved_at = 1, plan.opened_at

    def _release(self, review: Review, plan: ReviewPlan) -> None:
        review.decision, review.released_at, review.seen_at = plan.decision, plan.released_at, plan.seen_at
        review.request, review.waiting_since = self._comment(review, plan), self.entry.waiting_since
        for name, value in results_of(review, self.entry.prompt, plan.judgement, None).items():
            setattr(review, name, value)
        self._move(plan.decision, self.tutor, plan.released_at, version=review.version.number)
        self.entry.waiting_since = None
        if plan.decision == "accept":
            self.entry.accepted_at, self.entry.suggested_on = plan.released_at, None
            return
        self.entry.returned_at = plan.released_at
        if plan.decision == "return":
            self.entry.round += 1
            review.suggested_on = self.entry.suggested_on = (plan.released_at + timedelta(days=10)).date()

    def _comment(self, review: Review, plan: ReviewPlan) -> str:
        below, beside = requests_of(plan)
        if beside:
            anchor = make_anchor(text_content(review.version.text), *passage_for(beside, review.version.text))
            note = Annotation(review=review, key=uuid.uuid4(), **vars(anchor), kind=NoteKind.QUESTION, text=beside)
            note.written_at = plan.released_at
            self.notes.append(note)
        return below

    def _place_notes(self, version: EntryVersion) -> None:
        """A later reading finds the open ones again."""
        text = text_content(version.text)
        for note in self.notes:
            anchor = Anchor(note.start, note.end, note.exact, note.prefix, note.suffix)
            start, end = find_anchor(text, anchor) or (None, None)
            self.places.append(AnnotationPlace(annotation=note, version=version, start=start, end=end))

    def _tell_tutor(self, history: History, version: EntryVersion) -> None:
        history.tell(
            "entry_submitted",
            self.tutor,
            version.submitted_at,
            version,
            key=str(version.public_id),
            url=reverse("learning:review", args=[self.entry.public_id]),
            student=self.person.name,
            prompt=self.entry.prompt.title,
        )

    def _tell_student(self, history: History, review: Review) -> None:
        history.tell(
            EVENTS[review.decision],
            self.person,
            review.released_at,
            review,
            key=f"review:{review.pk}",
            url=reverse("learning:entry", args=[self.world.course.slug, self.entry.prompt_id]),
            prompt=self.entry.prompt.title,
        )
