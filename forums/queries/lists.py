"""Boards and their topics, as lists show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from forums.enums import BEGUN_BY_STAFF, BoardKind, Decision, Following, FollowLevel, MemberRole
from forums.models import (
    EVER,
    Board,
    BoardSubscription,
    HeldPost,
    Post,
    ReadMark,
    Topic,
    TopicQuerySet,
    TopicTag,
    begun,
    counted,
    unhidden,
)
from forums.queries.names import shown_name, shown_title
from home.accounts.models import User
from home.prepared import Prepared

TOPICS_A_PAGE = 30
# "Dúvidas do curso: resposta em até 48 h" (domain.md h).
WAITED_LONG = timedelta(hours=48)
MOST_TAGS_SHOWN = 12
# A board of 100,000 topics shows its tags as quickly as one of ten.
TAGGED_TOPICS = 200
NEWEST_FIRST = ("-last_post_at", "-pk")
AS_ON_BOARD = ("-is_pinned", *NEWEST_FIRST)


@dataclass(frozen=True)
class BoardRow:
    """A board as its reader sees it: topics in all, topics with something unread, time of the last post.

    `is_more`: there are so many topics that only the newest were counted.
    """

    id: int
    title: str
    description: str
    topics: int
    unread: int
    last_post_at: datetime | None
    is_more: bool


@dataclass(frozen=True)
class BoardHead:
    """What a board's own page says of it, her role on it, and what she chose to hear of it."""

    id: int
    title: str
    description: str
    kind: str
    is_open: bool
    required_topics: int
    required_replies: int
    role: str
    following: str
    level: str
    has_waiting: bool

    @property
    def is_staff(self) -> bool:
        return self.role == MemberRole.STAFF

    @property
    def may_start(self) -> bool:
        if self.role == MemberRole.READER or not self.is_open:
            return False
        return self.role == MemberRole.STAFF or self.kind not in BEGUN_BY_STAFF

    @property
    def is_required(self) -> bool:
        return self.role == MemberRole.MEMBER and bool(self.required_topics or self.required_replies)


@dataclass(frozen=True)
class TopicRow:
    """`board` names its board where topics of several stand together; `opens_at` is a time to come."""

    id: int
    subject: str
    author: str
    last_author: str
    last_post_at: datetime
    replies: int
    unread: int
    is_pinned: bool
    is_locked: bool
    is_solved: bool
    opens_at: datetime | None
    board: str


@dataclass(frozen=True)
class Participation:
    """What somebody did on a board, and what it asks of each one."""

    topics: int
    replies: int
    required_topics: int
    required_replies: int

    @property
    def is_asked(self) -> bool:
        return bool(self.required_topics or self.required_replies)

    @property
    def is_done(self) -> bool:
        return self.topics >= self.required_topics and self.replies >= self.required_replies


def boards_of(person: User) -> list[BoardRow]:
    """The boards that `person` reads, in their order."""
    kept = Q(members__role=MemberRole.STAFF)
    # Not joined: for a join PostgreSQL would come to read every mark that there is.
    read = ReadMark.objects.filter(topic=OuterRef("topic"), person=person.pk).values("number")
    there = Q(topic__merged_into=None) & begun("topic__") & (unhidden(person.pk, "topic__") | kept)
    rows = (
        Board.objects.visible_to(person)
        .annotate(topic=FilteredRelation("topics", condition=counted("topics__", "")))
        .annotate(
            topic_count=Count("topic", filter=there),
            unread=Count("topic", filter=there & Q(topic__last_number__gt=Coalesce(Subquery(read), 0))),
            last=Max("topic__last_post_at", filter=there),
            shown=shown_title(person.pk),
        )
        .order_by("position", "title", "place")
        .values_list("id", "shown", "description", "topic_count", "unread", "last", "counted_from")
    )
    return [_board_row(*row) for row in rows]


def _board_row(pk, title, description, topics, unread, last, counted_from) -> BoardRow:
    return BoardRow(pk, title, description, topics, unread, last, is_more=counted_from > EVER)


def unread_by_board(person: User) -> list[BoardRow]:
    """The boards in which something waits to be read."""
    return [row for row in boards_of(person) if row.unread]


def _read_by(person: int, board: int) -> QuerySet:
    chosen = BoardSubscription.objects.filter(board=OuterRef("pk"), person=person).values("level")
    waiting = HeldPost.objects.filter(board=OuterRef("pk"), topic=None, author=person)
    return (
        Board.objects.filter(pk=board, members__person=person)
        .annotate(
            following=Coalesce(F("care__following"), Value(Following.OPTIONAL.value)),
            level=Coalesce(Subquery(chosen), Value(FollowLevel.NONE.value)),
            has_waiting=Exists(waiting.exclude(decision=Decision.LET_IN)),
            shown=shown_title(person),
        )
        .values_list(
            "id", "shown", "description", "kind", "is_open", "required_topics", "required_replies", "members__role",
            "following", "level", "has_waiting",
        )
    )  # fmt: skip


_board_read = Prepared(_read_by)


def board_head(person: User, board_id: int) -> BoardHead | None:
    """The board, or None where `person` may not read it: the twin of `Board.objects.visible_to`."""
    return next((BoardHead(*row) for row in _board_read(person.pk, board_id)), None)


