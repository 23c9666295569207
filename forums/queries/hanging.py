"""What hangs on a topic's page, in one query: on its posts, and on the topic as its reader has it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BigIntegerField, Case, DateTimeField, F, Field, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from forums.mentions import mentions_anybody
from forums.models import HeldPost, Mention, PostDraft, Reaction, TopicTag, TopicTrace
from forums.queries.care import own_waiting
from forums.queries.names import shown_name
from forums.queries.posts import AsideRow, FileRow, asides_on, uploads_on
from forums.queries.topic import PostRow, TopicPage
from home.accounts.models import User
from home.prepared import Prepared

Row = TypeVar("Row")


@dataclass(frozen=True)
class TraceRow:
    kind: str
    at: datetime
    number: int
    other_subject: str


@dataclass(frozen=True)
class Hanging:
    """What hangs on the posts of a page, by the post's id, and on their topic; `given` are the reader's own reactions.

    `named` are the names of those whom a post mentions; `tags` are (slug, label). `draft` and `waiting` are what she
    is writing there, and what she sent and the staff has not let in: to be shown, not to be saved.
    """

    given: dict[int, set[str]] = field(default_factory=dict)
    files: dict[int, list[FileRow]] = field(default_factory=dict)
    asides: dict[int, list[AsideRow]] = field(default_factory=dict)
    named: dict[int, list[str]] = field(default_factory=dict)
    tags: list[tuple[str, str]] = field(default_factory=list)
    traces: list[TraceRow] = field(default_factory=list)
    waiting: list[HeldPost] = field(default_factory=list)
    draft: PostDraft | None = None


@dataclass(frozen=True)
class _Piece:
    """A row of any part. Each part says by its columns what it has; `of` is the post on which the row hangs."""

    part: str
    of: int
    kind: str
    label: str
    words: str
    number: int
    at: datetime
    row: int


_COLUMNS: dict[str, Field] = {
    "of": BigIntegerField(),
    "kind": TextField(),
    "label": TextField(),
    "words": TextField(),
    "number": BigIntegerField(),
    "at": DateTimeField(),
    "row": BigIntegerField(),
}


# What stands, or stood, on a board that the topic's readers may not know is not named.
_OTHER_SUBJECT = Case(
    When(other__board=F("topic__board"), other__hidden_at=None, then=F("other__subject")), default=Value("")
)


def hanging_on(rows: Sequence[PostRow], topic: TopicPage, person: User, *, with_draft: bool = False) -> Hanging:
    """Asks only for what the posts and the topic say is there: one query at most, none for most pages."""
    reacted = [row.number for row in rows if row.thanks or row.lived]
    parts = [*_parts_of_posts(rows, topic, person), *_parts_of_topic(topic, person, with_draft)]
    if not reacted:
        return _hanging(_read(parts))
    place = topic.id, reacted[0], reacted[-1], person.pk
    if not parts:
        # What busy pages ask alone: its SQL is made already.
        return Hanging(given=_kinds(_reactions_of(*place)))
    return _hanging(_read([*parts, _part("given", _given(*place), of=F("post"), kind=F("kind"))]))


def _parts_of_posts(rows: Sequence[PostRow], topic: TopicPage, person: User) -> Iterator[QuerySet]:
    files = [row.id for row in rows if row.files]
    asides = [row.id for row in rows if row.asides and (topic.is_staff or row.author_id == person.pk)]
    naming = [row.id for row in rows if "@" in row.html and mentions_anybody(row.html)]
    if files:
        picture = Case(When(media_type__startswith="image/", then=1), default=0)
        yield _part("files", uploads_on(files), of=F("owner_id"), label=F("name"), words=F("public_id"), number=picture)
    if asides:
        written = {"label": shown_name("author"), "words": F("html"), "at": F("created_at")}
        yield _part("asides", asides_on(asides, person), of=F("post"), **written)
    if naming:
        yield _part("named", Mention.objects.filter(post__in=naming), of=F("post"), label=shown_name("person"))


def _parts_of_topic(topic: TopicPage, person: User, with_draft: bool) -> Iterator[QuerySet]:
    if topic.has_tags:
        yield _part("tags", TopicTag.objects.filter(topic=topic.id), kind=F("slug"), label=F("label"))
    if topic.has_traces:
        traces = {"kind": F("kind"), "label": _OTHER_SUBJECT, "number": F("number"), "at": F("at")}
        yield _part("traces", TopicTrace.objects.filter(topic=topic.id), **traces)
    if topic.has_waiting:
        waiting = {"kind": F("decision"), "label": F("subject"), "words": F("html"), "at": F("held_at")}
        yield _part("waiting", own_waiting(person, topic.board_id, topic.id), **waiting)
    if topic.has_draft and with_draft:
        kept = {"of": F("reply_to"), "kind": F("key"), "words": F("html"), "number": F("draft_number")}
        yield _part("draft", PostDraft.objects.filter(author=person, topic=topic.id), **kept)


def _part(part: str, rows: QuerySet, **said: Any) -> QuerySet:
    """`rows` in the columns that all parts have: databases join only what is of the same types."""
    filled = {"row": F("pk"), **said}
    columns = [Cast(filled.get(name, Value(None)), kind) for name, kind in _COLUMNS.items()]
    return rows.order_by().values_list(Value(part, TextField()), *columns)


def _read(parts: Sequence[QuerySet]) -> dict[str, list[_Piece]]:
    found: dict[str, list[_Piece]] = defaultdict(list)
    # The order of the first part's model would be asked of the whole.
    for row in parts[0].union(*parts[1:], all=True).order_by() if parts else ():
        found[row[0]].append(_Piece(*row))
    for pieces in found.values():
        pieces.sort(key=lambda piece: (piece.at, piece.row) if piece.at else (piece.row,))
    return found


def _hanging(found: Mapping[str, list[_Piece]]) -> Hanging:
    drafts = [
        PostDraft(key=UUID(piece.kind), html=piece.words, reply_to=piece.of, draft_number=piece.number)
        for piece in found["draft"]
    ]
    return Hanging(
        given=_kinds((piece.of, piece.kind) for piece in found["given"]),
        files=_by_post(found["files"], lambda row: FileRow(str(UUID(row.words)), row.label, bool(row.number))),
        asides=_by_post(found["asides"], lambda row: AsideRow(row.label, row.words, row.at)),
        named=_by_post(found["named"], lambda row: row.label),
        tags=sorted((piece.kind, piece.label) for piece in found["tags"]),
        traces=[TraceRow(piece.kind, piece.at, piece.number, piece.label) for piece in found["traces"]],
        waiting=[HeldPost(subject=piece.label, html=piece.words, decision=piece.kind) for piece in found["waiting"]],
        draft=drafts[0] if drafts else None,
    )


def _by_post(pieces: Iterable[_Piece], said: Callable[[_Piece], Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for piece in pieces:
        found[piece.of].append(said(piece))
    return found


def _given(topic: int, first: int, last: int, person: int) -> QuerySet:
    return Reaction.objects.filter(post__topic=topic, post__number__gte=first, post__number__lte=last, person=person)


_reactions_of = Prepared(
    lambda topic, first, last, person: _given(topic, first, last, person).order_by().values_list("post_id", "kind")
)


def _kinds(rows: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    given: dict[int, set[str]] = defaultdict(set)
    for post, kind in rows:
        given[post].add(kind)
    return given
