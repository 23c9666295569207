"""Lives a plan: everything that people did, in the order of time, each by the action that does it on the site."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from forums.actions import pin_topic, start_topic, write_post
from forums.models import Post, Topic
from forums.tasks import tell_followers
from home.queue.registry import hold_tasks
from learning.desk.actions import withdraw_and_close
from learning.enrolment.actions import complete_enrolment, enrol_student
from learning.management.demo.clock import ENROLMENT, FORUMS, PORTFOLIO, PROGRESS, REVIEWS, VISIT, Clock, Scope
from learning.management.demo.comments import passage_for, requests_of
from learning.management.demo.plan import EntryPlan, Plan, PostPlan, ReviewPlan, StudentPlan, TopicPlan, VersionPlan
from learning.management.demo.world import World
from learning.portfolio.actions import DraftContent, save_draft, start_entry, submit_entry
from learning.portfolio.enums import Intent
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.queries import dates_for
from learning.progress.actions import complete_item, note_visit
from learning.reviews.actions import (
    Passage,
    Remark,
    ReviewContent,
    accept_entry,
    annotate,
    comment_entry,
    mark_reviews_seen,
    open_review,
    return_entry,
    save_review_draft,
)
from learning.reviews.enums import NoteKind
from learning.reviews.models import Review

RELEASES = {"accept": accept_entry, "return": return_entry, "comment": comment_entry}
# What a task would do for an action. Mails wait in the outbox until the loading settles them.
FOLLOW_UPS: dict[str, Callable] = {"forums.tell_followers": tell_followers}


@dataclass(frozen=True)
class Step:
    moment: datetime
    scope: Scope
    act: Callable[[], object]


def live(plan: Plan, world: World, clock: Clock) -> Iterator[Step]:
    """Takes the plan's steps one by one and yields each when it is done."""
    steps = sorted(steps_of(plan, world), key=lambda step: step.moment)
    with hold_tasks() as held:
        for step in steps:
            with clock.at(step.moment, step.scope):
                step.act()
                for name, *arguments in held:
                    FOLLOW_UPS.get(name, _leave)(*arguments)
                held.clear()
            yield step


def steps_of(plan: Plan, world: World) -> Iterator[Step]:
    for student in plan.students:
        yield from StudentStory(student, world).steps()
    for topic in plan.topics:
        yield from TopicStory(topic, world).steps()


def _leave(*arguments) -> None:
    """Drains of the outbox, pictures: the loading sees to them."""


@dataclass
class StudentStory:
    plan: StudentPlan
    world: World

    def steps(self) -> Iterator[Step]:
        plan = self.plan
        yield Step(plan.enrolled_at, ENROLMENT, self._enrol)
        for slug, moment in plan.reads:
            yield Step(moment, PROGRESS, lambda slug=slug: self._read(slug))
        for entry in plan.entries:
            yield from EntryStory(entry, self).steps()
        if plan.last_visit_at:
            yield Step(plan.last_visit_at, VISIT, self._visit)
        if plan.withdrawn_at:
            yield Step(plan.withdrawn_at, ENROLMENT, self._withdraw)
        if plan.completed_at:
            yield Step(plan.completed_at, ENROLMENT, self._complete)

    @property
    def person(self):
        return self.world.people[self.plan.person]

    @property
    def enrolment(self):
        return self.world.enrolments[self.plan.person]

    @property
    def coordinator(self):
        return self.world.coordinators[self.world.group_plans[self.plan.group].offering]

    def _enrol(self) -> None:
        group = self.world.groups[self.plan.group]
        self.world.enrolments[self.plan.person] = enrol_student(
            by=self.coordinator, offering=group.offering, student=self.person, tutoring_group=group
        )

    def _read(self, slug: str) -> None:
        complete_item(by=self.person, enrolment=self.enrolment, item_id=self.world.items[slug])

    def _visit(self) -> None:
        if self.plan.reads:
            note_visit(enrolment_id=self.enrolment.pk, item_id=self.world.items[self.plan.reads[-1][0]])

    def _withdraw(self) -> None:
        withdraw_and_close(by=self.coordinator, enrolment=self.enrolment)

    def _complete(self) -> None:
        complete_enrolment(by=self.coordinator, enrolment=self.enrolment)


