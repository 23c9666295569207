"""What people hear of an offering. Whoever never came in hears it with a link to choose her password."""

from django.core.signing import TimestampSigner
from django.urls import reverse

from home.accounts.models import User
from home.notifications.actions import notify
from learning.enrolment.models import Enrolment, Offering, StaffAssignment

INVITATION_DAYS = 30
INVITATION_SALT = "enrolment.invitation"


def is_newcomer(person: User) -> bool:
    """An account that was opened for somebody and that nobody has entered yet."""
    return person.last_login is None and not person.has_usable_password()


def invitation_address(person: User) -> str:
    """A link for whoever reads `person`'s mail, good for INVITATION_DAYS and only while she is a newcomer."""
    return reverse("learning:invitation", args=[TimestampSigner(salt=INVITATION_SALT).sign(str(person.public_id))])


def tell_enrolled(enrolment: Enrolment, by: User, key: str) -> None:
    if is_newcomer(enrolment.student):
        _tell("enrolment.invited", enrolment, key, invitation_address(enrolment.student))
    elif by.pk != enrolment.student_id:
        _tell("enrolment.enrolled", enrolment, key, reverse("learning:desk"))


def tell_withdrawn(enrolment: Enrolment, key: str) -> None:
    _tell("enrolment.withdrawn", enrolment, key, reverse("learning:desk"))


def tell_assigned(assignment: StaffAssignment, by: User, key: str) -> None:
    person, offering = assignment.person, assignment.offering
    if by.pk == person.pk:
        return
    if is_newcomer(person):
        event, url = "enrolment.staff_invited", invitation_address(person)
    else:
        event, url = f"enrolment.{assignment.role}_assigned", reverse("learning:offering", args=[offering.pk])
    notify(event, person, key=key, url=url, about=offering, data=_names(offering))


def _tell(event: str, enrolment: Enrolment, key: str, url: str) -> None:
    notify(event, enrolment.student, key=key, url=url, about=enrolment, data=_names(enrolment.offering))


def _names(offering: Offering) -> dict:
    return {"course": offering.course.title, "offering": offering.name, "days": INVITATION_DAYS}
