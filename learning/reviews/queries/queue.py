"""The tutor's queue: who waits for `person`, the longest wait first. One statement a page, its counts included."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.accounts.models import User
from home.templatetags.roda import reading_minutes, waited
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import StaffAssignment
from learning.portfolio.clock import Pace, pace_of
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries.parts import BIGGEST_ID, alias_of, blind_sql, fetch, moment, person_name
from learning.reviews.models import Review

_TUTORS = f"s.person_id = %(person)s and s.role = '{StaffRole.TUTOR.value}'"
_COORDINATES = f"s.person_id = %(person)s and s.role = '{StaffRole.COORDINATOR.value}'"
# Her own tutoring groups, without what was given to somebody else; and what was given to her while she works there.
# Who tutors none sees what he coordinates, and so does who names a group.
_TUTORED = f"exists (select 1 from {{staff}} s where {_TUTORS} and s.tutoring_group_id = e.tutoring_group_id)"
_WORKS = "exists (select 1 from {staff} s where s.person_id = %(person)s and s.offering_id = e.offering_id)"
_OWN = f"((n.reader_id is null and {_TUTORED}) or (n.reader_id = %(person)s and {_WORKS}))"
_COORDINATED = f"exists (select 1 from {{staff}} s where {_COORDINATES} and s.offering_id = e.offering_id)"
_SCOPE = f"({_OWN} or (not exists (select 1 from {{staff}} s where {_TUTORS}) and {_COORDINATED}))"
_NAMED_SCOPE = f"e.tutoring_group_id = %(group)s and ({_OWN} or {_COORDINATED})"
_ANY_SCOPE = f"({_OWN} or {_COORDINATED})"
_OFFSET = "offset %(offset)s"
_STATES = f"'{EntryState.SUBMITTED.value}', '{EntryState.IN_REVIEW.value}'"
_WAITING = f"n.state in ({_STATES}) and not n.awaits_reader"
# Returned, and nothing came back for so many days (R01).
SILENT_DAYS = 10
_SILENT = f"(n.state = '{EntryState.RETURNED.value}' and n.returned_at < %(silent)s)"


def _last(column: str, entry: str) -> str:
    """Of the last version that stands."""
    return f"""
(select v.{column} from {{versions}} v where v.entry_id = {entry}.id and v.recalled_at is null
 order by v.number desc limit 1)
"""


@dataclass(frozen=True)
class QueueFilter:
    """`is_silent`: not who waits, but whom one waits for since the last reading."""

    group: int | None = None
    prompt: int | None = None
    intent: str = ""
    is_silent: bool = False


def _queue_sql(chosen: QueueFilter, limit: int, offset: str) -> str:
    """The statement for one kind of filter.

    PostgreSQL keeps a plan for good only where it is no worse than one made for the values: so what does not filter
    is not in the text, what never changes stands in it, and names are looked up for the rows shown instead of joined,
    outside of what cuts the page off: a late page would look up those of every row before it.
    Planning eight joins anew took ten times as long as answering.
    """
    which = [_SILENT if chosen.is_silent else _WAITING, _NAMED_SCOPE if chosen.group else _SCOPE]
    which += ["n.prompt_id = %(prompt)s"] if chosen.prompt else []
    which += [f"{_last('intent', 'n')} = %(intent)s"] if chosen.intent else []
    since = "n.returned_at" if chosen.is_silent else "n.waiting_since"
    return f"""