class EntryStory:
    """One entry from its first word on. `number` is its draft's."""

    def __init__(self, plan: EntryPlan, student: StudentStory) -> None:
        self.plan, self.student = plan, student
        self.number = 0
        self.entry: PortfolioEntry
        self.reading: Review

    def steps(self) -> Iterator[Step]:
        yield Step(self.plan.started_at, PORTFOLIO, self._start)
        for version in self.plan.versions:
            yield Step(version.sent_at, PORTFOLIO, lambda version=version: self._send(version))
            if version.review:
                yield from self._review_steps(version.review)
        if self.plan.draft:
            yield Step(self.plan.draft.saved_at, PORTFOLIO, self._leave_draft)

    def _review_steps(self, review: ReviewPlan) -> Iterator[Step]:
        yield Step(review.opened_at, REVIEWS, lambda: self._open(review))
        if review.released_at:
            yield Step(review.released_at, REVIEWS, lambda: self._release(review))
        if review.seen_at:
            yield Step(review.seen_at, VISIT, self._see)

    def _start(self) -> None:
        prompt = self.student.world.prompts[self.plan.prompt]
        self.entry = start_entry(by=self.student.person, enrolment=self.student.enrolment, prompt=prompt)

    def _save(self, content: DraftContent) -> None:
        saved = save_draft(by=self.student.person, entry=self.entry, base_number=self.number, content=content)
        self.number = saved.number

    def _leave_draft(self) -> None:
        self._save(DraftContent(self.plan.draft.text, Intent.FINAL))

    def _send(self, plan: VersionPlan) -> None:
        self._save(_draft_content(plan))
        version = submit_entry(by=self.student.person, entry=self.entry, key=uuid.uuid4(), draft_number=self.number)
        # The action judged the deadline by today's date.
        late = dates_for(self.student.enrolment, self.entry.prompt).is_late(plan.sent_at)
        EntryVersion.objects.filter(pk=version.pk).update(is_late=late)

    def _open(self, plan: ReviewPlan) -> None:
        tutor = self.student.world.tutor_of(self.student.plan.group)
        self.reading = open_review(by=tutor, entry=self.entry)
        if plan.released_at is None and plan.overall:
            save_review_draft(by=tutor, review=self.reading, base_number=0, content=ReviewContent(plan.overall))

    def _release(self, plan: ReviewPlan) -> None:
        request = self._comment(plan)
        suggested_on = (plan.released_at + timedelta(days=10)).date() if plan.decision == "return" else None
        RELEASES[plan.decision](
            by=self.reading.reviewer,
            review=self.reading,
            key=uuid.uuid4(),
            base_number=self.reading.draft_number,
            content=ReviewContent(plan.overall, request, None, suggested_on, plan.judgement),
        )

    def _comment(self, plan: ReviewPlan) -> str:
        """Asks beside a sentence what the plan has for it; returns what is asked below."""
        below, beside = requests_of(plan)
        if beside:
            passage, remark = (
                Passage(*passage_for(beside, self.reading.version.text)),
                Remark(NoteKind.QUESTION, beside),
            )
            annotate(by=self.reading.reviewer, review=self.reading, key=uuid.uuid4(), passage=passage, remark=remark)
        return below

    def _see(self) -> None:
        mark_reviews_seen(by=self.student.person, entry_id=self.entry.pk)


def _draft_content(plan: VersionPlan) -> DraftContent:
    return DraftContent(plan.text, plan.intent, plan.accept_as_final, True, plan.self_assessment)


class TopicStory:
    def __init__(self, plan: TopicPlan, world: World) -> None:
        self.plan, self.world = plan, world
        self.topic: Topic
        self.posts: list[Post] = []

    def steps(self) -> Iterator[Step]:
        first, *answers = sorted(self.plan.posts, key=lambda post: post.written_at)
        yield Step(first.written_at, FORUMS, lambda: self._start(first))
        for post in answers:
            yield Step(post.written_at, FORUMS, lambda post=post: self._answer(post))

    def _start(self, plan: PostPlan) -> None:
        board = self.world.board_of(self.plan).board
        author = self.world.people[plan.author]
        self.topic = start_topic(by=author, board=board, subject=self.plan.subject, html=plan.html, key=uuid.uuid4())
        self.posts = [self.topic.posts.get()]
        if self.plan.is_pinned:
            pin_topic(by=author, topic=self.topic, pinned=True)

    def _answer(self, plan: PostPlan) -> None:
        quoted = self.posts[plan.quotes - 1] if plan.quotes else None
        author = self.world.people[plan.author]
        answer = write_post(by=author, topic_id=self.topic.pk, html=plan.html, key=uuid.uuid4(), in_reply_to=quoted)
        self.posts.append(answer)
