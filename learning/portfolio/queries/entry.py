"""A prompt as its reader finds it: with her entry, draft, versions and files. Nobody else's draft is ever read."""

import datetime
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from learning.courses.enums import ItemKind
from learning.courses.models import ReadItem, ReflectionPage
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.portfolio.dates import Dates, Days
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries.dates import Calendar, Place, calendar_rows
from learning.portfolio.queries.parts import (
    BIGGEST_ID,
    PROMPT_WIDTH,
    ArrivingFile,
    Attachment,
    Prompt,
    VersionRow,
    arriving_files,
    attachments_of,
    day_of,
    fetch,
    moment,
    rows_of,
    version_rows,
)
from learning.portfolio.transitions import Actor, allowed, offered

# As the guard of T11 asks (learning.reviews.guards), which lies above.
SECOND_READING = datetime.timedelta(days=10)

# The join is the authorisation: a current enrolment that is not withdrawn, or a place among the course's staff.
ENTRY_SQL = """
select i.page_id, i.title, o.slug, o.title, o.rev, {prompt}, {rubric_now},
  e.id, e.state, e.tutoring_group_id, f.id, f.starts_on, r.opens_after_days, r.closes_after_days,
  (select cast({list}({row}(t.enrolment_id, t.tutoring_group_id, t.offering_id, t.prompt_id,
                            t.opens_on, t.due_on, t.closes_on)) as text)
     from {dates} t where t.prompt_id = i.page_id and t.offering_id = e.offering_id
       and (t.enrolment_id is null or t.enrolment_id = e.id)),
  (select x.state from {extensions} x where x.enrolment_id = e.id and x.prompt_id = i.page_id
     order by x.id desc limit 1),
  n.id, n.public_id, n.state, n.waiting_since, n.suggested_on, n.accepted_at,
  n.round, n.awaits_reader,
  d.draft_number, d.text, d.intent, d.accept_as_final, d.no_patient_data,
  cast(d.self_assessment as text), d.saved_at,
  {version_list},
  (select cast({list}({file}) as text) from {draft_files} a join {uploads} u on u.id = a.upload_id
     where a.entrydraft_id = d.id),
  d.saved_with,
  (select cast({list}({row}(x.key, x.name, x.version_id is not null)) as text) from {expected_files} x
     where x.entry_id = n.id and x.upload_id is null and x.given_up_at is null)
from {outlines} o
  join {items} i on i.outline_id = o.course_id and i.page_id = %(item)s and i.kind = %(kind)s
  join {prompts} r on r.page_ptr_id = i.page_id
  left join {enrolments} e on e.course_id = o.course_id and e.student_id = %(person)s and e.is_current
    and e.state <> %(withdrawn)s
  left join {offerings} f on f.id = e.offering_id
  left join {entries} n on n.enrolment_id = e.id and n.prompt_id = i.page_id
  left join {drafts} d on d.entry_id = n.id
where o.slug = %(slug)s and (
  e.id is not null or exists (select 1 from {staff} s where s.course_id = o.course_id and s.person_id = %(person)s))
"""


@dataclass(frozen=True)
class Draft:
    draft_number: int = 0
    text: str = ""
    intent: str = Intent.FORMATIVE
    accept_as_final: bool = False
    no_patient_data: bool = False
    self_assessment: dict = field(default_factory=dict)
    saved_at: datetime.datetime | None = None


@dataclass(frozen=True)
class EntryPage:
    """A prompt for its reader. `enrolment_id` None: she is staff of the course and reads the prompt alone."""

    prompt: Prompt
    enrolment_id: int | None = None
    is_active: bool = False
    dates: Dates = field(default_factory=Dates)
    extension: str = ""
    entry_id: int | None = None
    public_id: uuid.UUID | None = None
    state: str = EntryState.NOT_STARTED
    waiting_since: datetime.datetime | None = None
    suggested_on: datetime.date | None = None
    accepted_at: datetime.datetime | None = None
    round: int = 0
    awaits_reader: bool = False
    draft: Draft = field(default_factory=Draft)
    versions: list[VersionRow] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    saved_with: uuid.UUID | None = None
    arriving: list[ArrivingFile] = field(default_factory=list)

    @property
    def due_at(self) -> datetime.datetime | None:
        return self.dates.due_at

    @property
    def crumbs(self) -> list[tuple[str, str | None]]:
        return [(self.prompt.course_title, reverse("learning:outline", args=[self.prompt.course_slug]))]

    @property
    def offers(self) -> list[str]:
        """What the table of transitions lets her do now."""
        return offered(self.state, Actor.STUDENT) if self.is_active else []

    @property
    def may_write(self) -> bool:
        return bool({"start", "save"} & set(self.offers)) and not self.opens_later

    @property
    def opens_later(self) -> bool:
        return self.entry_id is None and not self.dates.is_open(timezone.now())

    @property
    def is_closed(self) -> bool:
        return self.dates.is_closed(timezone.now())

    @property
    def may_ask_for_time(self) -> bool:
        return self.is_active and allowed("extend_deadline", self.state) and self.dates.due_on is not None

    @property
    def may_ask_second(self) -> bool:
        """The guards say the rest; a link that only leads to a refusal is not shown."""
        recently = self.accepted_at is None or timezone.now() < self.accepted_at + SECOND_READING
        asked = "request_second_reading" in self.offers
        return asked and recently and (self.accepted_at is not None or self.round >= 2)

    @property
    def may_submit(self) -> bool:
        return bool({"start", "submit"} & set(self.offers))


