"""What the hand-written queries of entries and reviews share: pieces of SQL, and their rows made into things.

A page of the portfolio is one statement; lists travel in it as JSON text, since SQLite has no arrays.
"""

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
from learning.courses.models import CourseOutline, CoursePage, ReadItem, ReflectionPage
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, TutoringGroup
from learning.portfolio.enums import Intent
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry

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
    "version_files": EntryVersion.attachments.through._meta.db_table,
    "uploads": Upload._meta.db_table,
}
_DIALECTS = {
    "postgresql": {"list": "json_agg", "row": "json_build_array"},
    "sqlite": {"list": "json_group_array", "row": "json_array"},
}
PROMPT = (
    "r.prompt, r.guidance, r.criteria, r.min_words, r.max_words, r.allow_formative, r.graded, r.max_grade, "
    "r.due_after_days, r.no_patient_data_ack"
)
VERSIONS = """
(select cast({list}({row}(v.public_id, v.number, v.word_count, v.intent, v.accept_as_final, v.is_late,
                          v.submitted_at, v.recalled_at)) as text)
   from {versions} v where v.entry_id = n.id)
"""
FILE = "{row}(u.public_id, u.name, u.media_type, u.size, u.received_sha256, u.sha256)"
BIGGEST_ID = 2**63 - 1


@functools.cache
def sql(text: str, vendor: str) -> str:
    """Fills in tables and the database's words; pieces may name pieces."""
    pieces = {"prompt": PROMPT, "version_list": VERSIONS, "file": FILE}
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


def uuid_value(value: uuid.UUID) -> uuid.UUID | str:
    """A UUID as the database holds it."""
    return UUIDField().get_db_prep_value(value, connection)


def rows_of(text: str | None) -> list[list]:
    return json.loads(text) if text else []


def person_name(alias: str) -> str:
    """The social name where one is given."""
    return f"coalesce(nullif({alias}.social_name, ''), {alias}.full_name)"


@dataclass(frozen=True)
class Prompt:
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
    graded: bool
    max_grade: Decimal
    due_after_days: int | None
    no_patient_data_ack: bool

    @classmethod
    def of_row(cls, row: Sequence) -> "Prompt":
        *head, allow_formative, graded, max_grade, due_after_days, ack = row
        tail: list[Any] = [bool(allow_formative), bool(graded), Decimal(str(max_grade)), due_after_days, bool(ack)]
        return cls(*head, *tail)

    @property
    def url(self) -> str:
        return reverse("learning:entry", args=[self.course_slug, self.item_id])

    @property
    def guidance_html(self) -> str:
        return expand(self.item_id, self.rev, self.guidance)

    @property
    def criteria_html(self) -> str:
        return expand(self.item_id, self.rev, self.criteria)


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

    @property
    def intent_label(self) -> str:
        return str(Intent(self.intent).label)


def version_rows(text: str | None) -> list[VersionRow]:
    """Newest first."""
    rows = sorted(rows_of(text), key=lambda row: -row[1])
    return [
        VersionRow(uuid.UUID(key), number, words, intent, bool(final), bool(late), moment(sent), moment(recalled))
        for key, number, words, intent, final, late, sent, recalled in rows
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


def attachments_of(text: str | None) -> list[Attachment]:
    return [
        Attachment(reverse("home:upload", args=[uuid.UUID(key)]), uuid.UUID(key), *rest) for key, *rest in rows_of(text)
    ]


def version_attachments(public_id: uuid.UUID) -> list[Attachment]:
    names = ("public_id", "name", "media_type", "size", "received_sha256", "sha256")
    uploads = Upload.objects.filter(entry_versions__public_id=public_id).order_by("pk")
    return [Attachment(reverse("home:upload", args=[row[0]]), *row) for row in uploads.values_list(*names)]


def draft_attachments(entry_id: int) -> list[Attachment]:
    names = ("public_id", "name", "media_type", "size", "received_sha256", "sha256")
    uploads = Upload.objects.filter(entry_drafts__entry=entry_id).order_by("pk")
    return [Attachment(reverse("home:upload", args=[row[0]]), *row) for row in uploads.values_list(*names)]
