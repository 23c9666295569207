"""The tutor's queue: who waits for `person`, the longest wait first. One statement a page, its counts included."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.accounts.models import User
from home.templatetags.roda import waited
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import StaffAssignment
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries.parts import BIGGEST_ID, fetch, moment, person_name
from learning.reviews.models import Review

# What the coordination expects of a tutor unless it says otherwise, in days.
EXPECTED_DAYS = 2
LATEST_DAYS = 7

_TUTORS = f"s.person_id = %(person)s and s.role = '{StaffRole.TUTOR.value}'"
_COORDINATES = f"s.person_id = %(person)s and s.role = '{StaffRole.COORDINATOR.value}'"
# Her own tutoring groups. Who tutors none sees what he coordinates, and so does who names a group.
_OWN = f"exists (select 1 from {{staff}} s where {_TUTORS} and s.tutoring_group_id = e.tutoring_group_id)"
_COORDINATED = f"exists (select 1 from {{staff}} s where {_COORDINATES} and s.offering_id = e.offering_id)"
_SCOPE = f"({_OWN} or (not exists (select 1 from {{staff}} s where {_TUTORS}) and {_COORDINATED}))"
_NAMED_SCOPE = f"e.tutoring_group_id = %(group)s and ({_OWN} or {_COORDINATED})"
_INTENT = "where w.intent = %(intent)s"
_OFFSET = "offset %(offset)s"
_STATES = f"'{EntryState.SUBMITTED.value}', '{EntryState.IN_REVIEW.value}'"


def _queue_sql(scope: str, intent: str, limit: int, offset: str) -> str:
    """The statement for one kind of filter.

    PostgreSQL keeps a plan for good only where it is no worse than one made for the values: so what does not filter
    is not in the text, what never changes stands in it, and names are looked up for the rows shown instead of joined.
    Planning eight joins anew took ten times as long as answering.
    """
    return f"""
with waiting as (
  select n.id, n.public_id, n.state, n.round, n.waiting_since, n.prompt_id, e.student_id, e.course_id,
    e.tutoring_group_id,
    (select v.intent from {{versions}} v where v.entry_id = n.id and v.recalled_at is null
       order by v.number desc limit 1) as intent
  from {{entries}} n join {{enrolments}} e on e.id = n.enrolment_id
  where n.state in ({_STATES}) and e.student_id <> %(person)s and {scope}
)
select w.public_id, (select {person_name("y")} from {{people}} y where y.id = w.student_id),
  (select p.title from {{pages}} p where p.id = w.prompt_id),
  (select c.title from {{pages}} c where c.id = w.course_id),
  (select g.name from {{groups}} g where g.id = w.tutoring_group_id),
  w.intent, w.round, w.waiting_since,
  z.reviewer_id, (select {person_name("k")} from {{people}} k where k.id = z.reviewer_id),
  count(*) over (), sum(case when w.state = '{EntryState.IN_REVIEW.value}' then 1 else 0 end) over (),
  sum(case when w.waiting_since < %(late)s then 1 else 0 end) over ()
from waiting w
  left join {Review._meta.db_table} z on z.entry_id = w.id and z.released_at is null and z.set_aside_at is null
{intent}
order by w.waiting_since, w.id
limit {limit:d} {offset}
"""


GROUPS_SQL = f"""
select g.id, g.name, f.name from {{groups}} g join {{offerings}} f on f.id = g.offering_id
where exists (select 1 from {{staff}} s where {_TUTORS} and s.tutoring_group_id = g.id)
  or exists (select 1 from {{staff}} s where {_COORDINATES} and s.offering_id = g.offering_id)
