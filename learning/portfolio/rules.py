"""Who may do what with an entry. `PortfolioEntry.objects.visible_to` is the twin of `may_see`."""

from django.contrib.auth.models import AnonymousUser

from home.accounts.models import User
from learning.enrolment.enums import EnrolmentState, StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.transitions import allowed

Person = User | AnonymousUser


def is_own(person: Person, entry: PortfolioEntry) -> bool:
    return person.is_authenticated and entry.enrolment.student_id == person.pk


def is_in_charge(person: Person, entry: PortfolioEntry) -> bool:
    """A tutor of the student's tutoring group, or a coordinator of her offering."""
    if not person.is_authenticated:
        return False
    places = StaffAssignment.objects.filter(person=person, offering=entry.enrolment.offering_id)
    return any(
        role == StaffRole.COORDINATOR or (group is not None and group == entry.enrolment.tutoring_group_id)
        for role, group in places.values_list("role", "tutoring_group")
    )


def may_see(person: Person, entry: PortfolioEntry) -> bool:
    return is_own(person, entry) or is_in_charge(person, entry)


def may_see_version(person: Person, version: EntryVersion) -> bool:
    if is_own(person, version.entry):
        return True
    return version.recalled_at is None and is_in_charge(person, version.entry)


def _may(person: Person, entry: PortfolioEntry, transition: str) -> bool:
    return may_start(person, entry.enrolment) and allowed(transition, entry.state)


def may_start(person: Person, enrolment: Enrolment) -> bool:
    return person.is_authenticated and enrolment.student_id == person.pk and enrolment.state == EnrolmentState.ACTIVE


def may_write(person: Person, entry: PortfolioEntry) -> bool:
    return _may(person, entry, "save")


def may_submit(person: Person, entry: PortfolioEntry) -> bool:
    return _may(person, entry, "submit")


def may_recall(person: Person, entry: PortfolioEntry) -> bool:
    return _may(person, entry, "recall")
