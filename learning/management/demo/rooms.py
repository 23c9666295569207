"""What the forums live by beside their topics: answers that helped, reactions, tags, and a board of the whole site."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from random import Random

from forums.actions import (
    TopicExtras,
    accept_answer,
    open_site_board,
    pin_topic,
    react,
    start_topic,
    tag_topic,
    write_post,
)
from forums.enums import BoardKind, ReactionKind
from forums.models import Board, BoardMember, Post, Reaction, Topic
from home.accounts.models import User
from learning.courses.models import DiscussionPage
from learning.management.demo.clock import FORUMS, PUBLISHING, Clock, Scope
from learning.management.demo.reading import read
from learning.management.demo.story import Step
from learning.management.demo.world import World

ROOMS: Scope = ((Board, "created_at"), *FORUMS)
REACTED: Scope = ((Reaction, "created_at"),)
TAGGED_DAYS_AGO, ASKED_DAYS_AGO = 2.2, 0.1
ANSWER_HELPED = timedelta(hours=5)
# How many react to a post, most often one or nobody.
REACTIONS = (0, 0, 1, 1, 2, 3)


def enliven(world: World, clock: Clock) -> None:
    """Each step happened at its moment, as in the story."""
    for step in sorted(_steps(world, clock), key=lambda step: step.moment):
        with clock.at(step.moment, step.scope):
            step.act()
    _react_to_what_was_there(world, clock)


def _steps(world: World, clock: Clock) -> Iterator[Step]:
    content = read("rooms")
    room = SiteRoom(content["site_board"], world, clock)
    yield from room.steps()
    yield from _answers_that_helped(world)
    yield Step(clock.days_ago(TAGGED_DAYS_AGO), FORUMS, partial(_tag, content["tags"]))
    yield Step(clock.days_ago(ASKED_DAYS_AGO), PUBLISHING, partial(_ask_for_numbers, world, content["asks"]))


def _answers_that_helped(world: World) -> Iterator[Step]:
    """On boards of questions: who asked says which answer helped her, some hours after the last one."""
    numbers = {row["title"]: row["answer"] for row in read("topics")["topics"] if "answer" in row}
    topics = Topic.objects.filter(subject__in=numbers, board__kind=BoardKind.QUESTIONS)
    for topic in topics.select_related("author").order_by("pk"):
        post = topic.posts.get(number=numbers[topic.subject])
        act = partial(accept_answer, by=topic.author, post=post, accepted=True)
        yield Step(topic.last_post_at + ANSWER_HELPED, FORUMS, act)


def _tag(labels: dict[str, list[str]]) -> None:
    for topic in Topic.objects.filter(subject__in=labels).select_related("author").order_by("pk"):
        tag_topic(by=topic.author, topic=topic, labels=labels[topic.subject])


def _ask_for_numbers(world: World, asks: dict[str, dict]) -> None:
    """The editor lets a discussion ask for so many conversations and answers; what is done stays done."""
    for slug, numbers in asks.items():
        page = DiscussionPage.objects.get(pk=world.items[slug])
        page.required_topics, page.required_replies = numbers["topics"], numbers["replies"]
        page.save_revision(user=world.people["vera"]).publish()


def _react_to_what_was_there(world: World, clock: Clock) -> None:
    """Thanks to tutors and coordinators; of colleagues' posts most say "I have lived this too"."""
    students = {enrolment.student_id for enrolment in world.enrolments.values()}
    topics = Topic.objects.filter(board__for_everyone=False).select_related("board").order_by("pk")
    for topic in topics:
        members = BoardMember.objects.filter(board=topic.board, person__in=students)
        readers = list(User.objects.filter(pk__in=members.values("person")).order_by("email"))
        with clock.at(topic.last_post_at, REACTED):
            for post in topic.posts.order_by("number"):
                _react(post, readers, students, Random(f"reactions {topic.subject} {post.number}"))


def _react(post: Post, readers: list[User], students: set[int], chance: Random) -> None:
    for reader in chance.sample(readers, min(chance.choice(REACTIONS), len(readers))):
        lived = post.author_id in students and chance.random() < 0.7
        react(by=reader, post=post, kind=ReactionKind.LIVED if lived else ReactionKind.THANKS, on=True)


class SiteRoom:
    """The board of the whole site, with its topics."""

    def __init__(self, content: dict, world: World, clock: Clock) -> None:
        self.content, self.world, self.clock = content, world, clock
        self.board: Board
        self.topics: dict[str, Topic] = {}

    def steps(self) -> Iterator[Step]:
        yield Step(self.clock.days_ago(self.content["opened_days_ago"]), ROOMS, self._open)
        for row in self.content["topics"]:
            for number, post in enumerate(row["posts"]):
                act = partial(self._start if number == 0 else self._answer, row, post)
                yield Step(self.clock.days_ago(post["days_ago"]), ROOMS, act)

    def _open(self) -> None:
        self.board = open_site_board(
            by=self.world.people[self.content["opened_by"]],
            title=self.content["title"],
            description=self.content["description"],
            kind=BoardKind.DISCUSSION,
        )

    def _start(self, row: dict, post: dict) -> None:
        topic = start_topic(
            by=self.world.people[post["author"]],
            board=self.board,
            subject=row["title"],
            html=self._named(post["text"]),
            key=uuid.uuid4(),
            extras=TopicExtras(tags=row["tags"]),
        )
        self.topics[row["title"]] = topic
        if row.get("pinned"):
            pin_topic(by=self.world.people[post["author"]], topic=topic, pinned=True)
        self._react(topic.posts.get(), post)

    def _answer(self, row: dict, post: dict) -> None:
        author, topic = self.world.people[post["author"]], self.topics[row["title"]]
        answer = write_post(by=author, topic_id=topic.pk, html=self._named(post["text"]), key=uuid.uuid4())
        self._react(answer, post)

    def _react(self, post: Post, row: dict) -> None:
        for kind in (ReactionKind.THANKS, ReactionKind.LIVED):
            for key in row.get(str(kind), []):
                react(by=self.world.people[key], post=post, kind=kind, on=True)

    def _named(self, text: str) -> str:
        return re.sub(r"@\{([\w-]+)\}", lambda found: f"@{self.world.people[found[1]].name}", text)
