"""Every change in the forums has its address here."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from forums.models import Board, Post, ReadMark, Subscription, Topic
from forums.ports import host
from forums.rules import is_own_and_fresh
from home.accounts.models import User
from home.queue.registry import enqueue
from home.richtext import clean_html


class BoardClosed(Exception):
    """The board takes no new topics."""


class TopicLocked(Exception):
    """Board staff have locked the topic: it can be read, not answered."""


class EditWindowClosed(Exception):
    """The half hour in which an author may change her post is over, or the post is not hers."""


@transaction.atomic
def start_topic(*, by: User, board: Board, subject: str, html: str, key: UUID) -> Topic:
    """Opens a conversation with its first post. A repeat with the same key returns the first one's topic.

    Raises BoardClosed.
    """
    earlier = Post.objects.filter(author=by, key=key).select_related("topic").first()
    if earlier is not None:
        return earlier.topic
    if not board.is_open:
        raise BoardClosed
    now = timezone.now()
    topic = Topic.objects.create(board=board, subject=subject, author=by, created_at=now, last_post_at=now)
    _add_post(topic, by=by, html=html, key=key, in_reply_to=None)
    return topic


@transaction.atomic
def write_post(*, by: User, topic_id: int, html: str, key: UUID, in_reply_to: Post | None = None) -> Post:
    """Answers in a topic. A repeat with the same key returns the first post. Raises TopicLocked."""
    # The lock gives each post a number of its own, and makes a doubled press wait for the first one.
    topic = Topic.objects.select_for_update().get(pk=topic_id)
    earlier = Post.objects.filter(author=by, key=key).first()
    if earlier is not None:
        return earlier
    if topic.is_locked:
        raise TopicLocked
    return _add_post(topic, by=by, html=html, key=key, in_reply_to=in_reply_to)


def _add_post(topic: Topic, *, by: User, html: str, key: UUID, in_reply_to: Post | None) -> Post:
    now = timezone.now()
    number = topic.last_number + 1
    post = Post.objects.create(
        topic=topic, number=number, author=by, html=clean_html(html), key=key, in_reply_to=in_reply_to, created_at=now
    )
    topic.last_number, topic.last_post_at = number, now
    topic.save(update_fields=["last_number", "last_post_at"])
    Subscription.objects.get_or_create(topic=topic, person=by)
    mark_read(by=by, topic_id=topic.pk, number=number)
    host().post_written(post)
    if number > 1:
        enqueue("forums.tell_followers", post.pk)
    return post


@transaction.atomic
def edit_post(*, by: User, post: Post, html: str) -> Post:
    """Changes the author's own words within the edit window. Raises EditWindowClosed."""
    if not is_own_and_fresh(by, post):
        raise EditWindowClosed
    post.html, post.edited_at = clean_html(html), timezone.now()
    post.save(update_fields=["html", "edited_at"])
    log(instance=post, action="forums.post_edit", user=by)
    return post


def pin_topic(*, by: User, topic: Topic, pinned: bool) -> None:
    """Keeps a topic on top of its board, or lets it go."""
    _switch(topic, by=by, field="is_pinned", on=pinned, action="forums.topic_pin")


def lock_topic(*, by: User, topic: Topic, locked: bool) -> None:
    """Ends answering in a topic, or opens it again."""
    _switch(topic, by=by, field="is_locked", on=locked, action="forums.topic_lock")


@transaction.atomic
def _switch(topic: Topic, *, by: User, field: str, on: bool, action: str) -> None:
    if getattr(topic, field) == on:
        return
    setattr(topic, field, on)
    topic.save(update_fields=[field])
    log(instance=topic, action=action, user=by, data={"on": on})


def follow_topic(*, by: User, topic: Topic) -> None:
    Subscription.objects.get_or_create(topic=topic, person=by)


def unfollow_topic(*, by: User, topic: Topic) -> None:
    Subscription.objects.filter(topic=topic, person=by).delete()


def mark_read(*, by: User, topic_id: int, number: int) -> None:
    """Notes that `by` has read up to this number. One statement; call it only with something newer."""
    ReadMark.objects.bulk_create(
        [ReadMark(person=by, topic_id=topic_id, number=number)],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["number"],
    )
