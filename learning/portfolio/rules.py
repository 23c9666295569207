"""Who may do what with an entry. `PortfolioEntry.objects.visible_to` is the twin of `may_see`."""

from django.contrib.auth.models import AnonymousUser

from home.accounts.models import User
from learning.enrolment.enums import READING_STATES, EnrolmentState, StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.enums import EntryState
from learning.portfolio.models import DeadlineExtension, EntryVersion, GuestPass, PortfolioEntry
from learning.portfolio.transitions import allowed

Person = User | AnonymousUser


def is_own(person: Person, entry: PortfolioEntry) -> bool:
    return person.is_authenticated and entry.enrolment.student_id == person.pk


def is_in_charge(person: Person, entry: PortfolioEntry) -> bool:
    """A tutor of the student's group, a coordinator of her offering, or who was named to read it and works there."""
    if not person.is_authenticated:
        return False
    places = StaffAssignment.objects.filter(person=person, offering=entry.enrolment.offering_id)
    return any(
        role == StaffRole.COORDINATOR
        or (group is not None and group == entry.enrolment.tutoring_group_id)
        or entry.reader_id == person.pk
        for role, group in places.values_list("role", "tutoring_group")
    )


def is_in_charge_of(person: Person, enrolment: Enrolment) -> bool:
    """A tutor of the student's group or a coordinator of her offering; not who was named to read one entry."""
    if not person.is_authenticated:
        return False
    places = StaffAssignment.objects.filter(person=person, offering=enrolment.offering_id)
    return any(
        role == StaffRole.COORDINATOR or (group is not None and group == enrolment.tutoring_group_id)
        for role, group in places.values_list("role", "tutoring_group")
    )


def reads_as_staff(person: Person, entry: PortfolioEntry) -> bool:
    """Whether her reading of it leaves a trace."""
    return not is_own(person, entry) and is_in_charge(person, entry)


def may_see(person: Person, entry: PortfolioEntry) -> bool:
    return is_own(person, entry) or is_in_charge(person, entry)


def may_know_writer(person: Person, entry: PortfolioEntry) -> bool:
    """Not the tutor of a prompt that is read without names, until the entry is accepted. Coordinators know."""
    if not person.is_authenticated:
        return False
    if is_own(person, entry) or not entry.prompt.blind_review or entry.state == EntryState.ACCEPTED:
        return True
    places = StaffAssignment.objects.filter(person=person, offering=entry.enrolment.offering_id)
    return places.filter(role=StaffRole.COORDINATOR).exists()


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


def may_share(person: Person, entry: PortfolioEntry) -> bool:
    """Also after the course; whoever left it may only take back."""
    return is_own(person, entry) and entry.enrolment.state in READING_STATES and allowed("share", entry.state)


def may_read_whole(person: Person, enrolment: Enrolment) -> bool:
    """The student, who is in charge of her, and a guest while her pass is open: the twin of `readable_portfolios`."""
    if not person.is_authenticated:
        return False
    is_hers = enrolment.student_id == person.pk
    return is_hers or is_in_charge_of(person, enrolment) or is_guest(person, enrolment)


def is_guest(person: Person, enrolment: Enrolment) -> bool:
    return GuestPass.objects.visible_to(person).filter(enrolment=enrolment).exists()


def may_close_portfolio(person: Person, enrolment: Enrolment) -> bool:
    """Writes the closing text: she herself, also when she has completed the course."""
    return person.is_authenticated and enrolment.student_id == person.pk and enrolment.state in READING_STATES


def may_invite_guest(person: Person, enrolment: Enrolment) -> bool:
    return may_close_portfolio(person, enrolment) or coordinates(person, enrolment)


def may_see_readers(person: Person, enrolment: Enrolment) -> bool:
    """Who is invited and who read: the student always, whatever became of her place; and the coordination."""
    if not person.is_authenticated:
        return False
    return enrolment.student_id == person.pk or coordinates(person, enrolment)


def may_end_pass(person: Person, guest_pass: GuestPass) -> bool:
    """Whoever invited ends it, and the coordination any: the examiners that it named are no choice of the student."""
    return guest_pass.invited_by_id == person.pk or coordinates(person, guest_pass.enrolment)


def coordinates(person: Person, enrolment: Enrolment) -> bool:
    """No superuser by that alone: a place in the offering is what opens portfolios."""
    places = StaffAssignment.objects.filter(offering=enrolment.offering_id, role=StaffRole.COORDINATOR)
    return person.is_authenticated and places.filter(person=person.pk).exists()


def is_staff_over(person: Person, enrolment: Enrolment) -> bool:
    """Grants more time to a student: a tutor of her group, or a coordinator; never to oneself."""
    return enrolment.student_id != person.pk and is_in_charge_of(person, enrolment)


def may_decide_extension(person: Person, extension: DeadlineExtension) -> bool:
    return is_staff_over(person, extension.enrolment)


def may_lead(person: Person, enrolment: Enrolment) -> bool:
    """Exempts, gives to another reader, opens again: a coordinator of the offering; never for oneself."""
    if not person.is_authenticated or enrolment.student_id == person.pk:
        return False
    places = StaffAssignment.objects.filter(person=person, offering=enrolment.offering_id)
    return places.filter(role=StaffRole.COORDINATOR).exists()
