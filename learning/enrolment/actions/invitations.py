"""Enrolling by a list of e-mail addresses: people who are known, and people who are invited."""

from dataclasses import dataclass
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from wagtail.log_actions import log

from home.accounts.models import User
from learning.enrolment.actions.enrolments import enrol_student
from learning.enrolment.actions.errors import AlreadyEnrolled, OfferingFull
from learning.enrolment.actions.staff import assign_staff
from learning.enrolment.models import Offering, StaffAssignment, TutoringGroup


class Outcome(StrEnum):
    ENROLLED = "enrolled"
    INVITED = "invited"
    ALREADY = "already"
    FULL = "full"
    INVALID = "invalid"
    INACTIVE = "inactive"


@dataclass(frozen=True)
class EmailOutcome:
    """What became of one line: `address` as it was typed."""

    address: str
    outcome: Outcome


def enrol_by_emails(
    *, by: User, offering: Offering, people: list[tuple[str, str]], tutoring_group: TutoringGroup | None = None
) -> list[EmailOutcome]:
    """Enrols each (name, address) of `people` in a transaction of its own; a new person gets an invitation by mail."""
    return [
        EmailOutcome(address, _enrol_by_email(by, offering, name, address, tutoring_group)) for name, address in people
    ]


@transaction.atomic
def assign_staff_by_email(
    *, by: User, offering: Offering, who: tuple[str, str], role: str, tutoring_group: TutoringGroup | None = None
) -> StaffAssignment:
    """Assigns the person of `who` (name, address), inviting her where she has no account yet."""
    name, address = who
    person = User.objects.filter(email__iexact=address).first() or invite_person(by=by, email=address, name=name)
    return assign_staff(by=by, offering=offering, person=person, role=role, tutoring_group=tutoring_group)


@transaction.atomic
def invite_person(*, by: User, email: str, name: str = "") -> User:
    """Makes an account without a password; the invitation's link lets its owner choose one."""
    person = User.objects.create_user(email, full_name=name or email.split("@")[0])
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    log(instance=person, action="learning.person_invite", user=by)
    return person


def _enrol_by_email(
    by: User, offering: Offering, name: str, address: str, tutoring_group: TutoringGroup | None
) -> Outcome:
    try:
        validate_email(address)
    except ValidationError:
        return Outcome.INVALID
    person = User.objects.filter(email__iexact=address).first()
    if person is not None and not person.is_active:
        return Outcome.INACTIVE
    try:
        return _enrol_or_invite(by, offering, person, (name, address), tutoring_group)
    except AlreadyEnrolled:
        return Outcome.ALREADY
    except OfferingFull:
        return Outcome.FULL


@transaction.atomic
def _enrol_or_invite(
    by: User, offering: Offering, person: User | None, who: tuple[str, str], tutoring_group: TutoringGroup | None
) -> Outcome:
    # A refused enrolment takes the new account back with it.
    name, address = who
    student = person or invite_person(by=by, email=address, name=name)
    enrol_student(by=by, offering=offering, student=student, tutoring_group=tutoring_group)
    return Outcome.ENROLLED if person else Outcome.INVITED
