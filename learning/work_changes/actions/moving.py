"""A change goes from stage to stage, by the one table, and is looked at again."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User
from home.templatetags.roda import said_in_full
from learning.work_changes.actions.errors import ChangeRefused, refuse_where
from learning.work_changes.actions.recording import lock_change
from learning.work_changes.enums import Interruption
from learning.work_changes.guards import Moving, Problem, find_problems, not_in_future, says_something
from learning.work_changes.marks import mark_answered
from learning.work_changes.models import ChangeFollowUp, StageStep, WorkChange
from learning.work_changes.transitions import Move, find_move


@dataclass(frozen=True)
class NewStage:
    """Where it stands now. `started_on` counts where it begins by this, `interruption` where it stops."""

    stage: str
    started_on: datetime.date | None = None
    interruption: str = ""
    words: str = ""


@dataclass(frozen=True)
class FollowUp:
    """What somebody sees of a change later. Without `new_stage` the stage stays."""

    followed_on: datetime.date
    reflection: str
    remained: str = ""
    adapted: str = ""
    unexpected: str = ""
    indicator_value: Decimal | None = None
    talked_with: str = ""
    next_step: str = ""
    new_stage: NewStage | None = None


@transaction.atomic
def move_stage(*, by: User, change: WorkChange, new: NewStage) -> WorkChange:
    """Moves along the table; where it stands already, nothing happens. Raises ChangeRefused."""
    stored = lock_change(change)
    if stored.stage != new.stage:
        _move(by, stored, new)
    return stored


@transaction.atomic
def follow_up(*, by: User, change: WorkChange, key: uuid.UUID, seen: FollowUp) -> ChangeFollowUp:
    """Writes a follow-up and moves the stage with it. The same `key` again gives the first. Raises ChangeRefused."""
    stored = lock_change(change)
    if first := ChangeFollowUp.objects.filter(key=key, change=stored).first():
        return first
    if stored.started_on is None:
        raise ChangeRefused([Problem("followed_on", _("It has not begun yet: there is nothing to look back at."))])
    refuse_where([_wrong_day(stored.started_on, seen.followed_on), says_something("reflection", seen.reflection)])
    content = {name: value for name, value in vars(seen).items() if name != "new_stage"}
    weeks = mark_answered(stored.started_on, seen.followed_on, stored.enrolment.offering.follow_up_weeks)
    written = ChangeFollowUp.objects.create(
        change=stored, key=key, weeks=weeks, stage=stored.stage, written_by=by, written_at=timezone.now(), **content
    )
    if seen.new_stage and seen.new_stage.stage != stored.stage:
        _move(by, stored, seen.new_stage)
        written.stage = stored.stage
        written.save(update_fields=["stage"])
    log(stored, "learning.change_follow_up", user=by, data={"weeks": weeks, "stage": written.stage})
    return written


def _move(by: User, stored: WorkChange, new: NewStage) -> None:
    move = find_move(stored.stage, new.stage)
    if move is None:
        raise ChangeRefused([Problem("stage", _("From here it does not go there in one step."))])
    begins = "has_begun" in move.guards
    started_on = stored.started_on or (new.started_on if begins else None)
    followed = tuple(stored.follow_ups.exclude(reflection="").values_list("followed_on", flat=True))
    moving = Moving(started_on, timezone.localdate(), new.interruption, followed)
    refuse_where(find_problems(move.guards, moving))
    now = timezone.now()
    _write_step(by, stored, move, new, now)
    stored.stage, stored.stage_since, stored.started_on = new.stage, now, started_on
    stored.resumptions += move.is_resumption
    stored.updated_at = now
    stored.save(update_fields=["stage", "stage_since", "started_on", "resumptions", "updated_at"])
    log(stored, "learning.change_stage", user=by, data={"from": str(move.source), "to": str(move.target)})


def _write_step(by: User, stored: WorkChange, move: Move, new: NewStage, now: datetime.datetime) -> None:
    stops = "says_why_it_stopped" in move.guards
    StageStep.objects.create(
        change=stored, from_stage=move.source, to_stage=move.target, is_resumption=move.is_resumption,
        interruption=Interruption(new.interruption) if stops else "", words=new.words, made_by=by, made_at=now,
    )  # fmt: skip


def _wrong_day(started_on: datetime.date, day: datetime.date) -> Problem | None:
    if day < started_on:
        words = _("It began on %(day)s: a follow-up comes after that.")
        return Problem("followed_on", words % {"day": said_in_full(started_on)})
    if not_in_future("followed_on", day, timezone.localdate()):
        return Problem("followed_on", _("This day is still to come: say when you looked."))
    return None
