"""What one person keeps for herself: how far she has read, what she saves for later."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from forums.enums import ReactionKind
from forums.models import Bookmark, Post, PostDraft, Reaction, ReadMark, Topic, TopicDraft
from home.accounts.models import User
from home.richtext import clean_html


class DraftConflict(Exception):
    """Another window or device saved meanwhile: `stored` is what it saved. Nothing was overwritten."""

    def __init__(self, stored: PostDraft | TopicDraft):
        super().__init__(str(stored))
        self.stored = stored


@dataclass(frozen=True)
class AnswerText:
    """An answer as typed; `key` is its form's, `reply_to` the number of the post that it answers."""

    html: str
    key: uuid.UUID
    reply_to: int | None = None


@dataclass(frozen=True)
class TopicText:
    """A conversation as typed before it is begun, its tags with commas between them; `key` is its form's."""

    subject: str
    html: str
    tags: str
    key: uuid.UUID


def mark_read(*, by: User, topic_id: int, number: int) -> None:
    """Notes that `by` has read up to this number. One statement; call it only with something newer."""
    ReadMark.objects.bulk_create(
        [ReadMark(person=by, topic_id=topic_id, number=number)],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["number"],
    )


@transaction.atomic
def save_answer_draft(*, by: User, topic_id: int, base_number: int, text: AnswerText) -> tuple[int, datetime]:
    """Keeps an answer where `base_number` is the stored number, or the same form saved last; returns number and time.

    Raises DraftConflict.
    """
    words = {"html": clean_html(text.html), "reply_to": text.reply_to}
    return _keep(PostDraft, {"author": by, "topic_id": topic_id}, base_number, text.key, words)


@transaction.atomic
def save_topic_draft(*, by: User, board_id: int, base_number: int, text: TopicText) -> tuple[int, datetime]:
    """Keeps a conversation that is being begun, by the same rule. Raises DraftConflict."""
    words = {"subject": text.subject, "html": clean_html(text.html), "tags": text.tags}
    return _keep(TopicDraft, {"author": by, "board_id": board_id}, base_number, text.key, words)


def _keep(
    model: type[PostDraft] | type[TopicDraft], place: dict[str, Any], base_number: int, key: uuid.UUID, words: dict
) -> tuple[int, datetime]:
    """`place` is her and where she writes: there is one draft of each at most."""
    now, drafts = timezone.now(), model._default_manager.filter(**place)
    new = {**words, "key": key, "saved_with": key, "saved_at": now}
    stored, is_new = model._default_manager.get_or_create(**place, defaults=new)
    number = stored.draft_number
    is_known = all(getattr(stored, name) == value for name, value in words.items())
    if is_new or (is_known and stored.saved_with == key):
        return number, stored.saved_at
    if not is_known and number != base_number and stored.saved_with != key:
        raise DraftConflict(stored)
    if not drafts.filter(draft_number=number).update(**new, draft_number=number + 1):
        raise DraftConflict(drafts.get())
    return number + 1, now


def drop_answer_draft(*, by: User, topic: Topic) -> None:
    PostDraft.objects.filter(author=by, topic=topic).delete()


@transaction.atomic
def react(*, by: User, post: Post, kind: ReactionKind, on: bool) -> None:
    """Gives or takes back a reaction; nobody thanks herself, and a stub takes none."""
    stored = Post.objects.select_for_update().get(pk=post.pk)
    if stored.author_id == by.pk or not stored.is_standing:
        return
    if on:
        Reaction.objects.get_or_create(post=stored, person=by, kind=kind)
    else:
        Reaction.objects.filter(post=stored, person=by, kind=kind).delete()
    counts = dict(Reaction.objects.filter(post=stored).order_by().values_list("kind").annotate(count=Count("pk")))
    stored.thanks, stored.lived = counts.get(ReactionKind.THANKS, 0), counts.get(ReactionKind.LIVED, 0)
    stored.save(update_fields=["thanks", "lived"])


def keep_bookmark(*, by: User, post: Post, remind_at: datetime | None) -> Bookmark:
    """Saves a post for later; a new time to be reminded of it replaces the old one."""
    when = {"remind_at": remind_at, "reminded_at": None}
    return Bookmark.objects.update_or_create(person=by, post=post, defaults=when)[0]


def drop_bookmark(*, by: User, post: Post) -> None:
    Bookmark.objects.filter(person=by, post=post).delete()
