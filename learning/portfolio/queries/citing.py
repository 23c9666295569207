"""The changes at work beside a reflection: as they are, or as they were when it was sent."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from learning.courses.enums import ChangeRequirement
from learning.portfolio.models import CitedChange, EntryVersion
from learning.work_changes.enums import Stage
from learning.work_changes.queries import change_content


@dataclass(frozen=True)
class CitedFollowUp:
    weeks: int | None
    on: datetime.date
    stage: str
    stage_label: str
    remained: str
    reflection: str


@dataclass(frozen=True)
class CitedRecord:
    """A change as it stands beside a text."""

    title: str
    category: str
    stage: str
    stage_label: str
    started_on: datetime.date | None
    before: str
    after: str
    follow_ups: list[CitedFollowUp]


def cited_beside_draft(entry_id: int | None) -> list[CitedRecord]:
    """As the records are now; only their writer reads a draft."""
    rows = CitedChange.objects.filter(entry=entry_id, version=None, change__removed_at__isnull=True)
    return [_record(change_content(row.change)) for row in rows.select_related("change__category")]


def cited_with_version(entry_id: int, number: int) -> list[CitedRecord]:
    """As they were sent. One query."""
    rows = CitedChange.objects.filter(entry=entry_id, version__number=number)
    return [_record(content) for content in rows.values_list("content", flat=True)]


def cited_with_versions(entries: Iterable[int]) -> Iterator[tuple[int, int, CitedRecord]]:
    """(entry, number of the version, record) of all that was sent with these entries. One query."""
    rows = CitedChange.objects.filter(entry__in=list(entries), version__isnull=False)
    for entry, number, content in rows.values_list("entry", "version__number", "content"):
        yield entry, number, _record(content)


def cited_now(entry_id: int) -> set[int]:
    """The records that stand beside the draft."""
    return set(CitedChange.objects.filter(entry=entry_id, version=None).values_list("change", flat=True))


def lacks_change(version: EntryVersion) -> bool:
    """Whether the version came without the change, or without the follow-up, that its prompt asks for."""
    asks = version.entry.prompt.asks_change
    if asks == ChangeRequirement.NONE:
        return False
    contents = list(CitedChange.objects.filter(version=version).values_list("content", flat=True))
    if asks == ChangeRequirement.FOLLOW_UP:
        return not any(content["follow_ups"] for content in contents)
    return not contents


def _record(content: dict[str, Any]) -> CitedRecord:
    return CitedRecord(
        title=content["title"],
        category=content["category_label"],
        stage=content["stage"],
        stage_label=str(Stage(content["stage"]).label),
        started_on=_day(content["started_on"]),
        before=content["before"],
        after=content["after"],
        follow_ups=[_follow_up(row) for row in content["follow_ups"]],
    )


def _follow_up(row: dict[str, Any]) -> CitedFollowUp:
    on = datetime.date.fromisoformat(row["followed_on"])
    label = str(Stage(row["stage"]).label)
    return CitedFollowUp(row["weeks"], on, row["stage"], label, row["remained"], row["reflection"])


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
