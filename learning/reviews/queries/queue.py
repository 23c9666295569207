"""The tutor's queue: who waits for `person`, the longest wait first. One statement a page, its counts included."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from home.templatetags.roda import reading_minutes
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import StaffAssignment
from learning.portfolio.clock import Pace, pace_of
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries.parts import BIGGEST_ID, alias_of, blind_sql, fetch, moment, person_name, rows_of
from learning.reviews.models import Review

# Who looks, in words that tell the planner nothing of how much she has to read (`_queue_sql`).
_PERSON = "(select %(person)s)"
_TUTORS = f"s.person_id = {_PERSON} and s.role = '{StaffRole.TUTOR.value}'"
_COORDINATES = f"s.person_id = {_PERSON} and s.role = '{StaffRole.COORDINATOR.value}'"
TUTORED = f"exists (select 1 from {{staff}} s where {_TUTORS} and s.tutoring_group_id = e.tutoring_group_id)"
LEADS = f"exists (select 1 from {{staff}} s where {_COORDINATES} and s.offering_id = e.offering_id)"
_WORKS = f"exists (select 1 from {{staff}} s where s.person_id = {_PERSON} and s.offering_id = e.offering_id)"
_OWN = f"((n.reader_id is null and {TUTORED}) or (n.reader_id = {_PERSON} and {_WORKS}))"
_STATES = f"'{EntryState.SUBMITTED.value}', '{EntryState.IN_REVIEW.value}'"
_WAITING = f"n.state in ({_STATES}) and not n.awaits_reader"
# Returned, and nothing came back for so many days (R01).
SILENT_DAYS = 10
_RETURNED = f"n.state = '{EntryState.RETURNED.value}'"


def _in_charge(columns: str, which: str) -> str:
    """Of her own tutoring groups, without what was given to somebody else; given to her while she works there; and
    what she coordinates beside. `is_usual`: who tutors sees what he coordinates only where he names a group.

    Each part begins with her few places: a queue takes as long as her classes are large, not as the house is.
    """
    which = f"{which} and e.student_id <> %(person)s"
    return f"""
select {columns}, 1 as is_usual
  from {{staff}} s join {{enrolments}} e on e.tutoring_group_id = s.tutoring_group_id
    join {{entries}} n on n.enrolment_id = e.id
  where {_TUTORS} and n.reader_id is null and {which}
union all
select {columns}, 1 from {{entries}} n join {{enrolments}} e on e.id = n.enrolment_id
  where n.reader_id = {_PERSON} and {_WORKS} and {which}
union all
select {columns}, case when exists (select 1 from {{staff}} s where {_TUTORS}) then 0 else 1 end
  from {{staff}} s join {{enrolments}} e on e.offering_id = s.offering_id
    join {{entries}} n on n.enrolment_id = e.id
  where {_COORDINATES} and not coalesce({_OWN}, false) and {which}
"""


def _last(column: str) -> str:
    """Of the last version of the entry `n` that stands."""
    return f"""
(select v.{column} from {{versions}} v where v.entry_id = n.id and v.recalled_at is null
 order by v.number desc limit 1)
"""


@dataclass(frozen=True)
class QueueFilter:
    """`is_silent`: not who waits, but whom one waits for since the last reading."""

    group: int | None = None
    prompt: int | None = None
    intent: str = ""
    is_silent: bool = False


_COLUMNS = """
n.id, n.public_id, n.state, n.round, n.prompt_id, n.waiting_since, n.returned_at,
  e.student_id, e.offering_id, e.tutoring_group_id