with waiting as (
  select n.id, n.public_id, n.state, n.round, {since} as since, n.prompt_id, e.student_id, e.course_id,
    e.tutoring_group_id, {blind_sql()} as is_blind,
    (select f.expected_days from {{offerings}} f where f.id = e.offering_id) as expected_days,
    (select f.latest_days from {{offerings}} f where f.id = e.offering_id) as latest_days
  from {{entries}} n join {{enrolments}} e on e.id = n.enrolment_id
    join {{prompts}} r on r.page_ptr_id = n.prompt_id
  where e.student_id <> %(person)s and {" and ".join(which)}
)
select w.public_id, (select {person_name("y")} from {{people}} y where y.id = w.student_id and not w.is_blind),
  (select p.title from {{pages}} p where p.id = w.prompt_id),
  (select c.title from {{pages}} c where c.id = w.course_id),
  (select g.name from {{groups}} g where g.id = w.tutoring_group_id),
  {_last("intent", "w")}, w.round, w.since, w.state, w.expected_days, w.latest_days,
  {_last("word_count", "w")},
  w.reviewer_id, (select {person_name("k")} from {{people}} k where k.id = w.reviewer_id),
  w.waiting, w.being_read, w.late
from (
  select w.*, z.reviewer_id, count(*) over () as waiting,
    sum(case when w.state = '{EntryState.IN_REVIEW.value}' then 1 else 0 end) over () as being_read,
    sum(case when {{days_waited}} > w.latest_days then 1 else 0 end) over () as late
  from waiting w
    left join {Review._meta.db_table} z on z.entry_id = w.id and z.released_at is null and z.set_aside_at is null
  order by w.since, w.id
  limit {limit:d} {offset}
) w
order by w.since, w.id
"""


# How many there are of each kind; `is_usual`: within what the queue shows unless a group is named.
COUNTS_SQL = f"""
select t.tutoring_group_id, t.prompt_id, (select p.title from {{pages}} p where p.id = t.prompt_id), t.intent,
  t.is_silent, t.is_usual, count(*)
from (
  select e.tutoring_group_id, n.prompt_id, {_last("intent", "n")} as intent,
    case when {_SILENT} then 1 else 0 end as is_silent, case when {_SCOPE} then 1 else 0 end as is_usual
  from {{entries}} n join {{enrolments}} e on e.id = n.enrolment_id
  where e.student_id <> %(person)s and (({_WAITING}) or {_SILENT}) and {_ANY_SCOPE}
) t
group by t.tutoring_group_id, t.prompt_id, t.intent, t.is_silent, t.is_usual
"""


GROUPS_SQL = f"""
select g.id, g.name, f.name from {{groups}} g join {{offerings}} f on f.id = g.offering_id
where exists (select 1 from {{staff}} s where {_TUTORS} and s.tutoring_group_id = g.id)
  or exists (select 1 from {{staff}} s where {_COORDINATES} and s.offering_id = g.offering_id)
