"""The rooms of the boards that staff made: made, told and closed as the class has groups, read by who is in it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from forums.models import Board
from home.accounts.models import User
from learning.courses.enums import GroupMode
from learning.enrolment.actions.members import Place, people_in, roles_in, write_members
from learning.enrolment.models import Offering, StaffBoard, StaffBoardRoom


@transaction.atomic
def sync_staff_boards(offering: Offering, people: Iterable[Place] = (), *, person: User | None = None) -> None:
    """Brings the rooms of the offering's boards, and of those of its course, to what they should be.

    `people` are those of the offering, with `person` her places alone. Seven queries and the rows of each board, none
    but one where staff made no board.
    """
    # The lock lets two offerings of a course write the readers of their shared boards one after the other.
    made = list(StaffBoard.objects.of_offering(offering).select_for_update().order_by("pk"))
    if not made:
        return
    groups = dict(offering.tutoring_groups.order_by("name").values_list("id", "name"))
    shared = [board for board in made if board.offering_id is None]
    in_course = list(people_in(Q(offering__course=offering.course_id), person)) if shared else []
    for staff_board in made:
        if staff_board.offering_id is None:
            _sync(staff_board, {}, in_course, person)
        else:
            _sync(staff_board, groups, list(people), person)


def drop_empty(boards: list[Board]) -> None:
    """Deletes those in which nobody has written; their objects lose their ids."""
    for board in boards:
        if not board.topics.exists():
            board.delete()


def _sync(staff_board: StaffBoard, groups: dict[int, str], people: list[Place], person: User | None) -> None:
    is_visible = staff_board.group_mode == GroupMode.VISIBLE
    wanted = {}
    for group, board in _ensure_rooms(staff_board, groups).items():
        is_away = staff_board.put_away_at is not None
        wanted[board.pk] = {} if is_away else roles_in(people, group, is_visible=is_visible and group is not None)
    write_members(wanted, person)


def _ensure_rooms(staff_board: StaffBoard, groups: dict[int, str]) -> dict[int | None, Board]:
    """The board of each room; one that the class has outgrown goes while it is empty, else it is closed."""
    titles = _titles(staff_board, groups)
    rooms = StaffBoardRoom.objects.filter(staff_board=staff_board).select_related("board")
    boards = {room.tutoring_group_id: room.board for room in rooms}
    drop_empty([board for group, board in boards.items() if group not in titles])
    is_open = staff_board.closed_at is None and staff_board.put_away_at is None
    for group, title in titles.items():
        board = boards.get(group) or Board()
        _tell(board, staff_board, title, is_open=is_open)
        if group not in boards:
            boards[group] = board
            StaffBoardRoom.objects.create(staff_board=staff_board, tutoring_group_id=group, board=board)
    kept = {group: board for group, board in boards.items() if board.pk}
    Board.objects.filter(pk__in=[board.pk for group, board in kept.items() if group not in titles]).update(
        is_open=False
    )
    return kept


def _titles(staff_board: StaffBoard, groups: dict[int, str]) -> dict[int | None, str]:
    if staff_board.tutoring_group_id:
        return {staff_board.tutoring_group_id: staff_board.title}
    if staff_board.group_mode == GroupMode.TOGETHER or not groups:
        return {None: staff_board.title}
    return {group: f"{staff_board.title} · {name}"[:200] for group, name in groups.items()}


def _tell(board: Board, staff_board: StaffBoard, title: str, *, is_open: bool) -> None:
    told = {name: getattr(staff_board, name) for name in ("description", "kind", "position")}
    told |= {"title": title, "is_open": is_open}
    if board.pk and all(getattr(board, name) == value for name, value in told.items()):
        return
    for name, value in told.items():
        setattr(board, name, value)
    board.save()