order by f.name, g.name
"""


@dataclass(frozen=True)
class WaitingEntry:
    """A row of the queue. `tone` is of its days: leaf within what is expected, ochre after, clay beyond the latest."""

    public_id: uuid.UUID
    student: str
    prompt: str
    course: str
    group: str
    intent: str
    round: int
    waiting_since: datetime.datetime
    days: int
    reader: str
    is_mine: bool
    url: str
    open_url: str

    @property
    def waited(self) -> str:
        return waited(self.waiting_since)

    @property
    def place(self) -> str:
        return f"{self.course} · {self.group}" if self.group else self.course

    @property
    def round_note(self) -> str:
        return _(" · round %(number)s") % {"number": self.round + 1} if self.round else ""

    @property
    def reader_note(self) -> str:
        return _("%(name)s is reading it.") % {"name": self.reader}

    @property
    def tone(self) -> str:
        if self.days <= EXPECTED_DAYS:
            return "leaf"
        return "ochre" if self.days <= LATEST_DAYS else "clay"

    @property
    def intent_label(self) -> str:
        return str(Intent(self.intent).label)


@dataclass(frozen=True)
class QueueFilter:
    group: int | None = None
    intent: str = ""


@dataclass(frozen=True)
class Queue:
    """A part of the queue, and the counts of the whole."""

    rows: list[WaitingEntry]
    waiting: int = 0
    being_read: int = 0
    late: int = 0


def read_queue(person: User, chosen: QueueFilter | None = None, *, limit: int, offset: int = 0) -> Queue:
    chosen = chosen or QueueFilter()
    now = timezone.now()
    scope = _NAMED_SCOPE if chosen.group else _SCOPE
    text = _queue_sql(scope, _INTENT if chosen.intent else "", limit, _OFFSET if offset else "")
    found = fetch(
        text,
        person=person.pk,
        group=min(chosen.group or 0, BIGGEST_ID),
        intent=chosen.intent,
        late=connection.ops.adapt_datetimefield_value(now - datetime.timedelta(days=LATEST_DAYS)),
        offset=offset,
    )
    if not found:
        return Queue([])
    home = reverse("learning:review_queue")
    return Queue([_waiting_entry(row, person, now, home) for row in found], *found[0][10:])


def _waiting_entry(row: tuple, person: User, now: datetime.datetime, home: str) -> WaitingEntry:
    key, student, prompt, course, group, intent, rounds, since, reader_id, reader = row[:10]
    public_id, waiting_since = uuid.UUID(str(key)), moment(since)
    return WaitingEntry(
        public_id=public_id,
        student=student,
        prompt=prompt,
        course=course,
        group=group or "",
        intent=intent,
        round=rounds,
        waiting_since=waiting_since,
        days=(now - waiting_since).days,
        reader=reader or "",
        is_mine=reader_id == person.pk,
        url=f"{home}{public_id}/",
        open_url=f"{home}{public_id}/abrir/",
    )


def waiting_for(person: User, limit: int) -> list[WaitingEntry]:
    """Who waits longest for `person`, for her desk. One query."""
    return read_queue(person, limit=limit).rows


def groups_of(person: User) -> list[tuple[int, str]]:
    """The tutoring groups that she may choose from in the queue's filter: (id, "group · offering")."""
    return [(pk, f"{name} · {offering}") for pk, name, offering in fetch(GROUPS_SQL, person=person.pk)]


def queue_of(person: User) -> QuerySet[PortfolioEntry]:
    """The same queue as entries, for what acts on it."""
    places = StaffAssignment.objects.filter(person=person)
    tutored = places.filter(role=StaffRole.TUTOR).values("tutoring_group")
    if tutored.exists():
        entries = PortfolioEntry.objects.filter(enrolment__tutoring_group__in=tutored)
    else:
        entries = PortfolioEntry.objects.in_charge(person)
    return entries.waiting().exclude(enrolment__student=person)


def next_waiting(person: User, after: PortfolioEntry) -> PortfolioEntry | None:
    """The one that waits longest and that nobody reads; `after` is the one just answered."""
    entries = queue_of(person).filter(state=EntryState.SUBMITTED).exclude(pk=after.pk)
    return entries.order_by("waiting_since", "pk").first()
