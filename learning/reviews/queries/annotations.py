"""Comments on passages as a page shows them: those of the version shown, and the open ones of earlier versions."""

import datetime
import uuid
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from learning.portfolio.queries.parts import fetch, moment, person_name, rows_of
from learning.reviews.anchors import Mark, draw_marks
from learning.reviews.enums import NoteKind
from learning.reviews.models import Annotation, AnnotationPlace, AnnotationReply, Review

_NOTES, _REPLIES = Annotation._meta.db_table, AnnotationReply._meta.db_table
_PLACES, _REVIEWS = AnnotationPlace._meta.db_table, Review._meta.db_table

# What still asks for something.
OPEN = f"(x.released_at is not null and a.resolved_at is null and a.kind <> '{NoteKind.PRAISE.value}')"
RELEASED = "(x.released_at is not null and a.deleted_at is null)"


def notes_sql(shown: str, which: str) -> str:
    """The comments of the entry `n` that `which` lets through, with their places in the version of the id `shown`."""
    return f"""
(select cast({{list}}({{row}}(a.public_id, w.number, a.start, a."end", a.exact, a.kind, a.text, a.written_at,
    a.deleted_at, a.resolved_at, x.released_at, x.reviewer_id, {person_name("q")}, i.start, i."end")) as text)
   from {_NOTES} a join {_REVIEWS} x on x.id = a.review_id join {{versions}} w on w.id = x.version_id
     join {{people}} q on q.id = x.reviewer_id
     left join {_PLACES} i on i.annotation_id = a.id and i.version_id = {shown}
   where x.entry_id = n.id and {which})
"""


REPLIES_SQL = f"""
(select cast({{list}}({{row}}(a.public_id, s.author_id, {person_name("q")}, s.text, s.written_at, s.id)) as text)
   from {_REPLIES} s join {_NOTES} a on a.id = s.annotation_id join {_REVIEWS} x on x.id = a.review_id
     join {{people}} q on q.id = s.author_id
   where x.entry_id = n.id and {RELEASED})
"""
_SHOWN_TO_STUDENT = f"{RELEASED} and (w.number = v.number or %(number)s = 0 and w.number < v.number and {OPEN})"
_OF_STUDENT = f"""
select {notes_sql("v.id", _SHOWN_TO_STUDENT)}, {REPLIES_SQL}, v.number
from {{entries}} n join {{versions}} v on v.entry_id = n.id and v.recalled_at is null
where n.id = %(entry)s and (v.number = %(number)s or %(number)s = 0 and v.number = (
  select max(l.number) from {{versions}} l where l.entry_id = n.id and l.recalled_at is null))
"""


@dataclass(frozen=True)
class Reply:
    author_id: int
    author: str
    text: str
    written_at: datetime.datetime


@dataclass(frozen=True)
class Note:
    """A comment as it stands in one version: without `start` its passage is not there any more.

    `number` counts what is shown; a comment taken out of the draft has none.
    """

    public_id: uuid.UUID
    version: int
    start: int | None
    end: int | None
    exact: str
    kind: str
    text: str
    written_at: datetime.datetime
    is_deleted: bool
    resolved_at: datetime.datetime | None
    released_at: datetime.datetime | None
    author_id: int
    author: str
    is_carried: bool = False
    number: int = 0
    count: int = 0
    replies: list[Reply] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        return str(NoteKind(self.kind).label)

    @property
    def is_open(self) -> bool:
        return self.released_at is not None and self.resolved_at is None and self.kind != NoteKind.PRAISE

    @property
    def tone(self) -> str:
        tones = {NoteKind.DEEPEN: "clay", NoteKind.QUESTION: "sky", NoteKind.CORRECTION: "ochre"}
        return tones.get(NoteKind(self.kind), "leaf")

    @property
    def said_place(self) -> str:
        return _("%(number)s of %(count)s") % {"number": self.number, "count": self.count}


def released_notes(entry_id: int | None, number: int = 0) -> list[Note]:
    """What was released on the version of that number; with 0 on the last one, and what is still open of the others."""
    if entry_id is None:
        return []
    rows = fetch(_OF_STUDENT, entry=entry_id, number=number)
    return notes_of(*rows[0]) if rows else []


def notes_of(text: str | None, replies: str | None, shown: int) -> list[Note]:
    """In the order of the text; what was not found again comes last."""
    said: dict[str, list[Reply]] = {}
    for key, author_id, author, words, written_at, _pk in sorted(rows_of(replies), key=lambda row: row[5]):
        said.setdefault(key, []).append(Reply(author_id, author, words, moment(written_at)))
    notes = [_note(row, said.get(row[0], []), shown) for row in rows_of(text)]
    notes.sort(key=lambda note: (note.start is None, note.start or 0, note.end or 0, note.written_at))
    count = sum(not note.is_deleted for note in notes)
    numbered, number = [], 0
    for note in notes:
        number += not note.is_deleted
        numbered.append(replace(note, number=0 if note.is_deleted else number, count=count))
    return numbered


def _note(row: list, replies: list[Reply], shown: int) -> Note:
    key, version, start, end, exact, kind, text, written, deleted, resolved, released, author_id, author, at, to = row
    is_carried = version != shown
    return Note(
        public_id=uuid.UUID(key),
        version=version,
        start=at if is_carried else start,
        end=to if is_carried else end,
        exact=exact,
        kind=kind,
        text=text,
        written_at=moment(written),
        is_deleted=deleted is not None,
        resolved_at=moment(resolved),
        released_at=moment(released),
        author_id=author_id,
        author=author,
        is_carried=is_carried,
        replies=replies,
    )


def draw_notes(html: str, notes: list[Note]) -> str:
    """The text with the passages of its comments marked; those that are resolved leave no mark."""
    marks = [
        Mark(note.start, note.end, str(note.public_id), note.number, _sign(note))
        for note in notes
        if note.start is not None and note.end is not None and not note.is_deleted and note.resolved_at is None
    ]
    return draw_marks(html, marks) if marks else html


def _sign(note: Note) -> str:
    return _("Comment %(number)s: %(kind)s") % {"number": note.number, "kind": note.kind_label}
