"""A student's portfolio over all her courses, and what came back to her."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from home.accounts.models import User
from learning.courses.enums import ItemKind
from learning.courses.models import ReadItem
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.portfolio.dates import Days
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.queries.dates import Calendar, Place, dates_of


@dataclass(frozen=True)
class PortfolioRow:
    title: str
    url: str
    state: str
    round: int
    versions: int
    changed_at: datetime.datetime | None
    suggested_on: datetime.date | None
    due_at: datetime.datetime | None
    is_unseen: bool

    @property
    def state_label(self) -> str:
        return str(EntryState(self.state).label)

    @property
    def came_back(self) -> bool:
        return self.is_unseen or self.state == EntryState.RETURNED


@dataclass(frozen=True)
class CoursePortfolio:
    course_title: str
    offering_name: str
    rows: list[PortfolioRow]
    enrolment: uuid.UUID

    @property
    def accepted(self) -> int:
        return sum(row.state == EntryState.ACCEPTED for row in self.rows)


def portfolio_of(person: User) -> list[CoursePortfolio]:
    """Her prompts and entries by course, in the course's order; four queries whatever their number."""
    enrolments = Enrolment.objects.filter(student=person).exclude(state=EnrolmentState.WITHDRAWN, entries=None)
    rows_of_heads = enrolments.order_by("-is_current", "-enrolled_at").distinct().values(
        "pk", "public_id", "course_id", "course__slug", "course__title", "offering__name", "is_current",
        "offering_id", "tutoring_group_id", "offering__starts_on",
    )  # fmt: skip
    heads = list(rows_of_heads)
    items = _prompts_of({head["course_id"] for head in heads})
    entries = _entries_of(person)
    calendar = dates_of(map(_place, heads), {item["page_id"]: _days(item) for rows in items.values() for item in rows})
    courses = []
    for head in heads:
        rows = _portfolio_rows(head, items[head["course_id"]], entries[head["pk"]], calendar)
        if rows:
            courses.append(CoursePortfolio(head["course__title"], head["offering__name"], rows, head["public_id"]))
    return courses


def _place(head: Mapping[str, Any]) -> Place:
    return Place(head["pk"], head["tutoring_group_id"], head["offering_id"], head["offering__starts_on"])


def _days(item: Mapping[str, Any]) -> Days:
    return Days(*(item[f"page__reflectionpage__{name}_after_days"] for name in ("opens", "due", "closes")))


def _prompts_of(course_ids: set[int]) -> dict[int, list[Mapping[str, Any]]]:
    items = ReadItem.objects.filter(outline__in=course_ids, kind=ItemKind.REFLECTION).order_by("position")
    by_course: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    days = [f"page__reflectionpage__{name}_after_days" for name in ("opens", "due", "closes")]
    for item in items.values("outline_id", "page_id", "title", *days):
        by_course[item["outline_id"]].append(item)
    return by_course


def _entries_of(person: User) -> dict[int, dict[int, Mapping[str, Any]]]:
    entries = PortfolioEntry.objects.of(person).annotate(is_unseen=_has_unseen_review())
    by_enrolment: dict[int, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for entry in entries.annotate(last=_last_version("number"), sent_at=_last_version("submitted_at")).values(
        "enrolment_id", "prompt_id", "prompt__title", "state", "round", "suggested_on", "is_unseen", "last", "sent_at",
        "returned_at", "accepted_at", "draft__saved_at",
    ):  # fmt: skip
        by_enrolment[entry["enrolment_id"]][entry["prompt_id"]] = entry
    return by_enrolment


def _has_unseen_review() -> Exists:
    entries = PortfolioEntry.objects.filter(pk=OuterRef("pk"))
    return Exists(entries.filter(reviews__released_at__isnull=False, reviews__seen_at__isnull=True))


def _last_version(name: str) -> QuerySet:
    return EntryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number").values(name)[:1]


def _portfolio_rows(
    head: Mapping[str, Any],
    items: list[Mapping[str, Any]],
    entries: dict[int, Mapping[str, Any]],
    calendar: Calendar,
) -> list[PortfolioRow]:
    listed = [(item["page_id"], item["title"], calendar.of(head["pk"], item["page_id"]).due_at) for item in items]
    known = {page for page, _title, _due in listed}
    listed += [(page, entry["prompt__title"], None) for page, entry in entries.items() if page not in known]
    if not head["is_current"]:
        listed = [row for row in listed if row[0] in entries]
    return [_portfolio_row(head, page, title, due, entries.get(page, {})) for page, title, due in listed]


def _portfolio_row(
    head: Mapping[str, Any], page: int, title: str, due: datetime.datetime | None, entry: Mapping[str, Any]
) -> PortfolioRow:
    moments = (entry.get(name) for name in ("accepted_at", "returned_at", "sent_at", "draft__saved_at"))
    return PortfolioRow(
        title=title,
        url=reverse("learning:entry", args=[head["course__slug"], page]),
        state=entry.get("state", EntryState.NOT_STARTED),
        round=entry.get("round", 0),
        versions=entry.get("last") or 0,
        changed_at=max((moment for moment in moments if moment), default=None),
        suggested_on=entry.get("suggested_on"),
        due_at=due,
        is_unseen=entry.get("is_unseen", False),
    )


@dataclass(frozen=True)
class ReturnedEntry:
    """What came back from the tutor: it asks for another look, or its feedback was not read yet."""

    title: str
    course_title: str
    url: str
    state: str
    came_back_at: datetime.datetime | None
    suggested_on: datetime.date | None
    is_unseen: bool

    @property
    def state_label(self) -> str:
        return str(EntryState(self.state).label)


def returned_to(person: User) -> list[ReturnedEntry]:
    """What came back to the student and still asks for her, newest first. One query."""
    entries = PortfolioEntry.objects.of(person).filter(enrolment__is_current=True)
    entries = entries.annotate(is_unseen=_has_unseen_review()).filter(Q(state=EntryState.RETURNED) | Q(is_unseen=True))
    rows = entries.order_by(F("returned_at").desc(nulls_last=True), "-accepted_at").values(
        "prompt_id", "prompt__title", "enrolment__course__slug", "enrolment__course__title", "state", "returned_at",
        "accepted_at", "suggested_on", "is_unseen",
    )  # fmt: skip
    return [
        ReturnedEntry(
            title=row["prompt__title"],
            course_title=row["enrolment__course__title"],
            url=reverse("learning:entry", args=[row["enrolment__course__slug"], row["prompt_id"]]),
            state=row["state"],
            came_back_at=row["accepted_at"] or row["returned_at"],
            suggested_on=row["suggested_on"],
            is_unseen=row["is_unseen"],
        )
        for row in rows
    ]
