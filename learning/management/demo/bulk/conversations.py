"""Topics with their posts, who follows them, and what followers were told."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.urls import reverse

from forums.actions import searchable
from forums.models import FollowerNotice, Post, ReadMark, Subscription, Topic
from home.accounts.models import User
from home.richtext import clean_html, count_words
from learning.enrolment.models import OfferingBoard
from learning.management.demo.bulk.marks import Marks
from learning.management.demo.bulk.rows import History, create, set_times
from learning.management.demo.plan import PostPlan, TopicPlan
from learning.management.demo.world import World

clean, words_of = lru_cache(maxsize=1000)(clean_html), lru_cache(maxsize=1000)(searchable)
count_of = lru_cache(maxsize=1000)(count_words)


def write_topics(plans: Sequence[TopicPlan], world: World, history: History, marks: Marks) -> None:
    talks = [Talk(plan, world) for plan in plans]
    create(Topic, [talk.topic for talk in talks])
    # A post may quote an earlier one: all first posts, then all second ones, and so on.
    for number in range(max((len(talk.plans) for talk in talks), default=0)):
        create(Post, [talk.add_post(number) for talk in talks if number < len(talk.plans)])
    followers = [pair for talk in talks for pair in talk.followers()]
    create(Subscription, [row for row, _moment in followers])
    set_times(Subscription, "created_at", [(row.pk, moment) for row, moment in followers])
    create(ReadMark, [row for talk in talks for row in talk.read_marks()])
    for talk in talks:
        talk.tell(history)
        talk.mark(marks)
    create(FollowerNotice, [notice for talk in talks for notice in talk.told.values()])


class Talk:
    def __init__(self, plan: TopicPlan, world: World) -> None:
        self.plan, self.world = plan, world
        self.plans = sorted(plan.posts, key=lambda post: post.written_at)
        self.link: OfferingBoard = world.board_of(plan)
        self.posts: list[Post] = []
        # What each follower was told last.
        self.told: dict[int, FollowerNotice] = {}
        self.topic = Topic(
            board=self.link.board,
            subject=plan.subject,
            author=world.people[self.plans[0].author],
            created_at=self.plans[0].written_at,
            last_post_at=self.plans[-1].written_at,
            last_number=len(self.plans),
            is_pinned=plan.is_pinned,
            is_answered=len({post.author for post in plan.posts}) > 1,
        )

    def add_post(self, number: int) -> Post:
        plan = self.plans[number]
        post = Post(
            topic=self.topic,
            number=number + 1,
            author=self.world.people[plan.author],
            html=clean(plan.html),
            search_text=words_of(self.plan.subject, number + 1, clean(plan.html)),
            word_count=count_of(clean(plan.html)),
            in_reply_to=self.posts[plan.quotes - 1] if plan.quotes else None,
            key=uuid.uuid4(),
            created_at=plan.written_at,
        )
        self.posts.append(post)
        return post

    def followers(self) -> list[tuple[Subscription, datetime]]:
        """Whoever writes follows, from her first post on."""
        first: dict[str, PostPlan] = {}
        for plan in self.plans:
            first.setdefault(plan.author, plan)
        return [
            (Subscription(topic=self.topic, person=self.world.people[author]), plan.written_at)
            for author, plan in first.items()
        ]

    def read_marks(self) -> list[ReadMark]:
        last = {post.author_id: post.number for post in self.posts}
        written = Counter(post.author_id for post in self.posts)
        return [
            ReadMark(topic=self.topic, person_id=person, number=number, written=written[person])
            for person, number in last.items()
        ]

    def tell(self, history: History) -> None:
        if self.plan.is_pinned:
            history.log(self.topic, "forums.topic_pin", self.topic.author, self.topic.created_at, on=True)
        followers: dict[int, User] = {}
        for post in self.posts:
            for person in followers.values():
                if person.pk != post.author_id:
                    self._tell_of(history, post, person)
            followers[post.author_id] = post.author

    def _tell_of(self, history: History, post: Post, person: User) -> None:
        self.told[person.pk] = FollowerNotice(
            topic=self.topic, person=person, told_at=post.created_at, told_number=post.number
        )
        history.tell(
            "post_written",
            person,
            post.created_at,
            post,
            key=f"post-{post.pk}",
            url=f"{reverse('forums:topic', args=[self.topic.pk])}?ir={post.number}",
            author=post.author.name,
            subject=self.topic.subject,
        )

    def mark(self, marks: Marks) -> None:
        """A post on a discussion's board does that discussion."""
        if not self.plan.discussion:
            return
        for plan in self.plans:
            if plan.author in self.world.enrolments:
                enrolment = self.world.enrolments[plan.author]
                if enrolment.offering_id == self.link.offering_id:
                    marks.add(enrolment, self.link.discussion_id, plan.written_at)
