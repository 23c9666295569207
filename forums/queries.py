"""What the forums' screens show: frozen rows, a constant number of queries, no model instances on the hot pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.html import escape

from forums.enums import MemberRole
from forums.models import EDIT_WINDOW, Board, BoardMember, Post, ReadMark, Topic
from home.accounts.models import User
from home.prepared import Prepared
from home.richtext import plain_text

TOPICS_A_PAGE = 30
POSTS_A_PAGE = 50
QUOTED_CHARACTERS = 300


@dataclass(frozen=True)
class BoardRow:
    """A board as its reader sees it: topics in all, topics with something unread, time of the last post."""

    id: int
    title: str
    description: str
    topics: int
    unread: int
    last_post_at: datetime | None


@dataclass(frozen=True)
class BoardHead:
    """What a board's own page says of it."""

    id: int
    title: str
    description: str
    is_open: bool


@dataclass(frozen=True)
class TopicRow:
    id: int
    subject: str
    author: str
    last_author: str
    last_post_at: datetime
    replies: int
    unread: int
    is_pinned: bool
    is_locked: bool


@dataclass(frozen=True)
class TopicPage:
    """A topic as its reader sees it. `read` is the number up to which she has read; `page` counts from 1."""

    id: int
    board_id: int
    board_title: str
    subject: str
    last_number: int
    is_pinned: bool
    is_locked: bool
    is_staff: bool
    follows: bool
    read: int
    page: int
    pages: int


@dataclass(frozen=True)
class PostRow:
    id: int
    number: int
    author_id: int | None
    author: str
    is_staff: bool
    html: str
    created_at: datetime
    edited_at: datetime | None
    reply_to_number: int | None
    reply_to_author: str

    def may_edit(self, person_id: int) -> bool:
        return self.author_id == person_id and timezone.now() < self.created_at + EDIT_WINDOW


def _name(prefix: str) -> Case:
    """The name to show of a joined person: the social one where there is one, nothing for a removed account."""
    social, full = F(f"{prefix}__social_name"), F(f"{prefix}__full_name")
    return Case(When(**{f"{prefix}__social_name__gt": ""}, then=social), default=Coalesce(full, Value("")))


def boards_of(person: User) -> list[BoardRow]:
    """The boards that `person` reads, in their order."""
    mine = FilteredRelation("topics__read_marks", condition=Q(topics__read_marks__person=person.pk))
    rows = (
        Board.objects.visible_to(person)
        .annotate(mark=mine)
        .annotate(
            topic_count=Count("topics"),
            unread=Count("topics", filter=Q(topics__last_number__gt=Coalesce(F("mark__number"), 0))),
            last=Max("topics__last_post_at"),
        )
        .order_by("position", "title")
        .values_list("id", "title", "description", "topic_count", "unread", "last")
    )
    return [BoardRow(*row) for row in rows]


def unread_by_board(person: User) -> list[BoardRow]:
    """The boards in which something waits to be read."""
    return [row for row in boards_of(person) if row.unread]


def _read_by(person: int, board: int) -> QuerySet:
    mine = Board.objects.filter(pk=board, members__person=person)
    return mine.values_list("id", "title", "description", "is_open")


_board_read = Prepared(_read_by)


def board_head(person: User, board_id: int) -> BoardHead | None:
    """The board, or None where `person` may not read it: the twin of `Board.objects.visible_to`."""
    return next((BoardHead(*row) for row in _board_read(person.pk, board_id)), None)


def _topics(person: int, board: int) -> QuerySet:
    last_post = Post.objects.filter(topic=OuterRef("pk"), number=OuterRef("last_number"))
    read = ReadMark.objects.filter(topic=OuterRef("pk"), person=person).values("number")
    return (
        Topic.objects.filter(board=board)
        .annotate(
            author_name=_name("author"),
            last_author=Coalesce(Subquery(last_post.annotate(name=_name("author")).values("name")), Value("")),
            replies=F("last_number") - 1,
            unread=Greatest(F("last_number") - Coalesce(Subquery(read), 0), 0),
        )
        .order_by("-is_pinned", "-last_post_at", "-pk")
        .values_list(
            "id", "subject", "author_name", "last_author", "last_post_at", "replies", "unread", "is_pinned", "is_locked"
        )
    )