def _rows(topics: TopicQuerySet, person: int, board_title: Case | Value) -> QuerySet:
    last_post = Post.objects.filter(topic=OuterRef("pk"), number=OuterRef("last_number")).order_by()
    # Not joined: then names are looked up for the page alone, behind its sorting, and not for the whole board.
    author = User.objects.filter(pk=OuterRef("author")).annotate(shown=shown_name("")).values("shown")
    read = ReadMark.objects.filter(topic=OuterRef("pk"), person=person).values("number")
    return (
        topics.standing()
        .annotate(
            author_name=Coalesce(Subquery(author), Value("")),
            last_author=Coalesce(Subquery(last_post.annotate(name=shown_name("author")).values("name")), Value("")),
            replies=F("last_number") - 1,
            unread=Greatest(F("last_number") - Coalesce(Subquery(read), 0), 0),
            in_board=board_title,
        )
        .values_list(
            "id", "subject", "author_name", "last_author", "last_post_at", "replies", "unread", "is_pinned",
            "is_locked", "answer_id", "starts_at", "in_board",
        )
    )  # fmt: skip


def _newest_topics(person: int, board: int) -> QuerySet:
    topics = Topic.objects.seen_by(person).filter(board=board)
    return _rows(topics, person, Value("")).order_by(*AS_ON_BOARD)[: TOPICS_A_PAGE + 1]


_first_page = Prepared(_newest_topics)


def topics_of(person: User, board_id: int, *, page: int, tag: str = "", waiting: bool = False) -> list[TopicRow]:
    """One page of a board's topics, and one row more where a next page follows: pinned first, then by last post.

    `tag` is a tag's slug; `waiting` leaves those that nobody else answered. None where she may not read the board.
    """
    if page == 1 and not (tag or waiting):
        return _as_rows(_first_page(person.pk, board_id))
    topics = Topic.objects.visible_to(person).filter(board=board_id)
    topics = topics.filter(tags__slug=tag) if tag else topics
    topics = topics.filter(is_answered=False) if waiting else topics
    return _listed(person, page, topics, order=AS_ON_BOARD, board_title=Value(""))


def unread_topics(person: User, *, page: int) -> list[TopicRow]:
    """Topics of all her boards in which something is new, the newest first."""
    read = ReadMark.objects.filter(topic=OuterRef("pk"), person=person.pk).values("number")
    topics = Topic.objects.visible_to(person).filter(counted(), last_number__gt=Coalesce(Subquery(read), 0))
    return _listed(person, page, topics)


def topics_with(person: User, *, page: int) -> list[TopicRow]:
    """Topics in which she wrote, the newest first."""
    mine = ReadMark.objects.filter(person=person.pk, written__gt=0).values("topic")
    return _listed(person, page, Topic.objects.visible_to(person).filter(pk__in=mine))


def waiting_topics(person: User, *, page: int) -> list[TopicRow]:
    """Topics that nobody but their author has written in for 48 hours, the longest waiting first; no announcements."""
    old = Topic.objects.visible_to(person).filter(is_answered=False, created_at__lt=timezone.now() - WAITED_LONG)
    old = old.filter(is_locked=False).exclude(board__kind=BoardKind.ANNOUNCEMENTS)
    return _listed(person, page, old, order=("created_at", "pk"))


def _listed(
    person: User,
    page: int,
    topics: TopicQuerySet,
    *,
    order: Sequence[str] = NEWEST_FIRST,
    board_title: Case | Value | None = None,
) -> list[TopicRow]:
    """One page: what it leaves out is skipped before names and marks are looked up, not after."""
    first = (page - 1) * TOPICS_A_PAGE
    shown = topics.standing().order_by(*order).values("pk")[first : first + TOPICS_A_PAGE + 1]
    rows = _rows(Topic.objects.filter(pk__in=shown), person.pk, board_title or shown_title(person.pk, "board__"))
    return _as_rows(rows.order_by(*order))


def _as_rows(rows: Iterable[tuple]) -> list[TopicRow]:
    now = timezone.now()
    shown: Iterable[tuple] = (
        (*facts, answer is not None, _to_come(opens, now), board) for *facts, answer, opens, board in rows
    )
    return [TopicRow(*row) for row in shown]


def _to_come(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment > now else None


def _tags_on(board: int) -> QuerySet:
    # By the index alone; what is hidden, or not begun, is left out of the tags.
    newest = Topic.objects.filter(board=board).order_by(*AS_ON_BOARD).values("pk")[:TAGGED_TOPICS]
    there = TopicTag.objects.filter(begun("topic__"), topic__in=newest, topic__hidden_at=None).order_by()
    rows = there.values("slug").annotate(uses=Count("pk"), label=Max("label")).order_by("-uses", "slug")
    return rows.values_list("slug", "label")[:MOST_TAGS_SHOWN]


_board_tags = Prepared(_tags_on)


def tags_of(board_id: int) -> list[tuple]:
    """(slug, label) of the tags used most in a board's newest topics; asks no permission."""
    return _board_tags(board_id)


def participation_of(person_id: int, board_id: int) -> Participation:
    """What she wrote on a board, of what still stands, beside what it asks. One query."""
    mine = Q(topics__posts__author=person_id, topics__posts__deleted_at=None, topics__posts__moved_to=None)
    row = (
        Board.objects.filter(pk=board_id)
        .annotate(
            begun=Count("topics__posts", filter=mine & Q(topics__posts__number=1)),
            answered=Count("topics__posts", filter=mine & Q(topics__posts__number__gt=1)),
        )
        .values_list("begun", "answered", "required_topics", "required_replies")
        .get()
    )
    return Participation(*row)