order by f.name, g.name
"""


_TONES = {Pace.ON_TIME: "leaf", Pace.EXPECTED_PASSED: "ochre", Pace.LATEST_PASSED: "clay"}
_PACES = {
    Pace.ON_TIME: "",
    Pace.EXPECTED_PASSED: gettext_lazy("getting late"),
    Pace.LATEST_PASSED: gettext_lazy("too long"),
}


@dataclass(frozen=True)
class WaitingEntry:
    """A row of the queue. `pace` and its colour follow the days that its offering expects."""

    public_id: uuid.UUID
    student: str
    prompt: str
    course: str
    group: str
    intent: str
    round: int
    waiting_since: datetime.datetime
    pace: Pace
    state: str
    minutes: int
    reader: str
    is_mine: bool
    url: str
    open_url: str

    @property
    def waited(self) -> str:
        return waited(self.waiting_since)

    @property
    def days(self) -> int:
        return (timezone.now() - self.waiting_since).days

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
    def may_open(self) -> bool:
        return self.state == EntryState.SUBMITTED

    @property
    def tone(self) -> str:
        return _TONES[self.pace]

    @property
    def pace_label(self) -> str:
        """The colour in words; nothing while it is in time."""
        return str(_PACES[self.pace])

    @property
    def intent_label(self) -> str:
        return str(Intent(self.intent).label)


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
    values = {"group": min(chosen.group or 0, BIGGEST_ID), "prompt": min(chosen.prompt or 0, BIGGEST_ID)}
    found = fetch(
        _queue_sql(chosen, limit, _OFFSET if offset else ""),
        person=person.pk,
        **values,
        intent=chosen.intent,
        now=connection.ops.adapt_datetimefield_value(now),
        silent=_ago(now, SILENT_DAYS),
        offset=offset,
    )
    if not found:
        return Queue([])
    home = reverse("learning:review_queue")
    return Queue([_waiting_entry(row, person, now, home) for row in found], *found[0][14:])


def _ago(now: datetime.datetime, days: int) -> Any:
    return connection.ops.adapt_datetimefield_value(now - datetime.timedelta(days=days))


def _waiting_entry(row: tuple, person: User, now: datetime.datetime, home: str) -> WaitingEntry:
    key, student, prompt, course, group, intent, rounds, since, state, *rest = row[:14]
    expected, latest, words, reader_id, reader = rest
    public_id, waiting_since = uuid.UUID(str(key)), moment(since)
    return WaitingEntry(
        public_id=public_id,
        student=student or alias_of(public_id),
        prompt=prompt,
        course=course,
        group=group or "",
        intent=intent,
        round=rounds,
        waiting_since=waiting_since,
        pace=pace_of(now - waiting_since, expected, latest),
        state=state,
        minutes=reading_minutes(words or 0),
        reader=reader or "",
        is_mine=reader_id == person.pk,
        url=f"{home}{public_id}/",
        open_url=f"{home}{public_id}/abrir/",
    )


@dataclass(frozen=True)
class QueueCounts:
    """How many each choice of the filters would show, the other choices kept."""

    groups: dict[int, int]
    prompts: dict[int, tuple[str, int]]
    intents: dict[str, int]
    waiting: int
    silent: int


def queue_counts(person: User, chosen: QueueFilter) -> QueueCounts:
    """One query."""
    counted: dict[str, Counter[Any]] = {name: Counter() for name in ("group", "prompt", "intent", "side")}
    for group, prompt, title, intent, is_silent, is_usual, number in fetch(
        COUNTS_SQL, person=person.pk, silent=_ago(timezone.now(), SILENT_DAYS)
    ):
        fits = {
            "group": group == chosen.group if chosen.group else bool(is_usual),
            "prompt": chosen.prompt in (None, prompt),
            "intent": chosen.intent in ("", intent),
            "side": bool(is_silent) == chosen.is_silent,
        }
        keys = {"group": group, "prompt": (prompt, title), "intent": intent, "side": bool(is_silent)}
        for name, counter in counted.items():
            if all(fit for other, fit in fits.items() if other != name):
                counter[keys[name]] += number
    prompts = sorted(counted["prompt"].items(), key=lambda item: item[0][1])
    titled = {pk: (title, number) for (pk, title), number in prompts}
    sides = counted["side"]
    return QueueCounts(dict(counted["group"]), titled, dict(counted["intent"]), sides[False], sides[True])


# [3, 14]: the entry `n` is the third of fourteen that wait for the person; nothing where it does not wait for her.
PLACE = f"""
(select cast({{row}}(t.place, t.whole) as text) from (
  select n.id, row_number() over (order by n.waiting_since, n.id) as place, count(*) over () as whole
  from {{entries}} n join {{enrolments}} e on e.id = n.enrolment_id
  where e.student_id <> %(person)s and {_WAITING} and {_SCOPE}
) t where t.id = n.id)
"""


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
        given = Q(reader=person, enrolment__offering__in=places.values("offering"))
        entries = PortfolioEntry.objects.filter(Q(reader=None, enrolment__tutoring_group__in=tutored) | given)
    else:
        entries = PortfolioEntry.objects.in_charge(person)
    return entries.waiting().filter(awaits_reader=False).exclude(enrolment__student=person)


def next_waiting(person: User, after: PortfolioEntry) -> PortfolioEntry | None:
    """The one that waits longest and that nobody reads; `after` is the one just answered."""
    entries = queue_of(person).filter(state=EntryState.SUBMITTED).exclude(pk=after.pk)
    return entries.order_by("waiting_since", "pk").first()
