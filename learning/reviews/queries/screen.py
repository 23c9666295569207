"""An entry before its reviewer: whose it is, what was asked, what was sent, and what was said so far. One statement."""

import datetime
import json
import uuid
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.accounts.models import User
from learning.courses.enums import ChangeRequirement
from learning.courses.rubric_sheets import JudgedCriterion, judged_criteria, read_sheet
from learning.enrolment.enums import StaffRole
from learning.portfolio.enums import ReadingKind
from learning.portfolio.models import EntryVersion, PortfolioReading
from learning.portfolio.queries.citing import CitedRecord, cited_with_version
from learning.portfolio.queries.parts import (
    PROMPT_WIDTH,
    Attachment,
    Prompt,
    VersionRow,
    alias_of,
    attachment_of,
    attachments_of,
    blind_sql,
    day_of,
    fetch,
    moment,
    person_name,
    rows_of,
    uuid_value,
    version_rows,
)
from learning.portfolio.transitions import Actor, offered
from learning.reviews.enums import Decision
from learning.reviews.models import Review
from learning.reviews.queries.annotations import OPEN, RELEASED, REPLIES_SQL, Note, notes_of, notes_sql
from learning.reviews.queries.queue import LEADS, PLACE, TUTORED

_REVIEWS = Review._meta.db_table
_RELEASED = f"""
(select cast({{list}}({{row}}(x.id, w.number, {person_name("q")}, x.decision, x.overall, x.request,
                              cast(x.grade as text), x.suggested_on, x.released_at, x.seen_at, x.passed,
                              cast(x.judgement as text), w.rubric_version_id, cast(w.self_assessment as text))) as text)
   from {_REVIEWS} x join {{versions}} w on w.id = x.version_id join {{people}} q on q.id = x.reviewer_id
   where x.entry_id = n.id and x.released_at is not null)
"""
_RUBRICS = """
(select cast({list}({row}(b.id, cast(b.content as text))) as text) from {rubrics} b
   where b.id in (select w.rubric_version_id from {versions} w where w.entry_id = n.id))
"""
_FILES = Review.attachments.through._meta.db_table


def _files_sql(which: str) -> str:
    return f"""
(select cast({{list}}({{row}}(x.id, {{file}})) as text)
   from {_FILES} a join {{uploads}} u on u.id = a.upload_id join {_REVIEWS} x on x.id = a.review_id
   where x.entry_id = n.id and {which})
"""


RELEASED_SQL = f"""
select {_RELEASED}, {_RUBRICS}, {_files_sql("x.released_at is not null")} from {{entries}} n where n.id = %(entry)s
"""
# The keys of the forms that she released, for her device to let go of their words.
_OWN_KEYS = f"""
(select cast({{list}}({{row}}(x.key)) as text) from {_REVIEWS} x
   where x.entry_id = n.id and x.reviewer_id = %(person)s and x.released_at is not null)
"""
# Of a draft only what its own reader wrote.
_OWN_DRAFT = "x.id = z.id and z.reviewer_id = %(person)s"
_NOTES_SHOWN = f"""
(({RELEASED} or {_OWN_DRAFT}) and (w.number = shown.number or (w.number < shown.number and {OPEN})))
"""

# Her reading of it today stands already: one row a version and day.
_NOTED = f"""
exists (select 1 from {PortfolioReading._meta.db_table} t where t.reader_id = %(person)s and t.version_id = shown.id
  and t.kind = '{ReadingKind.TEXT.value}' and t.read_on = %(today)s)
"""

# In charge: tutor of the student's group, coordinator of her offering, or named to read it; never the student herself.
SCREEN_SQL = f"""
select r.page_ptr_id, p.title, c.slug, c.title, coalesce(o.rev, 0), {{prompt}}, cast(rubric.content as text),
  n.id, n.public_id, n.state, n.waiting_since, n.accepted_at, {person_name("y")}, g.name, f.name, d.saved_at,
  e.id, e.public_id, e.student_id, {blind_sql()},
  z.reviewer_id, {person_name("k")}, z.renewed_at, z.id, z.draft_number, z.overall, z.request, z.grade, z.suggested_on,
  cast(z.judgement as text), z.saved_with,
  {{version_list}},
  {_RELEASED}, {_RUBRICS}, {_files_sql(f"(x.released_at is not null or {_OWN_DRAFT})")},
  {notes_sql("shown.id", _NOTES_SHOWN)}, {REPLIES_SQL}, cast(judged.self_assessment as text),
  shown.id, shown.number, shown.text,
  (select cast({{list}}({{file}}) as text) from {{version_files}} a join {{uploads}} u on u.id = a.upload_id
     where a.entryversion_id = shown.id),
  {PLACE}, {_OWN_KEYS}, {_NOTED}, n.awaits_reader, {LEADS}, {TUTORED}
from {{entries}} n
  join {{enrolments}} e on e.id = n.enrolment_id and e.student_id <> %(person)s
  join {{offerings}} f on f.id = e.offering_id
  join {{people}} y on y.id = e.student_id
  join {{prompts}} r on r.page_ptr_id = n.prompt_id
  join {{pages}} p on p.id = r.page_ptr_id
  join {{pages}} c on c.id = e.course_id
  left join {{outlines}} o on o.course_id = e.course_id
  left join {{groups}} g on g.id = e.tutoring_group_id
  left join {{drafts}} d on d.entry_id = n.id
  left join {_REVIEWS} z on z.entry_id = n.id and z.released_at is null and z.set_aside_at is null
  left join {{people}} k on k.id = z.reviewer_id
  join {{versions}} shown on shown.entry_id = n.id and shown.number = (
    select max(b.number) from {{versions}} b where b.entry_id = n.id and b.recalled_at is null
      and (b.number = %(number)s or not exists (
        select 1 from {{versions}} h where h.entry_id = n.id and h.recalled_at is null and h.number = %(number)s)))
  join {{versions}} judged on judged.id = coalesce(z.version_id, shown.id)
  left join {{rubrics}} rubric on rubric.id = judged.rubric_version_id
where n.public_id = %(entry)s and exists (
  select 1 from {{staff}} s where s.person_id = %(person)s and (
    (s.role = %(tutor)s and s.tutoring_group_id = e.tutoring_group_id)
    or (s.role = %(coordinator)s and s.offering_id = e.offering_id)
    or (n.reader_id = s.person_id and s.offering_id = e.offering_id)))
"""


