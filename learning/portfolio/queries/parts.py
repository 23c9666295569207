"""What the hand-written queries of entries and reviews share: pieces of SQL, and their rows made into things.

A page of the portfolio is one statement; lists travel in it as JSON text, since SQLite has no arrays.
"""

import dataclasses
import datetime
import functools
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, overload

from django.db import connection
from django.db.models import UUIDField
from django.urls import reverse
from wagtail.rich_text import expand_db_html

from home.accounts.models import User
from home.uploads.models import Upload
from learning.courses.enums import Scale
from learning.courses.models import CourseOutline, CoursePage, ReadItem, ReflectionPage, RubricVersion
from learning.courses.rubric_sheets import Sheet, read_sheet
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, TutoringGroup
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import (
    DeadlineExtension,
    EntryDraft,
    EntryVersion,
    ExpectedFile,
    PortfolioEntry,
    PromptDates,
)

NAMES = {
    "people": User._meta.db_table,
    "pages": CoursePage._meta.get_field("page_ptr").related_model._meta.db_table,
    "outlines": CourseOutline._meta.db_table,
    "items": ReadItem._meta.db_table,
    "prompts": ReflectionPage._meta.db_table,
    "enrolments": Enrolment._meta.db_table,
    "offerings": Offering._meta.db_table,
    "groups": TutoringGroup._meta.db_table,
    "staff": StaffAssignment._meta.db_table,
    "entries": PortfolioEntry._meta.db_table,
    "drafts": EntryDraft._meta.db_table,
    "draft_files": EntryDraft.attachments.through._meta.db_table,
    "versions": EntryVersion._meta.db_table,
    "expected_files": ExpectedFile._meta.db_table,
    "version_files": EntryVersion.attachments.through._meta.db_table,
    "extensions": DeadlineExtension._meta.db_table,
    "dates": PromptDates._meta.db_table,
    "uploads": Upload._meta.db_table,
    "rubrics": RubricVersion._meta.db_table,
}
_DIALECTS = {
    "postgresql": {
        "list": "json_agg",
        "row": "json_build_array",
        "more_days_than": "%(now)s - w.since > interval '1 day' *",
    },
    "sqlite": {
        "list": "json_group_array",
        "row": "json_array",
        "more_days_than": "julianday(%(now)s) - julianday(w.since) >",
    },
}
PROMPT = (
    "r.prompt, r.guidance, r.criteria, r.min_words, r.max_words, r.allow_formative, r.scale, r.max_grade, "
    "r.pass_percent, r.due_after_days, r.no_patient_data_ack, r.self_assessment, r.asks_change"
)
# The version that applies to what is sent now.
RUBRIC_NOW = """
(select cast(b.content as text) from {rubrics} b where b.rubric_id = r.rubric_id order by b.number desc limit 1)
"""
VERSIONS = """
(select cast({list}({row}(v.public_id, v.number, v.word_count, v.intent, v.accept_as_final, v.is_late,
                          v.submitted_at, v.recalled_at,
                          exists (select 1 from {expected_files} x where x.version_id = v.id and x.upload_id is null
                                    and x.given_up_at is null))) as text)
   from {versions} v where v.entry_id = n.id)
"""
FILE = "{row}(u.public_id, u.name, u.media_type, u.size, u.received_sha256, u.sha256)"
BIGGEST_ID = 2**63 - 1


@functools.cache
def sql(text: str, vendor: str) -> str:
    """Fills in tables and the database's words; pieces may name pieces."""
    pieces = {"prompt": PROMPT, "version_list": VERSIONS, "file": FILE, "rubric_now": RUBRIC_NOW}
    return text.format(**pieces, **NAMES, **_DIALECTS[vendor]).format(**NAMES, **_DIALECTS[vendor])


def fetch(text: str, **values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql(text, connection.vendor), values)
        return cursor.fetchall()


@overload
def moment(value: None) -> None: ...
@overload
def moment(value: datetime.datetime | str) -> datetime.datetime: ...
def moment(value: datetime.datetime | str | None) -> datetime.datetime | None:
    """SQLite hands times over in UTC without saying so; in JSON both give text."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value)
    return value.replace(tzinfo=datetime.UTC) if value is not None and value.tzinfo is None else value


def day_of(value: str | None) -> datetime.date | None:
    """A date of a JSON text."""
    return datetime.date.fromisoformat(value) if value else None


def uuid_value(value: uuid.UUID) -> uuid.UUID | str:
    """A UUID as the database holds it."""
    return UUIDField().get_db_prep_value(value, connection)


def rows_of(text: str | None) -> list[list]:
    return json.loads(text) if text else []


def person_name(alias: str) -> str:
    """The social name where one is given."""
    return f"coalesce(nullif({alias}.social_name, ''), {alias}.full_name)"


def alias_of(public_id: uuid.UUID) -> str:
    """What a tutor who reads without names calls an entry."""
    return f"#{str(public_id)[:6].upper()}"


def blind_sql(person: str = "%(person)s", offering: str = "e.offering_id") -> str:
    """Whether `person` reads the entry `n` of the enrolment `e` without its writer's name; `r` is the prompt."""
    return f"""
(r.blind_review and n.state <> '{EntryState.ACCEPTED.value}' and not exists (select 1 from {{staff}} b
   where b.person_id = {person} and b.role = '{StaffRole.COORDINATOR.value}' and b.offering_id = {offering}))
"""


