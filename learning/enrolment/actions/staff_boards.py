"""Staff makes a board, changes what it says, closes it or puts it away; the last two are taken back at any time."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from forums.enums import BoardKind
from home.accounts.models import User
from learning.courses.enums import GroupMode
from learning.enrolment.actions.boards import sync_boards
from learning.enrolment.models import Offering, StaffBoard, TutoringGroup


@dataclass(frozen=True)
class BoardWords:
    """What a board says of itself, and where it stands among those that staff made."""

    title: str
    description: str = ""
    kind: str = BoardKind.DISCUSSION
    position: int = 0


@dataclass(frozen=True)
class BoardReach:
    """Whom a board is for: the class, by `group_mode`; one of its groups; or everybody of the course's classes."""

    group_mode: str = GroupMode.TOGETHER
    tutoring_group: TutoringGroup | None = None
    is_for_course: bool = False


@transaction.atomic
def make_staff_board(
    *, by: User, offering: Offering, words: BoardWords, reach: BoardReach, key: uuid.UUID | None = None
) -> StaffBoard:
    """Makes a board for the class, one of its groups, or its course. The same `key` of hers again gives that board."""
    made, created = StaffBoard.objects.get_or_create(
        key=key or uuid.uuid4(),
        made_by=by,
        defaults={
            **vars(words),
            "course_id": offering.course_id,
            "offering": None if reach.is_for_course else offering,
            "tutoring_group": reach.tutoring_group,
            "group_mode": reach.group_mode,
            "made_at": timezone.now(),
        },
    )
    if created:
        sync_boards(offering)
        log(instance=made, action="learning.board_make", user=by, data={"offering": offering.pk})
    return made


@transaction.atomic
def change_staff_board(*, by: User, board: StaffBoard, words: BoardWords) -> None:
    """Gives it another title, description, kind or place; its rooms hear of it."""
    stored = StaffBoard.objects.select_for_update().get(pk=board.pk)
    changed = [name for name, value in vars(words).items() if getattr(stored, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(stored, name, getattr(words, name))
    stored.save(update_fields=changed)
    _tell_rooms(stored)
    log(instance=stored, action="learning.board_change", user=by, data={"changed": changed})


def close_staff_board(*, by: User, board: StaffBoard, closed: bool) -> None:
    """A closed board is read and answered in; nobody begins a conversation there."""
    _switch(board, "closed_at", "learning.board_close", by=by, on=closed)


def put_away_staff_board(*, by: User, board: StaffBoard, away: bool) -> None:
    """Takes the board from everybody's lists, with all that was written in it, until it is brought back."""
    _switch(board, "put_away_at", "learning.board_put_away", by=by, on=away)


@transaction.atomic
def _switch(board: StaffBoard, name: str, action: str, *, by: User, on: bool) -> None:
    stored = StaffBoard.objects.select_for_update().get(pk=board.pk)
    if (getattr(stored, name) is not None) == on:
        return
    setattr(stored, name, timezone.now() if on else None)
    stored.save(update_fields=[name])
    _tell_rooms(stored)
    log(instance=stored, action=action, user=by, data={"on": on})


def _tell_rooms(board: StaffBoard) -> None:
    """What the offerings of a course share is written whichever of them is brought up to date."""
    offerings = Offering.objects.filter(course=board.course_id)
    offering = offerings.filter(pk=board.offering_id).first() if board.offering_id else offerings.first()
    if offering is not None:
        sync_boards(offering)
