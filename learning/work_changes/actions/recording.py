"""A change is recorded in four answers and told in full later."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User, Workplace
from learning.enrolment.models import Enrolment
from learning.work_changes.actions.errors import ChangeConflict, refuse_where
from learning.work_changes.actions.stories import withdraw_story_of
from learning.work_changes.consents import RESEARCH_NOW
from learning.work_changes.enums import Stage
from learning.work_changes.guards import Problem, not_in_future, says_something
from learning.work_changes.models import MOST_SECONDARY, StageStep, ToolCategory, WorkChange

LISTS = ("secondary_categories", "professions")
EDITABLE = {
    "title", "before", "after", "started_on", "category", "category_words", "reason", "novelty", "scope",
    "people_count", "manager_support", "facilitator_tags", "facilitators", "obstacle_tags", "obstacles",
    "indicator_name", "indicator_unit", "indicator_before", "indicator_before_on", "indicator_after",
    "indicator_after_on", "indicator_source", "learning_source", "learning_item_id", "municipality",
    "municipality_code", "facility", "cnes", "ine", "team_kind", "visibility", "research_consent", *LISTS,
}  # fmt: skip
DAYS = ("started_on", "indicator_before_on", "indicator_after_on")


@dataclass(frozen=True)
class QuickChange:
    """The four answers and the category's code. Without a first day it is an idea, with one it is being tried out."""

    title: str
    before: str
    after: str
    category: str
    started_on: datetime.date | None = None
    category_words: str = ""