"""
# All that the filters may show, once.
_MINE = f"""
select w.* from (
  select n.*, case when {_RETURNED} then n.returned_at else n.waiting_since end as since,
    case when {_RETURNED} then 1 else 0 end as is_silent, {_last("intent")} as intent
  from ({_in_charge(_COLUMNS, f"(({_WAITING}) or {_RETURNED})")}) n
) w
where w.is_silent = 0 or {{more_days_than}} {SILENT_DAYS}
"""
# What is said of many rows is looked up for the kind, not for the row.
_KINDS = f"""
(select cast({{list}}({{row}}(k.offering_id, k.tutoring_group_id, k.prompt_id, k.intent, k.is_silent, k.is_usual,
    k.number, k.being_read, k.late, (select p.title from {{pages}} p where p.id = k.prompt_id), c.title,
    (select g.name from {{groups}} g where g.id = k.tutoring_group_id), f.expected_days, f.latest_days)) as text)
from (
  select w.offering_id, w.tutoring_group_id, w.prompt_id, w.intent, w.is_silent, w.is_usual, count(*) as number,
    sum(case when w.state = '{EntryState.IN_REVIEW.value}' then 1 else 0 end) as being_read,
    sum(case when {{more_days_than}} o.latest_days then 1 else 0 end) as late
  from mine w join {{offerings}} o on o.id = w.offering_id
  group by w.offering_id, w.tutoring_group_id, w.prompt_id, w.intent, w.is_silent, w.is_usual
) k join {{offerings}} f on f.id = k.offering_id join {{pages}} c on c.id = f.course_id)
"""
_GROUPS = f"""
(select cast({{list}}({{row}}(h.id, h.name, h.offering)) as text) from (
  select g.id, g.name, f.name as offering from {{groups}} g join {{offerings}} f on f.id = g.offering_id
  where exists (select 1 from {{staff}} s where {_TUTORS} and s.tutoring_group_id = g.id)
    or exists (select 1 from {{staff}} s where {_COORDINATES} and s.offering_id = g.offering_id)
  order by f.name, g.name
) h)
"""
GROUPS_SQL = f"select {_GROUPS}"


def _queue_sql(chosen: QueueFilter, limit: int, offset: str) -> str:
    """The statement for one kind of filter.

    PostgreSQL keeps a plan for good only where it is no worse than one made for the values: so what does not filter
    is not in the text, what never changes stands in it, no condition says how much of a table it leaves, and names
    are looked up behind what cuts the page off: a late page would look up those of every row before it.
    """
    which = [f"w.is_silent = {chosen.is_silent:d}"]
    which += ["w.tutoring_group_id = %(group)s" if chosen.group else "w.is_usual = 1"]
    which += ["w.prompt_id = %(prompt)s"] if chosen.prompt else []
    which += ["w.intent = %(intent)s"] if chosen.intent else []
    return f"""
with mine as ({_MINE})
select {_KINDS}, {_GROUPS},
  (select cast({{list}}({{row}}(n.id, n.public_id, n.offering_id, n.tutoring_group_id, n.prompt_id, n.intent, n.state,
      n.round, n.since, case when {blind_sql(offering="n.offering_id")} then '' else {person_name("y")} end,
      {_last("word_count")}, z.reviewer_id, {person_name("k")})) as text)
  from (
    select w.* from mine w where {" and ".join(which)} order by w.since, w.id limit {limit:d} {offset}
  ) n join {{prompts}} r on r.page_ptr_id = n.prompt_id join {{people}} y on y.id = n.student_id
    left join {Review._meta.db_table} z on z.entry_id = n.id and z.released_at is null and z.set_aside_at is null
    left join {{people}} k on k.id = z.reviewer_id)
"""


_TONES = {Pace.ON_TIME: "leaf", Pace.EXPECTED_PASSED: "ochre", Pace.LATEST_PASSED: "clay"}


class WaitingEntry(NamedTuple):
    """A row of the queue. `pace` and its colour follow the days that its offering expects."""

    public_id: uuid.UUID
    student: str
    prompt: str
    course: str
    group: str
    intent: str
    round: int
    waiting_since: datetime.datetime
    passed: datetime.timedelta
    pace: Pace
    state: str
    minutes: int
    reader: str
    is_mine: bool
    url: str
    open_url: str

    @property
    def days(self) -> int:
        return self.passed.days

    @property
    def place(self) -> str:
        return f"{self.course} · {self.group}" if self.group else self.course

    @property
    def may_open(self) -> bool:
        return self.state == EntryState.SUBMITTED

    @property
    def tone(self) -> str:
        return _TONES[self.pace]

    @property
    def intent_label(self) -> str:
        return str(Intent(self.intent).label)


@dataclass(frozen=True)
class QueueCounts:
    """How many each choice of the filters would show, the other choices kept."""

    groups: dict[int, int]
    prompts: dict[int, tuple[str, int]]
    intents: dict[str, int]
    waiting: int
    silent: int


@dataclass(frozen=True)
class Queue:
    """A part of what `chosen` shows, and counts of the whole. `groups`: those to choose from, (id, "group · offering").

    A group that is none of them was not taken over into `chosen`.
    """

    chosen: QueueFilter
    groups: list[tuple[int, str]]
    rows: list[WaitingEntry]
    counts: QueueCounts
    waiting: int
    being_read: int
    late: int


def read_queue(person: User, chosen: QueueFilter | None = None, *, limit: int, offset: int = 0) -> Queue:
    """One query, and one more where `chosen` names somebody else's group."""
    chosen = chosen or QueueFilter()
    now = timezone.now()
    [(kinds_text, groups_text, rows_text)] = fetch(
        _queue_sql(chosen, limit, "offset %(offset)s" if offset else ""),
        person=person.pk,
        group=min(chosen.group or 0, BIGGEST_ID),
        prompt=min(chosen.prompt or 0, BIGGEST_ID),
        intent=chosen.intent,
        now=connection.ops.adapt_datetimefield_value(now),
        offset=offset,
    )
    groups = _named_groups(groups_text)
    if chosen.group and chosen.group not in dict(groups):
        return read_queue(person, replace(chosen, group=None), limit=limit, offset=offset)
    kinds = [_Kind(*row) for row in rows_of(kinds_text)]
    said = {(kind.offering, kind.group, kind.prompt): kind for kind in kinds}
    home = reverse("learning:review_queue")
    # A list of joined rows need not keep the page's order. As text moments sort as they do in time.
    found = sorted(rows_of(rows_text), key=itemgetter(8, 0))
    shown = [kind for kind in kinds if all(kind.fits(chosen))]
    return Queue(
        chosen,
        groups,
        [_waiting_entry(row, said, person.pk, now, home) for row in found],
        _counts(kinds, chosen),
        sum(kind.number for kind in shown),
        sum(kind.being_read for kind in shown),
        sum(kind.late for kind in shown),
    )


