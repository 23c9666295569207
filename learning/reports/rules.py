"""Who may take copies along, asked at the request, when the task runs, and at each download; who may read figures."""

from home.accounts.models import User
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment
from learning.reports.models import Export


def may_copy_portfolio(person: User, enrolment: Enrolment) -> bool:
    """The student, always: also after the course and when she left it."""
    return person.is_active and enrolment.student_id == person.pk


def may_copy_offering(person: User, offering: Offering) -> bool:
    """Its coordinators; no superuser by that alone."""
    places = StaffAssignment.objects.filter(offering=offering, role=StaffRole.COORDINATOR)
    return person.is_active and places.filter(person=person).exists()


def may_take(export: Export) -> bool:
    """Whether who asked for the copy may still have it."""
    person = export.requested_by
    if export.enrolment is not None:
        return may_copy_portfolio(person, export.enrolment)
    return export.offering is not None and may_copy_offering(person, export.offering)


def works_in_course(person: User, slug: str) -> bool:
    """Staff of any of the course's offerings: they know of its survey, which is for students alone."""
    return StaffAssignment.objects.filter(person=person, course__slug=slug).exists()


def may_take_answers(person: User, offering: Offering) -> bool:
    """Its coordinators, without names; no superuser by that alone."""
    return may_copy_offering(person, offering)
