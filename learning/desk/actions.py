"""What reaches upward from an enrolment to what was written in it: one transaction, called by views and tasks alike."""

from django.db import transaction

from home.accounts.models import User
from learning.enrolment.actions import enrol_student, remove_staff, withdraw_student
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.actions import close_entries, revive_entries
from learning.reviews.actions import give_back_readings


@transaction.atomic
def withdraw_and_close(*, by: User, enrolment: Enrolment, reason: str = "") -> Enrolment:
    """Ends an enrolment, and closes what was open in it (T15); the notice of the withdrawal says both.

    Twice has one effect. Raises WrongState.
    """
    ended = withdraw_student(by=by, enrolment=enrolment, reason=reason)
    close_entries(by=by, enrolment=ended)
    return ended


@transaction.atomic
def bring_back(*, by: User, enrolment: Enrolment) -> Enrolment:
    """Takes a student back, and what her withdrawal closed with her (T16). Raises AlreadyEnrolled, OfferingFull."""
    returned = enrol_student(by=by, offering=enrolment.offering, student=enrolment.student)
    revive_entries(by=by, enrolment=returned)
    return returned


@transaction.atomic
def take_off_staff(*, by: User, assignment: StaffAssignment) -> None:
    """Ends somebody's place on the staff, and gives back what she was named to read. Raises LastCoordinator."""
    remove_staff(by=by, assignment=assignment)
    give_back_readings(by=by, offering=assignment.offering, reader=assignment.person)
