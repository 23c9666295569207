"""Who takes part in the conversations of a class (R13), over all its boards together."""

from django.db.models import Q, QuerySet

from forums.enums import MemberRole
from forums.models import Board
from forums.queries.participation import BoardFigures, ParticipationRow, figures_of, participation_in
from home.accounts.models import User
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, Offering, OfferingBoard, StaffAssignment, StaffBoardRoom


def boards_looked_after(person: User, offering: Offering) -> list[int]:
    """The class's boards whose staff she is: a tutor's are those of her groups and of the whole class."""
    by_hand = StaffBoardRoom.objects.filter(staff_board__offering=offering).values("board")
    own = OfferingBoard.objects.filter(offering=offering).values("board")
    boards = Board.objects.filter(Q(pk__in=own) | Q(pk__in=by_hand))
    mine = boards.filter(members__person=person, members__role=MemberRole.STAFF)
    return list(mine.order_by("position", "pk").values_list("pk", flat=True))


def class_participation(person: User, offering: Offering, *, order: str) -> list[ParticipationRow]:
    """A tutor's own students, or everybody for a coordinator. Five queries, whatever the numbers."""
    return _rows(person, offering, boards_looked_after(person, offering), order)


def class_talk(person: User, offering: Offering, *, order: str) -> tuple[list[ParticipationRow], BoardFigures]:
    """Who takes part, and how the class's boards as a whole are answered. Six queries, whatever the numbers."""
    boards = boards_looked_after(person, offering)
    return _rows(person, offering, boards, order), figures_of(boards)


def _rows(person: User, offering: Offering, boards: list[int], order: str) -> list[ParticipationRow]:
    return participation_in(boards, order=order, among=_students_of(person, offering))


def _students_of(person: User, offering: Offering) -> QuerySet | None:
    places = StaffAssignment.objects.filter(offering=offering, person=person)
    if places.filter(role=StaffRole.COORDINATOR).exists():
        return None
    groups = places.filter(role=StaffRole.TUTOR).values("tutoring_group")
    return Enrolment.objects.filter(offering=offering, tutoring_group__in=groups).values("student")