class _Kind(NamedTuple):
    """So many entries of which the filters cannot tell one from the other, with what is said of each."""

    offering: int
    group: int | None
    prompt: int
    intent: str
    is_silent: int
    is_usual: int
    number: int
    being_read: int
    late: int
    title: str
    course: str
    group_name: str | None
    expected_days: int
    latest_days: int

    def fits(self, chosen: QueueFilter) -> tuple[bool, bool, bool, bool]:
        """Group, prompt, intent and side, each by itself."""
        return (
            self.group == chosen.group if chosen.group else bool(self.is_usual),
            chosen.prompt in (None, self.prompt),
            chosen.intent in ("", self.intent),
            bool(self.is_silent) == chosen.is_silent,
        )


def _waiting_entry(
    row: list, said: dict[tuple, _Kind], person_id: int, now: datetime.datetime, home: str
) -> WaitingEntry:
    _pk, key, offering, group, prompt, intent, state, rounds, since, student, words, reader_id, reader = row
    kind = said[offering, group, prompt]
    public_id, waiting_since = uuid.UUID(key), moment(since)
    passed = now - waiting_since
    url = f"{home}{public_id}/"
    return WaitingEntry(
        public_id=public_id,
        student=student or alias_of(public_id),
        prompt=kind.title,
        course=kind.course,
        group=kind.group_name or "",
        intent=intent,
        round=rounds,
        waiting_since=waiting_since,
        passed=passed,
        pace=pace_of(passed, kind.expected_days, kind.latest_days),
        state=state,
        minutes=reading_minutes(words or 0),
        reader=reader or "",
        is_mine=reader_id == person_id,
        url=url,
        open_url=f"{url}abrir/",
    )


def _counts(kinds: list[_Kind], chosen: QueueFilter) -> QueueCounts:
    counters: tuple[Counter[Any], ...] = (Counter(), Counter(), Counter(), Counter())
    for kind in kinds:
        fits = kind.fits(chosen)
        if sum(fits) < 3:
            continue
        keys = (kind.group, (kind.title, kind.prompt), kind.intent, kind.is_silent)
        for counter, key, own in zip(counters, keys, fits, strict=True):
            # The others fit: all of them, or all but this one.
            if not own or all(fits):
                counter[key] += kind.number
    groups, prompts, intents, sides = counters
    titled = {pk: (title, number) for (title, pk), number in sorted(prompts.items())}
    return QueueCounts(dict(groups), titled, dict(intents), sides[0], sides[1])


# [3, 14]: the entry `n` is the third of fourteen that wait for the person; nothing where it does not wait for her.
PLACE = f"""
(select cast({{row}}(
    sum(case when t.since < n.waiting_since or (t.since = n.waiting_since and t.id <= n.id) then 1 else 0 end),
    count(*)) as text)
  from ({_in_charge("n.id, n.waiting_since as since", _WAITING)}) t
  where t.is_usual = 1 having sum(case when t.id = n.id then 1 else 0 end) = 1)
"""


def waiting_for(person: User, limit: int) -> list[WaitingEntry]:
    """Who waits longest for `person`, for her desk. One query."""
    return read_queue(person, limit=limit).rows


def groups_of(person: User) -> list[tuple[int, str]]:
    """The tutoring groups that she may choose from in the queue's filter: (id, "group · offering")."""
    return _named_groups(fetch(GROUPS_SQL, person=person.pk)[0][0])


def _named_groups(text: str | None) -> list[tuple[int, str]]:
    return [(pk, f"{name} · {offering}") for pk, name, offering in rows_of(text)]


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
