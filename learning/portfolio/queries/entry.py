"""A prompt as its reader finds it: with her entry, draft, versions and files. Nobody else's draft is ever read."""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from home.accounts.models import User
from learning.courses.enums import ItemKind
from learning.enrolment.enums import EnrolmentState
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.queries.history import due_at
from learning.portfolio.queries.parts import (
    BIGGEST_ID,
    Attachment,
    Prompt,
    VersionRow,
    attachments_of,
    fetch,
    moment,
    version_rows,
)
from learning.portfolio.transitions import Actor, offered

# The join is the authorisation: a current enrolment that is not withdrawn, or a place among the course's staff.
ENTRY_SQL = """
select i.page_id, i.title, o.slug, o.title, o.rev, {prompt},
  e.id, e.state, f.starts_on,
  n.id, n.public_id, n.state, n.waiting_since, n.suggested_on, n.accepted_at,
  d.draft_number, d.text, d.intent, d.accept_as_final, d.no_patient_data, d.saved_at,
  {version_list},
  (select cast({list}({file}) as text) from {draft_files} a join {uploads} u on u.id = a.upload_id
     where a.entrydraft_id = d.id)
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
    saved_at: datetime.datetime | None = None


@dataclass(frozen=True)
class EntryPage:
    """A prompt for its reader. `enrolment_id` None: she is staff of the course and reads the prompt alone."""

    prompt: Prompt
    enrolment_id: int | None = None
    is_active: bool = False
    due_at: datetime.datetime | None = None
    entry_id: int | None = None
    public_id: uuid.UUID | None = None
    state: str = EntryState.NOT_STARTED
    waiting_since: datetime.datetime | None = None
    suggested_on: datetime.date | None = None
    accepted_at: datetime.datetime | None = None
    draft: Draft = field(default_factory=Draft)
    versions: list[VersionRow] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def crumbs(self) -> list[tuple[str, str | None]]:
        return [(self.prompt.course_title, reverse("learning:outline", args=[self.prompt.course_slug]))]

    @property
    def offers(self) -> list[str]:
        """What the table of transitions lets her do now."""
        return offered(self.state, Actor.STUDENT) if self.is_active else []

    @property
    def may_write(self) -> bool:
        return bool({"start", "save"} & set(self.offers))

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
    prompt, rest = Prompt.of_row(row[:15]), row[15:]
    enrolment_id, enrolment_state, starts_on = rest[:3]
    if enrolment_id is None:
        return EntryPage(prompt)
    page: dict[str, Any] = {
        "enrolment_id": enrolment_id,
        "is_active": enrolment_state == EnrolmentState.ACTIVE,
        "due_at": due_at(starts_on, prompt.due_after_days),
    }
    if rest[3] is None:
        return EntryPage(prompt, **page, draft=Draft(intent=_first_intent(prompt)))
    return EntryPage(prompt, **page, **_entry_values(rest[3:]))


def _entry_values(row: tuple) -> dict[str, Any]:
    entry_id, public_id, state, waiting_since, suggested_on, accepted_at, *draft, versions, files = row
    number, text, intent, accept_as_final, no_patient_data, saved_at = draft
    return {
        "entry_id": entry_id,
        "public_id": uuid.UUID(str(public_id)),
        "state": state,
        "waiting_since": moment(waiting_since),
        "suggested_on": suggested_on,
        "accepted_at": moment(accepted_at),
        "draft": Draft(number, text, intent, bool(accept_as_final), bool(no_patient_data), moment(saved_at)),
        "versions": version_rows(versions),
        "attachments": attachments_of(files),
    }


def _first_intent(prompt: Prompt) -> str:
    return Intent.FORMATIVE if prompt.allow_formative else Intent.FINAL
