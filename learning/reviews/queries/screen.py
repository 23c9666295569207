"""An entry before its reviewer: whose it is, what was asked, what was sent, and what was said so far. One statement."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from home.accounts.models import User
from learning.enrolment.enums import StaffRole
from learning.portfolio.queries.parts import (
    Attachment,
    Prompt,
    VersionRow,
    attachments_of,
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

_REVIEWS = Review._meta.db_table
_RELEASED = f"""
(select cast({{list}}({{row}}(w.number, {person_name("q")}, x.decision, x.overall, x.request, cast(x.grade as text),
                              x.suggested_on, x.released_at, x.seen_at)) as text)
   from {_REVIEWS} x join {{versions}} w on w.id = x.version_id join {{people}} q on q.id = x.reviewer_id
   where x.entry_id = n.id and x.released_at is not null)
"""
RELEASED_SQL = f"select {_RELEASED} from {{entries}} n where n.id = %(entry)s"

# In charge: tutor of the student's group, or coordinator of her offering; never the student herself.
SCREEN_SQL = f"""
select r.page_ptr_id, p.title, c.slug, c.title, coalesce(o.rev, 0), {{prompt}},
  n.id, n.public_id, n.state, n.waiting_since, n.accepted_at, {person_name("y")}, g.name, f.name, d.saved_at,
  z.reviewer_id, {person_name("k")}, z.renewed_at, z.id, z.draft_number, z.overall, z.request, z.grade, z.suggested_on,
  {{version_list}},
  {_RELEASED},
  shown.number, shown.text,
  (select cast({{list}}({{file}}) as text) from {{version_files}} a join {{uploads}} u on u.id = a.upload_id
     where a.entryversion_id = shown.id)
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
where n.public_id = %(entry)s and exists (
  select 1 from {{staff}} s where s.person_id = %(person)s and (
    (s.role = %(tutor)s and s.tutoring_group_id = e.tutoring_group_id)
    or (s.role = %(coordinator)s and s.offering_id = e.offering_id)))
"""


@dataclass(frozen=True)
class ReleasedReview:
    version: int
    reviewer: str
    decision: str
    overall: str
    request: str
    grade: Decimal | None
    suggested_on: datetime.date | None
    released_at: datetime.datetime
    seen_at: datetime.datetime | None

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label)


def released_reviews(entry_id: int | None) -> list[ReleasedReview]:
    """What was released on an entry, newest first. Drafts never come through here."""
    if entry_id is None:
        return []
    return _released(fetch(RELEASED_SQL, entry=entry_id)[0][0])


def _released(text: str | None) -> list[ReleasedReview]:
    reviews = [
        ReleasedReview(
            version, reviewer, decision, overall, request, _grade(grade), _day(day), moment(released), moment(seen)
        )
        for version, reviewer, decision, overall, request, grade, day, released, seen in rows_of(text)
    ]
    return sorted(reviews, key=lambda review: review.released_at, reverse=True)


def _grade(value: str | float | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.1"))


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


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


@dataclass(frozen=True)
class ReviewScreen:
    """`reading` is None while nobody reads; its words are for its reader alone."""

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
    reading: OpenReview | None
    versions: list[VersionRow]
    reviews: list[ReleasedReview]
    shown: VersionRow
    text: str
    attachments: list[Attachment]

    def is_read_by(self, person: User) -> bool:
        return self.reading is not None and self.reading.reader_id == person.pk

    @property
    def offers(self) -> list[str]:
        """What the table of transitions lets a reviewer do now."""
        return offered(self.state, Actor.REVIEWER)


def review_screen(person: User, public_id: uuid.UUID, number: int = 0) -> ReviewScreen | None:
    """With the version of that `number`, else the last one that stands.

    None where she is not in charge, where it is her own, or where nothing was sent.
    """
    values = {"entry": uuid_value(public_id), "number": number, "person": person.pk}
    rows = fetch(SCREEN_SQL, **values, tutor=StaffRole.TUTOR.value, coordinator=StaffRole.COORDINATOR.value)
    return _make_screen(rows[0]) if rows else None


def _make_screen(row: tuple) -> ReviewScreen:
    entry_id, public_id, state, waiting_since, accepted_at, student, group, offering, draft_saved_at = row[15:24]
    versions, reviews, number, text, files = row[33:]
    standing = [version for version in version_rows(versions) if version.recalled_at is None]
    return ReviewScreen(
        prompt=Prompt.of_row(row[:15]),
        entry_id=entry_id,
        public_id=uuid.UUID(str(public_id)),
        state=state,
        waiting_since=moment(waiting_since),
        accepted_at=moment(accepted_at),
        student=student,
        group=group or "",
        offering=offering,
        draft_saved_at=moment(draft_saved_at),
        reading=_open_review(row[24:33]),
        versions=standing,
        reviews=_released(reviews),
        shown=next(version for version in standing if version.number == number),
        text=text,
        attachments=attachments_of(files),
    )


def _open_review(row: tuple) -> OpenReview | None:
    reader_id, reader, renewed_at, pk, number, overall, request, grade, suggested_on = row
    if reader_id is None:
        return None
    return OpenReview(reader_id, reader, moment(renewed_at), pk, number, overall, request, _grade(grade), suggested_on)
