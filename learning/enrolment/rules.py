"""Who may do what with an offering and its people. The QuerySets' `visible_to` are the twins of `may_see…`."""

import datetime

from django.contrib.auth.models import AnonymousUser

from home.accounts.models import User
from home.accounts.rules import counts_as_staff
from learning.courses.models import CoursePage
from learning.enrolment.enums import READING_STATES, EnrolmentMode, StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, StaffBoard, StaffNote, TutoringGroup

Person = User | AnonymousUser


def may_see_offering(user: Person, offering: Offering) -> bool:
    if may_work_in(user, offering):
        return True
    studies = Enrolment.objects.filter(offering=offering, student_id=user.pk, state__in=READING_STATES)
    return user.is_authenticated and studies.exists()


def may_work_in(user: Person, offering: Offering) -> bool:
    """Tutors and coordinators of the offering."""
    return user.is_superuser or _has_role(user, offering=offering)


def may_coordinate(user: Person, offering: Offering) -> bool:
    """Changes the offering, its tutoring groups, staff and enrolments: its coordinators."""
    return user.is_superuser or _has_role(user, offering=offering, role=StaffRole.COORDINATOR)


def may_make_offering(user: Person, course: CoursePage) -> bool:
    """Whoever coordinates any offering of the course, or holds the permission `learning.add_offering`.

    The permission serves for a course's first offering: the group "Coordenação" has it, or a superuser.
    """
    if not user.is_authenticated:
        return False
    return user.has_perm("learning.add_offering") or _has_role(user, course=course, role=StaffRole.COORDINATOR)


def may_make_boards(user: Person, offering: Offering) -> bool:
    """Coordinators for the class, its groups and its course; tutors for their own groups."""
    return may_coordinate(user, offering) or _has_role(user, offering=offering, role=StaffRole.TUTOR)


def may_keep_board(user: Person, board: StaffBoard) -> bool:
    """Changes, closes and puts away a board that staff made; what a course shares, any of its coordinators."""
    if user.is_superuser:
        return True
    if board.tutoring_group_id and _has_role(user, tutoring_group=board.tutoring_group_id):
        return True
    where = {"offering": board.offering_id} if board.offering_id else {"course": board.course_id}
    return _has_role(user, role=StaffRole.COORDINATOR, **where)


def may_see_tutoring_group(user: Person, tutoring_group: TutoringGroup) -> bool:
    if may_coordinate(user, tutoring_group.offering) or _has_role(user, tutoring_group=tutoring_group):
        return True
    studies = tutoring_group.enrolments.filter(student_id=user.pk, state__in=READING_STATES)
    return user.is_authenticated and studies.exists()


def may_see_enrolment(user: Person, enrolment: Enrolment) -> bool:
    if not user.is_authenticated:
        return False
    if enrolment.student_id == user.pk or may_coordinate(user, enrolment.offering):
        return True
    return enrolment.tutoring_group_id is not None and _has_role(user, tutoring_group=enrolment.tutoring_group)


def may_note(user: Person, enrolment: Enrolment) -> bool:
    """Reads and writes the staff's notes on a student: a tutor of her group, a coordinator of her offering."""
    if enrolment.student_id == user.pk:
        return False
    if _has_role(user, offering=enrolment.offering, role=StaffRole.COORDINATOR):
        return True
    return enrolment.tutoring_group_id is not None and _has_role(user, tutoring_group=enrolment.tutoring_group)


def may_delete_note(user: Person, note: StaffNote) -> bool:
    return note.author_id == user.pk and may_note(user, note.enrolment)


def may_correct_entry(user: Person, enrolment: Enrolment) -> bool:
    """By what a student is counted: who answers for the figures, and nobody for herself."""
    return enrolment.student_id != user.pk and may_coordinate(user, enrolment.offering)


def may_switch_to(user: Person, enrolment: Enrolment) -> bool:
    return enrolment.student_id == user.pk


@counts_as_staff
def works_in_any_offering(user: User) -> bool:
    return _has_role(user)


def is_open_on(offering: Offering, day: datetime.date) -> bool:
    """Whether a person may enrol herself on `day`, places aside."""
    by_oneself = offering.enrolment_mode in (EnrolmentMode.OPEN, EnrolmentMode.CODE)
    return by_oneself and offering.enrolment_opens_on <= day <= offering.enrolment_closes_on


def _has_role(user: Person, **where) -> bool:
    return user.is_authenticated and StaffAssignment.objects.filter(person=user, **where).exists()