@dataclass(frozen=True)
class ReleasedReview:
    pk: int
    version: int
    reviewer: str
    decision: str
    overall: str
    request: str
    grade: Decimal | None
    suggested_on: datetime.date | None
    released_at: datetime.datetime
    seen_at: datetime.datetime | None
    passed: bool | None = None
    judged: list[JudgedCriterion] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label)


def released_reviews(entry_id: int | None) -> list[ReleasedReview]:
    """What was released on an entry, newest first. Drafts never come through here."""
    if entry_id is None:
        return []
    return _released(*fetch(RELEASED_SQL, entry=entry_id)[0])


def _released(text: str | None, rubrics_text: str | None, files: str | None) -> list[ReleasedReview]:
    rubrics, attached = dict(rows_of(rubrics_text)), _files_by_review(files)
    reviews = [_released_review(row, rubrics, attached.get(row[0], [])) for row in rows_of(text)]
    return sorted(reviews, key=lambda review: review.released_at, reverse=True)


def _released_review(row: list, rubrics: dict[int, str], attachments: list[Attachment]) -> ReleasedReview:
    *words, grade, day, released, seen, passed, judgement, rubric, own = row
    judged = judged_criteria(read_sheet(rubrics[rubric]), json.loads(judgement), json.loads(own)) if rubric else []
    rest: list[Any] = [_grade(grade), day_of(day), moment(released), moment(seen)]
    rest += [None if passed is None else bool(passed), judged, attachments]
    return ReleasedReview(*words, *rest)


def _files_by_review(text: str | None) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for pk, file in rows_of(text):
        found.setdefault(pk, []).append(attachment_of(file))
    return found