def entry_page(person: User, course_slug: str, item_id: int) -> EntryPage | None:
    """One query. None: it is not for her."""
    if item_id > BIGGEST_ID:
        return None
    values = {"slug": course_slug, "item": item_id, "person": person.pk}
    rows = fetch(ENTRY_SQL, **values, kind=ItemKind.REFLECTION.value, withdrawn=EnrolmentState.WITHDRAWN.value)
    return _make_page(rows[0]) if rows else None


def _make_page(row: tuple) -> EntryPage:
    prompt, rest = Prompt.of_row(row[:PROMPT_WIDTH]), row[PROMPT_WIDTH:]
    enrolment_id, enrolment_state = rest[:2]
    if enrolment_id is None:
        return EntryPage(prompt)
    page: dict[str, Any] = {
        "enrolment_id": enrolment_id,
        "is_active": enrolment_state == EnrolmentState.ACTIVE,
        "dates": _dates(prompt, enrolment_id, *rest[2:8]),
        "extension": rest[8] or "",
    }
    if rest[9] is None:
        return EntryPage(prompt, **page, draft=Draft(intent=_first_intent(prompt)))
    return EntryPage(prompt, **page, **_entry_values(rest[9:]))


def _dates(
    prompt: Prompt,
    enrolment_id: int,
    group_id: int | None,
    offering_id: int,
    starts_on: datetime.date,
    opens: int | None,
    closes: int | None,
    rows: str | None,
) -> Dates:
    place = Place(enrolment_id, group_id, offering_id, starts_on)
    days = {prompt.item_id: Days(opens, prompt.due_after_days, closes)}
    found = calendar_rows([(*row[:4], *map(day_of, row[4:])) for row in rows_of(rows)])
    return Calendar({enrolment_id: place}, days, found).of(enrolment_id, prompt.item_id)


def _entry_values(row: tuple) -> dict[str, Any]:
    entry_id, public_id, state, waiting_since, suggested_on, accepted_at, *rest = row
    rounds, awaits_reader, *draft, versions, files, saved_with, arriving = rest
    number, text, intent, accept_as_final, no_patient_data, own, saved_at = draft
    return {
        "entry_id": entry_id,
        "public_id": uuid.UUID(str(public_id)),
        "state": state,
        "waiting_since": moment(waiting_since),
        "suggested_on": suggested_on,
        "accepted_at": moment(accepted_at),
        "round": rounds,
        "awaits_reader": bool(awaits_reader),
        "draft": Draft(
            number, text, intent, bool(accept_as_final), bool(no_patient_data), json.loads(own), moment(saved_at)
        ),
        "versions": version_rows(versions),
        "attachments": attachments_of(files),
        "saved_with": saved_with and uuid.UUID(str(saved_with)),
        "arriving": arriving_files(arriving),
    }


@dataclass(frozen=True)
class OwnEntry:
    """Her current enrolment, a published prompt of its course, and her entry where she has begun one."""

    enrolment: Enrolment
    prompt: ReflectionPage
    entry: PortfolioEntry | None = None


def own_entry(person: User, course_slug: str, item_id: int) -> OwnEntry | None:
    """One query where she has begun to write. None: it is not hers to write."""
    enrolments = Enrolment.objects.of(person).current().holding_a_place()
    found = PortfolioEntry.objects.select_related("enrolment", "prompt").filter(
        enrolment__in=enrolments, enrolment__course__slug=course_slug, prompt=item_id
    )
    if entry := found.first():
        return OwnEntry(entry.enrolment, entry.prompt, entry)
    enrolment = enrolments.filter(course__slug=course_slug).first()
    if enrolment is None:
        return None
    items = ReadItem.objects.filter(outline=enrolment.course_id, kind=ItemKind.REFLECTION).values("page")
    prompt = ReflectionPage.objects.filter(pk=item_id, pk__in=items).first()
    return OwnEntry(enrolment, prompt) if prompt else None


def _first_intent(prompt: Prompt) -> str:
    return Intent.FORMATIVE if prompt.allow_formative else Intent.FINAL