def _newest_topics(person: int, board: int) -> QuerySet:
    return _topics(person, board)[: TOPICS_A_PAGE + 1]


_first_page = Prepared(_newest_topics)


def topics_of(person: User, board_id: int, *, page: int) -> list[TopicRow]:
    """One page of a board's topics, and one row more where a next page follows: pinned first, then by last post.

    Asks no permission: find the board first.
    """
    first = (page - 1) * TOPICS_A_PAGE
    last = first + TOPICS_A_PAGE + 1
    rows = _topics(person.pk, board_id)[first:last] if first else _first_page(person.pk, board_id)
    return [TopicRow(*row) for row in rows]


SEEN = (
    "id", "board_id", "board__title", "subject", "last_number", "is_pinned", "is_locked",
    "board__members__role", "following__id", "mark__number",
)  # fmt: skip


def _seen_by(person: int, topic: int) -> QuerySet:
    return (
        Topic.objects.filter(pk=topic, board__members__person=person)
        .annotate(
            mark=FilteredRelation("read_marks", condition=Q(read_marks__person=person)),
            following=FilteredRelation("subscriptions", condition=Q(subscriptions__person=person)),
        )
        .order_by()
        .values_list(*SEEN)
    )


_topic_seen = Prepared(_seen_by)


def topic_page(person: User, topic_id: int, *, page: int | None = None, number: int | None = None) -> TopicPage | None:
    """The topic as `person` sees it, or None where she may not read it: the join is the authorisation.

    `page` asks for a page; `number` for the page on which that post stands; neither for the first unread post's.
    """
    rows = _topic_seen(person.pk, topic_id)
    return _topic_page(dict(zip(SEEN, rows[0], strict=True)), page, number) if rows else None


def _topic_page(row: Mapping, page: int | None, number: int | None) -> TopicPage:
    last, read = row["last_number"], row["mark__number"] or 0
    pages = max(1, -(-last // POSTS_A_PAGE))
    wanted = number if number is not None else read + 1
    chosen = page if page is not None else -(-min(wanted, last) // POSTS_A_PAGE)
    return TopicPage(
        id=row["id"],
        board_id=row["board_id"],
        board_title=row["board__title"],
        subject=row["subject"],
        last_number=last,
        is_pinned=row["is_pinned"],
        is_locked=row["is_locked"],
        is_staff=row["board__members__role"] == MemberRole.STAFF,
        follows=row["following__id"] is not None,
        read=read,
        page=min(max(chosen, 1), pages),
        pages=pages,
    )


def _staff_of(board: int) -> QuerySet:
    return BoardMember.objects.filter(board=board, role=MemberRole.STAFF).values_list("person_id")


def _posts_between(topic: int, after: int, until: int) -> QuerySet:
    return (
        Post.objects.filter(topic=topic, number__gt=after, number__lte=until)
        .annotate(author_name=_name("author"), reply_author=_name("in_reply_to__author"))
        .order_by("number")
        .values_list(
            "id", "number", "author_id", "author_name", "html", "created_at", "edited_at",
            "in_reply_to__number", "reply_author",
        )
    )  # fmt: skip


_staff_ids, _posts = Prepared(_staff_of), Prepared(_posts_between)


def posts_of(topic: TopicPage) -> list[PostRow]:
    """The posts of the topic's page, in order, each with its author and whom it answers."""
    first = (topic.page - 1) * POSTS_A_PAGE
    staff = {person for (person,) in _staff_ids(topic.board_id)}
    rows = _posts(topic.id, first, first + POSTS_A_PAGE)
    return [PostRow(pk, number, author, name, author in staff, *rest) for pk, number, author, name, *rest in rows]


def quoted(topic: TopicPage, number: int) -> dict:
    """The initial values of an answer that quotes the post of this number; none where there is no such post."""
    row = Post.objects.filter(topic=topic.id, number=number).values_list("html", flat=True).first()
    if row is None:
        return {}
    text = plain_text(row)
    shortened = text[:QUOTED_CHARACTERS] + ("…" if len(text) > QUOTED_CHARACTERS else "")
    return {"reply_to": number, "html": f"<blockquote>{escape(shortened)}</blockquote><p></p>"}