@dataclass(frozen=True)
class Prompt:
    """What is asked. `rubric` is the content of the version that applies, as JSON, or ""."""

    item_id: int
    title: str
    course_slug: str
    course_title: str
    rev: int
    prompt: str
    guidance: str
    criteria: str
    min_words: int | None
    max_words: int | None
    allow_formative: bool
    scale: str
    max_grade: Decimal
    pass_percent: int
    due_after_days: int | None
    no_patient_data_ack: bool
    self_assessment: bool
    asks_change: str
    rubric: str

    @classmethod
    def of_row(cls, row: Sequence) -> "Prompt":
        *head, allow_formative, scale, max_grade, pass_percent, due_after_days, ack, own, change, rubric = row
        tail: list[Any] = [bool(allow_formative), scale, Decimal(str(max_grade)), pass_percent, due_after_days]
        tail += [bool(ack), bool(own), change, rubric or ""]
        return cls(*head, *tail)

    @property
    def graded(self) -> bool:
        return self.scale == Scale.POINTS

    @property
    def sheet(self) -> Sheet | None:
        return read_sheet(self.rubric) if self.rubric else None

    @property
    def url(self) -> str:
        return reverse("learning:entry", args=[self.course_slug, self.item_id])

    @property
    def guidance_html(self) -> str:
        return expand(self.item_id, self.rev, self.guidance)

    @property
    def criteria_html(self) -> str:
        return expand(self.item_id, self.rev, self.criteria)


# The columns of a row that Prompt.of_row takes.
PROMPT_WIDTH = len(dataclasses.fields(Prompt))


@functools.lru_cache(maxsize=1024)
def expand(item_id: int, rev: int, html: str) -> str:
    """Rich text of an editor with its links resolved; kept by the `rev` that publishing raises."""
    return expand_db_html(html)


@dataclass(frozen=True)
class VersionRow:
    """A version without its text."""

    public_id: uuid.UUID
    number: int
    word_count: int
    intent: str
    accept_as_final: bool
    is_late: bool
    submitted_at: datetime.datetime
    recalled_at: datetime.datetime | None
    has_files_arriving: bool = False

    @property
    def intent_label(self) -> str:
        return str(Intent(self.intent).label)


def version_rows(text: str | None) -> list[VersionRow]:
    """Newest first."""
    rows = sorted(rows_of(text), key=lambda row: -row[1])
    return [
        VersionRow(
            uuid.UUID(key), number, words, intent, bool(final), bool(late), moment(sent), moment(recalled), bool(coming)
        )
        for key, number, words, intent, final, late, sent, recalled, coming in rows
    ]


@dataclass(frozen=True)
class Attachment:
    url: str
    public_id: uuid.UUID
    name: str
    media_type: str
    size: int
    received_sha256: str
    sha256: str

    @property
    def is_audio(self) -> bool:
        return self.media_type.startswith("audio/")


def attachments_of(text: str | None) -> list[Attachment]:
    return [attachment_of(row) for row in rows_of(text)]


def attachment_of(row: Sequence) -> Attachment:
    key, *rest = row
    return Attachment(reverse("home:upload", args=[uuid.UUID(key)]), uuid.UUID(key), *rest)


@dataclass(frozen=True)
class ArrivingFile:
    """A file that the device still sends; `is_sent` says that a version waits for it."""

    key: uuid.UUID
    name: str
    is_sent: bool


def arriving_files(text: str | None) -> list[ArrivingFile]:
    return [ArrivingFile(uuid.UUID(key), name, bool(is_sent)) for key, name, is_sent in rows_of(text)]


def files_awaited_by(version: EntryVersion) -> list[str]:
    """The names of the files that a version still waits for."""
    return list(version.expected_files.arriving().order_by("pk").values_list("name", flat=True))


def version_attachments(public_id: uuid.UUID) -> list[Attachment]:
    names = ("public_id", "name", "media_type", "size", "received_sha256", "sha256")
    uploads = Upload.objects.filter(entry_versions__public_id=public_id).order_by("pk")
    return [Attachment(reverse("home:upload", args=[row[0]]), *row) for row in uploads.values_list(*names)]


def draft_attachments(entry_id: int) -> list[Attachment]:
    names = ("public_id", "name", "media_type", "size", "received_sha256", "sha256")
    uploads = Upload.objects.filter(entry_drafts__entry=entry_id).order_by("pk")
    return [Attachment(reverse("home:upload", args=[row[0]]), *row) for row in uploads.values_list(*names)]
