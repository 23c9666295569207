"""Topics that go to another board, come apart, or are joined. Each leaves a trace; numbers stay dense."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from forums.actions.counts import count_in_topic
from forums.actions.tags import searchable, tags_of
from forums.enums import TraceKind
from forums.models import Board, Post, ReadMark, Topic, TopicTrace
from forums.ports import host
from forums.subjects import subject_after
from home.accounts.models import User


class NothingToSplit(Exception):
    """None of the numbers is a standing post behind the first one."""


class CannotMerge(Exception):
    """A topic is not joined to itself, nor to one that is joined to another."""


@transaction.atomic
def move_topic(*, by: User, topic: Topic, board: Board) -> None:
    """Takes a topic to another board, with all that hangs on it. A repeat does nothing."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if topic.board_id == board.pk:
        return
    before, topic.board = topic.board_id, board
    topic.save(update_fields=["board"])
    topic.held_posts.update(board=board)
    host().posts_gone(before, _authors_in(topic))
    _trace(topic, TraceKind.MOVED, by, board_id=before)
    log(instance=topic, action="forums.topic_move", user=by, data={"from": before, "to": board.pk})


@transaction.atomic
def split_topic(*, by: User, topic: Topic, numbers: Collection[int], subject: str) -> Topic:
    """Makes a topic of its own of these posts; stubs under their old numbers lead there. Raises NothingToSplit."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    posts = list(Post.objects.filter(topic=topic, number__in=numbers, number__gt=1).standing().order_by("number"))
    if not posts:
        raise NothingToSplit
    first, last = posts[0], posts[-1]
    made = Topic.objects.create(
        board_id=topic.board_id, subject=subject, author_id=first.author_id, created_at=first.created_at,
        last_post_at=last.created_at, last_number=len(posts),
    )  # fmt: skip
    stubs = [(post.pk, post.number, post.author_id, post.created_at) for post in posts]
    for number, post in enumerate(posts, start=1):
        _take(post, made, number)
    Post.objects.bulk_create(
        [
            Post(topic=topic, number=number, author_id=author, key=uuid.uuid4(), created_at=at, moved_to_id=pk)
            for pk, number, author, at in stubs
        ]
    )
    Topic.objects.filter(pk=topic.pk, answer__in=posts).update(answer=None)
    count_in_topic(topic)
    count_in_topic(made)
    _trace(made, TraceKind.SPLIT, by, other=topic)
    log(instance=made, action="forums.topic_split", user=by, data={"from": topic.pk, "posts": len(posts)})
    return made


@transaction.atomic
def merge_topic(*, by: User, topic: Topic, into: Topic) -> Topic:
    """Joins a topic to another, its posts behind the other's; its address leads there. Raises CannotMerge."""
    both = Topic.objects.select_for_update().order_by("pk").in_bulk([topic.pk, into.pk])
    topic, into = both[topic.pk], both[into.pk]
    if topic.merged_into_id == into.pk:
        return into
    if topic.pk == into.pk or topic.merged_into_id or into.merged_into_id:
        raise CannotMerge
    after, authors = into.last_number, _authors_in(topic)
    for post in Post.objects.filter(topic=topic).order_by("number"):
        if post.number == 1:
            # Its words may go later, and the trace would go on saying them.
            topic.subject = subject_after(topic.subject, post.html, "")
        _take(post, into, after + post.number)
    into.last_number, into.last_post_at = after + topic.last_number, max(into.last_post_at, topic.last_post_at)
    into.save(update_fields=["last_number", "last_post_at"])
    Topic.objects.filter(merged_into=topic).update(merged_into=into, merged_after=F("merged_after") + after)
    topic.merged_into, topic.merged_after, topic.last_number, topic.answer = into, after, 0, None
    topic.save(update_fields=["merged_into", "merged_after", "last_number", "answer", "subject"])
    _move_readers(topic, into)
    count_in_topic(into)
    host().topic_joined(topic.pk, into.pk)
    if topic.board_id != into.board_id:
        host().posts_gone(topic.board_id, authors)
    _trace(into, TraceKind.MERGED, by, other=topic, number=after + 1)
    log(instance=into, action="forums.topic_merge", user=by, data={"from": topic.pk, "after": after})
    return into


def _authors_in(topic: Topic) -> set[int]:
    posts = Post.objects.filter(topic=topic).standing().exclude(author=None)
    return set(posts.order_by().values_list("author_id", flat=True))


def _take(post: Post, topic: Topic, number: int) -> None:
    post.topic, post.number = topic, number
    if post.is_standing:
        post.search_text = searchable(topic.subject, number, post.html, tags_of(topic, number))
    post.save(update_fields=["topic", "number", "search_text"])


def _move_readers(topic: Topic, into: Topic) -> None:
    """Who followed goes on following; marks of the emptied topic go."""
    known = into.subscriptions.values("person")
    topic.subscriptions.exclude(person__in=known).update(topic=into)
    topic.subscriptions.all().delete()
    topic.drafts.all().delete()
    topic.follower_notices.all().delete()
    topic.held_posts.update(topic=into, board=into.board_id)
    ReadMark.objects.filter(topic=topic).delete()


def _trace(topic: Topic, kind: TraceKind, by: User, **facts) -> None:
    TopicTrace.objects.create(topic=topic, kind=kind, by=by, at=timezone.now(), **facts)