def _grade(value: str | float | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class OpenReview:
    """The draft of whoever reads now."""

    reader_id: int
    reader: str
    renewed_at: datetime.datetime
    pk: int
    draft_number: int
    overall: str
    request: str
    grade: Decimal | None
    suggested_on: datetime.date | None
    judgement: dict
    saved_with: uuid.UUID | None


@dataclass(frozen=True)
class WorkFile:
    url: str
    name: str
    media_type: str
    size: int

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_audio(self) -> bool:
        return self.media_type.startswith("audio/")

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


def file_name(name: str, number: int) -> str:
    """A name for a file that says nothing of whose it is."""
    return f"{_('file')}-{number}.{name.rpartition('.')[2]}"


@dataclass(frozen=True)
class ReviewScreen:
    """`reading` is None while nobody reads; its words are for its reader alone.

    `place` is (3, 14) for the third of fourteen that wait for whoever looks.
    `is_blind`: whoever looks reads without names, and `student` is an alias.
    `is_noted`: that she read this version today is written down.
    `is_led`, `is_tutored`: she coordinates the student's class, tutors her group; neither where she was only named.
    The prompt's rubric is the one that applied when the version was sent; `self_assessment` is what its writer chose.
    """

    prompt: Prompt
    entry_id: int
    public_id: uuid.UUID
    state: str
    waiting_since: datetime.datetime | None
    accepted_at: datetime.datetime | None
    student: str
    group: str
    offering: str
    draft_saved_at: datetime.datetime | None
    enrolment_id: int
    enrolment_key: uuid.UUID
    student_id: int
    is_blind: bool
    reading: OpenReview | None
    versions: list[VersionRow]
    reviews: list[ReleasedReview]
    notes: list[Note]
    draft_files: list[Attachment]
    shown: VersionRow
    shown_id: int
    text: str
    attachments: list[Attachment]
    place: tuple[int, ...]
    self_assessment: dict
    released_keys: list[uuid.UUID]
    is_noted: bool
    awaits_reader: bool
    is_led: bool
    is_tutored: bool

    def is_read_by(self, person: User) -> bool:
        return self.reading is not None and self.reading.reader_id == person.pk

    @property
    def files(self) -> list[WorkFile]:
        """What came with the version shown, under names that tell nothing where it is read without names."""
        return [
            WorkFile(
                reverse("learning:review_file", args=[self.public_id, self.shown.number, number]),
                file_name(file.name, number) if self.is_blind else file.name,
                file.media_type,
                file.size,
            )
            for number, file in enumerate(sorted(self.attachments, key=lambda file: file.public_id), 1)
        ]

    def may_annotate(self, person: User) -> bool:
        """On the version that she reads, which is the last one that stands."""
        return self.is_read_by(person) and self.shown.number == self.versions[0].number

    @property
    def earlier(self) -> list[VersionRow]:
        """What the version shown can be compared with, the nearest first."""
        return [version for version in self.versions if version.number < self.shown.number]

    @property
    def offers(self) -> list[str]:
        """What the table of transitions lets a reviewer do now."""
        return offered(self.state, Actor.REVIEWER)


def review_screen(person: User, public_id: uuid.UUID, number: int = 0) -> ReviewScreen | None:
    """With the version of that `number`, else the last one that stands.

    None where she is not in charge, where it is her own, or where nothing was sent.
    """
    today = timezone.localdate().isoformat()
    values = {"entry": uuid_value(public_id), "number": number, "person": person.pk, "today": today}
    rows = fetch(SCREEN_SQL, **values, tutor=StaffRole.TUTOR.value, coordinator=StaffRole.COORDINATOR.value)
    return _make_screen(rows[0]) if rows else None


def _make_screen(row: tuple) -> ReviewScreen:
    rest = row[PROMPT_WIDTH:]
    entry_id, key, state, waiting_since, accepted_at, student, group, offering, draft_saved_at = rest[:9]
    enrolment_id, enrolment_key, student_id, is_blind = rest[9:13]
    versions, reviews, rubrics, files, notes, replies, own, shown_id, number, text, attachments, *last = rest[24:]
    standing = [version for version in version_rows(versions) if version.recalled_at is None]
    public_id, reading = uuid.UUID(str(key)), _open_review(rest[13:24])
    return ReviewScreen(
        prompt=Prompt.of_row(row[:PROMPT_WIDTH]),
        entry_id=entry_id,
        public_id=public_id,
        state=state,
        waiting_since=moment(waiting_since),
        accepted_at=moment(accepted_at),
        student=alias_of(public_id) if is_blind else student,
        group=group or "",
        offering=offering,
        draft_saved_at=moment(draft_saved_at),
        enrolment_id=enrolment_id,
        enrolment_key=uuid.UUID(str(enrolment_key)),
        student_id=student_id,
        is_blind=bool(is_blind),
        reading=reading,
        versions=standing,
        reviews=_released(reviews, rubrics, files),
        notes=_nameless(notes_of(notes, replies, number), student_id, public_id, bool(is_blind)),
        draft_files=_files_by_review(files).get(reading.pk, []) if reading else [],
        shown=next(version for version in standing if version.number == number),
        shown_id=shown_id,
        text=text,
        attachments=attachments_of(attachments),
        place=tuple(json.loads(last[0])) if last[0] else (),
        self_assessment=json.loads(own),
        released_keys=[uuid.UUID(key) for (key,) in rows_of(last[1])],
        is_noted=bool(last[2]),
        awaits_reader=bool(last[3]),
        is_led=bool(last[4]),
        is_tutored=bool(last[5]),
    )


def _nameless(notes: list[Note], student_id: int, public_id: uuid.UUID, is_blind: bool) -> list[Note]:
    """Her answers carry her name, unless it is not to be known."""
    if not is_blind:
        return notes
    alias = alias_of(public_id)
    return [
        replace(note, replies=[replace(r, author=alias) if r.author_id == student_id else r for r in note.replies])
        for note in notes
    ]


def _open_review(row: tuple) -> OpenReview | None:
    reader_id, reader, renewed_at, pk, number, overall, request, grade, suggested_on, judgement, saved_with = row
    if reader_id is None:
        return None
    words = (pk, number, overall, request, _grade(grade), suggested_on, json.loads(judgement))
    key = saved_with and uuid.UUID(str(saved_with))
    return OpenReview(reader_id, reader, moment(renewed_at), *words, key)


def version_of(entry_id: int, number: int) -> EntryVersion:
    """A version that stands."""
    return EntryVersion.objects.standing().get(entry=entry_id, number=number)


def screen_cites(screen: ReviewScreen) -> list[CitedRecord]:
    """The changes at work that came with the version shown. No query where the prompt asks for none."""
    if screen.prompt.asks_change == ChangeRequirement.NONE:
        return []
    return cited_with_version(screen.entry_id, screen.shown.number)
