"""What people send comes in here: what comes too fast is refused, what the board wants to read first waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from forums.actions.holding import hold_post
from forums.actions.mentions import mentioned_in
from forums.actions.posts import BoardClosed, TopicExtras, TopicLocked, start_topic, write_post
from forums.enums import HeldBecause, MemberRole
from forums.models import Board, BoardCare, BoardMember, HeldPost, Post, PostDraft, Topic, TopicDraft
from forums.subjects import subject_of
from home.accounts.models import User
from home.richtext import clean_html, plain_text
from home.search import fold_words
from home.uploads.models import Upload

POSTS_A_MINUTE, POSTS_AN_HOUR = 6, 60
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class TooFast(Exception):
    """She wrote too much lately; `seconds` says how long she has to wait."""

    def __init__(self, seconds: float):
        super().__init__()
        self.seconds = max(1, round(seconds))


@transaction.atomic
def receive_topic(
    *, by: User, board: Board, subject: str, html: str, key: UUID, extras: TopicExtras | None = None
) -> Topic | HeldPost:
    """Starts a topic, or keeps it for the staff. Raises BoardClosed, MentionRefused and TooFast."""
    extras = extras or TopicExtras()
    # By its key: a text that another page begins here leaves what she was writing.
    TopicDraft.objects.filter(author=by, board=board, key=key).delete()
    because = _pass_door(by, board, key, " ".join((subject, *extras.tags, html)))
    if not because:
        return start_topic(by=by, board=board, subject=subject, html=html, key=key, extras=extras)
    if not board.is_open:
        raise BoardClosed
    named = subject_of(subject, clean_html(html))
    waiting = HeldPost(board=board, author=by, subject=named, html=html, key=key, because=because)
    waiting.tags = ", ".join(extras.tags)
    return _held_once(waiting, extras.files)


@transaction.atomic
def receive_post(
    *,
    by: User,
    topic: Topic,
    html: str,
    key: UUID,
    in_reply_to: Post | None = None,
    files: Sequence[Upload] = (),
) -> Post | HeldPost:
    """Answers in a topic, or keeps the answer for the staff. Raises TopicLocked, MentionRefused and TooFast."""
    because = _pass_door(by, topic.board, key, html)
    if not because:
        return write_post(by=by, topic_id=topic.pk, html=html, key=key, in_reply_to=in_reply_to, files=files)
    if topic.closing.is_over(timezone.now()) or topic.merged_into_id:
        raise TopicLocked
    waiting = HeldPost(board=topic.board, topic=topic, author=by, html=html, key=key, because=because)
    waiting.in_reply_to = in_reply_to
    return _held_once(waiting, files)


def _held_once(waiting: HeldPost, files: Sequence[Upload]) -> HeldPost:
    earlier = HeldPost.objects.filter(author=waiting.author, key=waiting.key).first()
    if earlier is not None:
        return earlier
    mentioned_in(waiting.html, waiting.board, by=waiting.author)
    waiting.html = clean_html(waiting.html)
    if waiting.topic:
        PostDraft.objects.filter(topic=waiting.topic, author=waiting.author).delete()
    return hold_post(waiting, files)


def _pass_door(by: User, board: Board, key: UUID, words: str) -> str:
    """Returns why the words have to wait, or nothing. Raises TooFast.

    The row of the member is locked: who presses in two windows at once is counted once after the other.
    """
    members = BoardMember.objects.select_for_update(of=("self",)).select_related("board__care")
    member = members.filter(board=board, person=by).first()
    if member is None or member.role == MemberRole.STAFF:
        return ""
    if Post.objects.filter(author=by, key=key).exists():
        return ""
    care = getattr(member.board, "care", None) or BoardCare(board=board)
    earlier = HeldPost.objects.filter(author=by, key=key).first() if care.holds else None
    if earlier is not None:
        return earlier.because
    _check_pace(by, care)
    return _reason_to_wait(by, care, words)


def _check_pace(by: User, care: BoardCare) -> None:
    """Where posts may wait, those count as well: the staff's queue is no place to flood either."""
    now = timezone.now()
    since = now - max(HOUR, timedelta(seconds=care.slow_seconds))
    posts = Post.objects.filter(author=by, created_at__gt=since).aggregate(
        hour=Count("pk", filter=Q(created_at__gt=now - HOUR)),
        minute=Count("pk", filter=Q(created_at__gt=now - MINUTE)),
        last=Max("created_at", filter=Q(topic__board=care.board_id)),
    )
    held = _held_lately(by, care, since) if care.holds else {"hour": 0, "minute": 0, "last": None}
    if posts["hour"] + held["hour"] >= POSTS_AN_HOUR:
        raise TooFast(HOUR.total_seconds() / 4)
    if posts["minute"] + held["minute"] >= POSTS_A_MINUTE:
        raise TooFast(MINUTE.total_seconds())
    last = max(filter(None, (posts["last"], held["last"])), default=None)
    if care.slow_seconds and last is not None:
        wait = care.slow_seconds - (now - last).total_seconds()
        if wait > 0:
            raise TooFast(wait)


def _held_lately(by: User, care: BoardCare, since: datetime) -> dict:
    now = timezone.now()
    return HeldPost.objects.filter(author=by, held_at__gt=since, decision="").aggregate(
        hour=Count("pk", filter=Q(held_at__gt=now - HOUR)),
        minute=Count("pk", filter=Q(held_at__gt=now - MINUTE)),
        last=Max("held_at", filter=Q(board=care.board_id)),
    )


def _reason_to_wait(by: User, care: BoardCare, words: str) -> str:
    if care.listed_words and _has_listed(care.listed_words, words):
        return HeldBecause.WORDS.value
    if care.held_first:
        written = Post.objects.filter(author=by, topic__board=care.board_id)[: care.held_first].count()
        if written < care.held_first:
            return HeldBecause.NEWCOMER.value
    return ""


def _has_listed(listed: str, words: str) -> bool:
    """Whether one line of the list stands in the words, whole, whatever its accents and plurals."""
    said = f" {' '.join(fold_words(plain_text(clean_html(words))))} "
    lines = (" ".join(fold_words(line)) for line in listed.splitlines())
    return any(line and f" {line} " in said for line in lines)
