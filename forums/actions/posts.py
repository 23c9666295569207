"""Topics and posts are written, changed and taken away here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from forums.actions.counts import count_in_topic
from forums.actions.mentions import mentioned_in
from forums.actions.tags import searchable, tags_of, write_tags
from forums.enums import BoardKind
from forums.models import Board, Mention, Post, PostDraft, PostEdit, Reaction, ReadMark, Subscription, Topic
from forums.ports import host
from forums.rules import is_own_and_fresh
from forums.subjects import subject_after, subject_of
from home.accounts.models import User
from home.queue.registry import enqueue
from home.richtext import clean_html, count_words
from home.uploads.actions import attach_upload, detach_upload
from home.uploads.models import Upload


class BoardClosed(Exception):
    """The board takes no new topics."""


class TopicLocked(Exception):
    """The topic can be read, not answered: staff, a date or days of silence closed it."""


class EditWindowClosed(Exception):
    """The half hour in which an author may change her post is over, or the post is not hers."""


class PostGone(Exception):
    """The post was deleted or moved meanwhile."""


@dataclass(frozen=True)
class TopicExtras:
    """What a topic may begin with beside its words: tags as typed, files, a time to open and one to close."""

    tags: Sequence[str] = ()
    files: Sequence[Upload] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def start_topic(
    *, by: User, board: Board, subject: str, html: str, key: UUID, extras: TopicExtras | None = None
) -> Topic:
    """Opens a conversation with its first post. A repeat with the same key returns the first one's topic.

    Without a subject its first words stand for one. Raises BoardClosed, MentionRefused.
    """
    earlier = Post.objects.filter(author=by, key=key).select_related("topic").first()
    if earlier is not None:
        return earlier.topic
    if not board.is_open:
        raise BoardClosed
    extras, now = extras or TopicExtras(), timezone.now()
    times = {"created_at": now, "last_post_at": now, "starts_at": extras.starts_at, "ends_at": extras.ends_at}
    topic = Topic.objects.create(board=board, subject=subject_of(subject, clean_html(html)), author=by, **times)
    write_tags(topic, extras.tags)
    _add_post(topic, by=by, html=html, key=key, files=extras.files)
    if extras.starts_at and extras.starts_at > now:
        Topic.objects.filter(pk=topic.pk).update(last_post_at=extras.starts_at)
    return topic


@transaction.atomic
def write_post(
    *,
    by: User,
    topic_id: int,
    html: str,
    key: UUID,
    in_reply_to: Post | None = None,
    files: Sequence[Upload] = (),
) -> Post:
    """Answers in a topic. A repeat with the same key returns the first post. Raises TopicLocked, MentionRefused."""
    # The lock gives each post a number of its own, and makes a doubled press wait for the first one.
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board").get(pk=topic_id)
    earlier = Post.objects.filter(author=by, key=key).first()
    if earlier is not None:
        return earlier
    if topic.closing.is_over(timezone.now()) or topic.merged_into_id:
        raise TopicLocked
    return _add_post(topic, by=by, html=html, key=key, in_reply_to=in_reply_to, files=files)


def _add_post(
    topic: Topic,
    *,
    by: User,
    html: str,
    key: UUID,
    in_reply_to: Post | None = None,
    files: Sequence[Upload] = (),
) -> Post:
    named = mentioned_in(html, topic.board, by=by)
    number, html = topic.last_number + 1, clean_html(html)
    post = Post(topic=topic, number=number, author=by, html=html, key=key, created_at=timezone.now())
    post.in_reply_to, post.search_text = in_reply_to, searchable(topic.subject, number, html, tags_of(topic, number))
    post.word_count, post.files = count_words(html), len(files)
    post.save()
    for upload in files:
        attach_upload(upload, owner=post)
    Mention.objects.bulk_create([Mention(post=post, person_id=person) for person in named])
    _note_written(topic, post, by)
    host().post_written(post)
    if number > 1:
        enqueue("forums.tell_followers", post.pk)
    if named:
        enqueue("forums.tell_mentioned", post.pk)
    return post


def _note_written(topic: Topic, post: Post, by: User) -> None:
    topic.last_number, topic.last_post_at = post.number, post.created_at
    topic.is_answered = topic.is_answered or by.pk != topic.author_id
    topic.save(update_fields=["last_number", "last_post_at", "is_answered"])
    # What she chose before stands.
    Subscription.objects.bulk_create([Subscription(topic=topic, person=by)], ignore_conflicts=True)
    # Where one writes first, her answer opens those of the others, which she has not read.
    read = {} if topic.board.kind == BoardKind.WRITE_FIRST else {"number": post.number}
    if not ReadMark.objects.filter(topic=topic, person=by).update(written=F("written") + 1, **read):
        first = ReadMark(topic=topic, person=by, written=1, **({"number": 1} | read))
        # A page that she opened at this moment may have made the row.
        ReadMark.objects.bulk_create(
            [first], update_conflicts=True, unique_fields=["person", "topic"], update_fields=["number", "written"]
        )
    PostDraft.objects.filter(topic=topic, author=by).delete()


@transaction.atomic
def edit_post(*, by: User, post: Post, html: str) -> Post:
    """Changes the author's own words within the edit window; what they were stays to be read.

    Raises EditWindowClosed, MentionRefused.
    """
    if not is_own_and_fresh(by, post):
        raise EditWindowClosed
    html, now = clean_html(html), timezone.now()
    if html == post.html:
        return post
    named = mentioned_in(html, post.topic.board, by=by)
    PostEdit.objects.create(post=post, html=post.html, at=now)
    _rename(post.topic, post, html)
    post.html, post.edited_at, post.word_count = html, now, count_words(html)
    post.search_text = searchable(post.topic.subject, post.number, html, tags_of(post.topic, post.number))
    post.save(update_fields=["html", "search_text", "edited_at", "word_count"])
    post.mentions.exclude(person__in=named).delete()
    Mention.objects.bulk_create([Mention(post=post, person_id=person) for person in named], ignore_conflicts=True)
    if named:
        enqueue("forums.tell_mentioned", post.pk)
    log(instance=post, action="forums.post_edit", user=by)
    return post


@transaction.atomic
def delete_post(*, by: User, post: Post) -> None:
    """Takes the words away for good, earlier ones and files too; a stub keeps the number. A repeat does nothing."""
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    stored = Post.objects.select_for_update().get(pk=post.pk)
    if not stored.is_standing:
        return
    _rename(topic, stored, "")
    empty_post(stored)
    stored.deleted_at, stored.deleted_by = timezone.now(), by
    stored.save()
    count_in_topic(topic)
    host().posts_gone(topic.board_id, [stored.author_id] if stored.author_id else [])
    log(instance=stored, action="forums.post_delete", user=by)


def _rename(topic: Topic, post: Post, html: str) -> None:
    """A subject that the first post's own words stand for goes with them."""
    subject = subject_after(topic.subject, post.html, html) if post.number == 1 else topic.subject
    if subject != topic.subject:
        topic.subject = subject
        topic.save(update_fields=["subject"])


def empty_post(post: Post) -> None:
    """Leaves nothing of what the post held but its place."""
    for upload in Upload.objects.attached_to(post):
        detach_upload(upload)
    for rows in (post.edits, post.mentions, post.bookmarks):
        rows.all().delete()
    Reaction.objects.filter(post=post).delete()
    Topic.objects.filter(answer=post).update(answer=None)
    post.html = post.search_text = ""
    post.word_count = post.thanks = post.lived = post.files = 0
