"""A topic's page: the topic as its reader sees it, and the posts of one page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from forums.enums import BoardKind, Decision, Following, FollowLevel, MemberRole
from forums.models import EDIT_WINDOW, BoardMember, Closing, HeldPost, Post, ReadMark, Topic, TopicTag, TopicTrace
from forums.ports import host
from forums.queries.names import shown_name, shown_title
from home.accounts.models import User
from home.prepared import Prepared

POSTS_A_PAGE = 50
LET_IN = Decision.LET_IN.value


@dataclass(frozen=True)
class TopicPage:
    """A topic as its reader sees it. `read` is the number up to which she has read; `page` counts from 1.

    `reader` is her id; `level` what she chose to hear of the topic, or else of the board. `rules` are the room's, for
    who has not written on the board. `hides_others`: here one writes first, and she has not; of the others' posts she
    sees the first alone.
    """

    id: int
    reader: int
    board_id: int
    board_title: str
    board_kind: str
    subject: str
    author_id: int | None
    last_number: int
    is_pinned: bool
    is_locked: bool
    closed_reason: str
    silent_days: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    answer_number: int | None
    role: str
    following: str
    level: str
    rules: str
    has_draft: bool
    has_waiting: bool
    has_tags: bool
    has_traces: bool
    has_card: bool
    hides_others: bool
    read: int
    page: int
    pages: int

    @property
    def is_staff(self) -> bool:
        return self.role == MemberRole.STAFF

    @property
    def may_post(self) -> bool:
        return self.role != MemberRole.READER and not self.is_locked

    def may_accept(self, person_id: int) -> bool:
        return self.board_kind == BoardKind.QUESTIONS and (self.is_staff or self.author_id == person_id)


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
    deleted_at: datetime | None
    moved_to_id: int | None
    hidden_at: datetime | None
    thanks: int
    lived: int
    files: int
    asides: int
    reply_to_number: int | None
    reply_to_author: str
    is_veiled: bool = False

    def may_edit(self, person_id: int) -> bool:
        return self.author_id == person_id and timezone.now() < self.created_at + EDIT_WINDOW

    def shown_to(self, topic: TopicPage) -> "PostRow":
        """The row, or what is left of it where the staff has hidden it from this reader: its place."""
        if self.hidden_at is None or topic.is_staff or self.author_id == topic.reader:
            return self
        words = replace(self, html="", author="", author_id=None, is_staff=False, edited_at=None, is_veiled=True)
        return replace(words, reply_to_number=None, reply_to_author="", thanks=0, lived=0, files=0, asides=0)

    @property
    def is_standing(self) -> bool:
        return self.deleted_at is None and self.moved_to_id is None and not self.is_veiled


SEEN = (
    "id", "board_id", "board_title", "board__kind", "subject", "author_id", "last_number", "is_pinned", "is_locked",
    "closed_reason", "silent_days", "starts_at", "ends_at", "lock_after_days", "last_post_at", "answer__number",
    "board__members__role", "board__care__following", "following__level", "of_board__level", "rules",
    "has_waiting", "draft__id", "has_tags", "has_traces", "has_card", "mark__number", "mark__written",
)  # fmt: skip


def _rules_for(person: int) -> Case:
    """The rules of the room, until she has written in it."""
    wrote = ReadMark.objects.filter(topic__board=OuterRef("board"), person=person, written__gt=0)
    # Where there are no rules the database need not look for what she wrote: no rules are "", not NULL.
    unread = When(Q(said_rules__gt="") & ~Q(Exists(wrote)), then=F("said_rules"))
    return Case(unread, default=Value(""), output_field=TextField())


def _seen_by(person: int, topic: int) -> QuerySet:
    return (
        Topic.objects.seen_by(person)
        .standing()
        .filter(pk=topic)
        .annotate(
            mark=FilteredRelation("read_marks", condition=Q(read_marks__person=person)),
            following=FilteredRelation("subscriptions", condition=Q(subscriptions__person=person)),
            of_board=FilteredRelation("board__subscriptions", condition=Q(board__subscriptions__person=person)),
            board_title=shown_title(person, "board__"),
            said_rules=Coalesce(F("board__care__rules"), Value(""), output_field=TextField()),
            rules=_rules_for(person),
            has_waiting=Exists(HeldPost.objects.filter(topic=OuterRef("pk"), author=person).exclude(decision=LET_IN)),
            draft=FilteredRelation("drafts", condition=Q(drafts__author=person)),
            has_tags=Exists(TopicTag.objects.filter(topic=OuterRef("pk"))),
            has_traces=Exists(TopicTrace.objects.filter(topic=OuterRef("pk"))),
            has_card=Exists(host().carded().filter(topic=OuterRef("pk"))),
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
    return _topic_page(person.pk, dict(zip(SEEN, rows[0], strict=True)), page, number) if rows else None


def _topic_page(reader: int, row: Mapping, page: int | None, number: int | None) -> TopicPage:
    read, role = row["mark__number"] or 0, row["board__members__role"]
    is_first = row["board__kind"] == BoardKind.WRITE_FIRST and role != MemberRole.STAFF and not row["mark__written"]
    last = 1 if is_first else row["last_number"]
    pages = max(1, -(-last // POSTS_A_PAGE))
    wanted = number if number is not None else read + 1
    chosen = page if page is not None else -(-min(wanted, last) // POSTS_A_PAGE)
    closing = Closing(row["is_locked"], row["ends_at"], row["lock_after_days"], row["last_post_at"])
    return TopicPage(
        id=row["id"],
        reader=reader,
        board_id=row["board_id"],
        board_title=row["board_title"],
        board_kind=row["board__kind"],
        subject=row["subject"],
        author_id=row["author_id"],
        last_number=row["last_number"],
        is_pinned=row["is_pinned"],
        is_locked=closing.is_over(timezone.now()),
        closed_reason=row["closed_reason"],
        silent_days=row["silent_days"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        answer_number=None if is_first else row["answer__number"],
        role=role,
        following=row["board__care__following"] or Following.OPTIONAL.value,
        level=row["following__level"] or row["of_board__level"] or FollowLevel.NONE.value,
        rules=row["rules"] or "",
        has_waiting=bool(row["has_waiting"]),
        has_draft=row["draft__id"] is not None,
        has_tags=bool(row["has_tags"]),
        has_traces=bool(row["has_traces"]),
        has_card=bool(row["has_card"]),
        hides_others=is_first,
        read=read,
        page=min(max(chosen, 1), pages),
        pages=pages,
    )


def _posts_between(topic: int, board: int, after: int, until: int) -> QuerySet:
    staff = BoardMember.objects.filter(board=board, role=MemberRole.STAFF, person=OuterRef("author"))
    return (
        Post.objects.filter(topic=topic, number__gt=after, number__lte=until)
        .annotate(
            author_name=shown_name("author"),
            reply_author=shown_name("in_reply_to__author"),
            is_staff=Exists(staff),
        )
        .order_by("number")
        .values_list(
            "id", "number", "author_id", "author_name", "is_staff", "html", "created_at", "edited_at", "deleted_at",
            "moved_to_id", "hidden_at", "thanks", "lived", "files", "asides", "in_reply_to__number", "reply_author",
        )
    )  # fmt: skip


_posts = Prepared(_posts_between)


def posts_of(topic: TopicPage) -> list[PostRow]:
    """The posts of the topic's page, in order, each with its author and whom it answers."""
    first = (topic.page - 1) * POSTS_A_PAGE
    rows = _posts(topic.id, topic.board_id, first, 1 if topic.hides_others else first + POSTS_A_PAGE)
    return [PostRow(*row).shown_to(topic) for row in rows]


def merged_place(person: User, topic_id: int, number: int | None) -> tuple[int, int] | None:
    """(topic, number) to which the address of a joined topic leads; None where it is not joined, or hidden from her."""
    place = Topic.objects.visible_to(person).filter(pk=topic_id, merged_into__isnull=False)
    row = place.values_list("merged_into_id", "merged_after").first()
    return (row[0], row[1] + (number or 1)) if row else None