@transaction.atomic
def record_change(*, by: User, enrolment: Enrolment, key: uuid.UUID, told: QuickChange) -> WorkChange:
    """Where she works is taken over from her profile. The same `key` again gives the first record.

    Raises ChangeRefused.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if first := WorkChange.objects.filter(enrolment=enrolment, key=key).first():
        return first
    category = ToolCategory.objects.active().filter(code=told.category).first()
    refuse_where(
        [
            _blank_title(told.title),
            says_something("before", told.before),
            says_something("after", told.after),
            not_in_future("started_on", told.started_on, timezone.localdate()),
            _wrong_category(category, told.category_words),
        ]
    )
    now, stage = timezone.now(), Stage.EXPERIMENTING if told.started_on else Stage.IDEA
    change = WorkChange.objects.create(
        **{**vars(told), "category": category, **_workplace(by)},
        enrolment=enrolment, key=key, stage=stage, stage_since=now, recorded_at=now, updated_at=now,
    )  # fmt: skip
    StageStep.objects.create(change=change, to_stage=stage, made_by=by, made_at=now)
    log(change, "learning.change_record", user=by, data={"to": stage})
    return change


@transaction.atomic
def edit_change(*, by: User, change: WorkChange, base_number: int, values: Mapping[str, Any]) -> WorkChange:
    """Writes some of EDITABLE over the edit that `base_number` names. The same values again change nothing.

    `research_consent` is True or False. Raises ChangeConflict, ChangeRefused.
    """
    stored = lock_change(change)
    lists = {name: list(values[name]) for name in LISTS if name in values}
    columns = {name: value for name, value in values.items() if name not in LISTS}
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"These are not edited: {sorted(unknown)}.")
    _take_consent(stored, columns)
    if not _differs(stored, columns, lists):
        return stored
    if stored.edit_number != base_number:
        raise ChangeConflict(stored)
    refuse_where([*_problems(stored, columns), _wrong_secondary(stored, columns, lists)])
    for name, value in columns.items():
        setattr(stored, name, value)
    for name, rows in lists.items():
        getattr(stored, name).set(rows)
    stored.edit_number += 1
    stored.updated_at = timezone.now()
    stored.save()
    log(stored, "learning.change_edit", user=by, data={"fields": sorted(values)})
    return stored


@transaction.atomic
def remove_change(*, by: User, change: WorkChange) -> None:
    """Puts it away: nobody but its author sees it, no statistic counts it; `restore_change` brings it back.

    A story of it in the gallery is withdrawn, and does not come back with the record.
    """
    if WorkChange.objects.kept().filter(pk=change.pk).update(removed_at=timezone.now()):
        withdraw_story_of(by=by, change=change)
        log(change, "learning.change_remove", user=by)


@transaction.atomic
def restore_change(*, by: User, change: WorkChange) -> None:
    if WorkChange.objects.filter(pk=change.pk, removed_at__isnull=False).update(removed_at=None):
        log(change, "learning.change_restore", user=by)


@transaction.atomic
def recode_change(*, by: User, change: WorkChange, category: ToolCategory) -> WorkChange:
    """The coordination puts "another" where it belongs; what the author chose is kept."""
    stored = lock_change(change)
    if stored.category_id == category.pk:
        return stored
    stored.original_category_id = stored.original_category_id or stored.category_id
    was, stored.category = stored.category.code, category
    stored.save(update_fields=["category", "original_category"])
    log(stored, "learning.change_recode", user=by, data={"from": was, "to": category.code})
    return stored


def lock_change(change: WorkChange) -> WorkChange:
    """One after the other: whoever comes second sees what the first has done. The key stays free (`offer_story`)."""
    return WorkChange.objects.select_for_update(no_key=True).get(pk=change.pk)


def _workplace(person: User) -> dict[str, str]:
    names = ("municipality", "facility", "cnes")
    return Workplace.objects.filter(person=person).values(*names).first() or {}


def _blank_title(title: str) -> Problem | None:
    return None if title.strip() else Problem("title", _("Say in a few words what it is."))


def _wrong_category(category: ToolCategory | None, words: str) -> Problem | None:
    if category is None:
        return Problem("category", _("Choose one of the categories of the list."))
    if category.asks_words and not words.strip():
        return Problem("category_words", _("Say which tool it is."))
    return None


def _take_consent(stored: WorkChange, columns: dict[str, Any]) -> None:
    """Turns the tick into the number of the text that she agreed to, and its time."""
    if "research_consent" not in columns:
        return
    agrees = columns.pop("research_consent")
    if agrees != bool(stored.research_consent_version):
        columns["research_consent_version"] = RESEARCH_NOW if agrees else 0
        columns["research_consented_at"] = timezone.now() if agrees else None


def _differs(stored: WorkChange, columns: dict[str, Any], lists: dict[str, list]) -> bool:
    if any(getattr(stored, name) != value for name, value in columns.items()):
        return True
    return any(set(getattr(stored, name).all()) != set(rows) for name, rows in lists.items())


def _problems(stored: WorkChange, columns: dict[str, Any]) -> list[Problem | None]:
    today = timezone.localdate()
    found = [not_in_future(name, columns.get(name), today) for name in DAYS]
    found += [says_something(name, columns[name]) for name in ("before", "after") if name in columns]
    if "title" in columns:
        found.append(_blank_title(columns["title"]))
    if "category" in columns:
        category = columns["category"]
        known = category if category and (category.is_active or category.pk == stored.category_id) else None
        found.append(_wrong_category(known, columns.get("category_words", stored.category_words)))
    if "started_on" in columns:
        found.append(_wrong_start(stored, columns["started_on"]))
    return found


def _wrong_start(stored: WorkChange, day: datetime.date | None) -> Problem | None:
    first = stored.follow_ups.order_by("followed_on").values_list("followed_on", flat=True).first()
    if day is None and stored.started_on:
        return Problem("started_on", _("It has begun: say since when."))
    if day and first and day > first:
        return Problem(
            "started_on", _("There is a follow-up of an earlier day. A change begins before it is followed.")
        )
    return None


def _wrong_secondary(stored: WorkChange, columns: dict[str, Any], lists: dict[str, list]) -> Problem | None:
    chosen = lists.get("secondary_categories", [])
    if len(chosen) > MOST_SECONDARY:
        return Problem("secondary_categories", _("Choose two at most."))
    if columns.get("category", stored.category) in chosen:
        return Problem("secondary_categories", _("This is the main category already: choose others."))
    return None
