"""Who may do what with a change. `WorkChange.objects.visible_to` is the twin of `may_see`."""

from django.contrib.auth.models import AnonymousUser

from home.accounts.models import User
from learning.enrolment.enums import READING_STATES, StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.work_changes.enums import BEGUN_STAGES, OfferState
from learning.work_changes.models import ChangeCoAuthor, StoryConsent, StoryOffer, WorkChange

Person = User | AnonymousUser


def is_author(person: Person, change: WorkChange) -> bool:
    return person.is_authenticated and change.enrolment.student_id == person.pk


def is_co_author(person: Person, change: WorkChange) -> bool:
    """She has confirmed."""
    if not person.is_authenticated:
        return False
    return ChangeCoAuthor.objects.confirmed().filter(change=change, person=person.pk).exists()


def may_see(person: Person, change: WorkChange) -> bool:
    return WorkChange.objects.visible_to(person).filter(pk=change.pk).exists()


def may_record(person: Person, enrolment: Enrolment) -> bool:
    """Also after the course: changes are followed for half a year."""
    return person.is_authenticated and enrolment.student_id == person.pk and enrolment.state in READING_STATES


def may_try_too(person: Person, origin: WorkChange) -> bool:
    """Answers a colleague's change with a record of her own: whoever studies somewhere."""
    return not is_author(person, origin) and studies_somewhere(person)


def studies_somewhere(person: Person) -> bool:
    return person.is_authenticated and Enrolment.objects.of(person).holding_a_place().exists()


def may_edit(person: Person, change: WorkChange) -> bool:
    """Edits, moves and follows: the author and her co-authors, while the record stands and she holds her place.

    Tutors and coordinators never: they comment on what is cited in a reflection.
    """
    if change.removed_at is not None or change.enrolment.state not in READING_STATES:
        return False
    if is_author(person, change):
        return True
    confirmed = ChangeCoAuthor.objects.confirmed().filter(change=change, enrolment__state__in=READING_STATES)
    return person.is_authenticated and confirmed.filter(person=person.pk).exists()


def may_decide(person: Person, change: WorkChange) -> bool:
    """Who reads it, whom to ask as co-author, taking it to a forum, putting it away: the author alone."""
    return is_author(person, change) and change.enrolment.state in READING_STATES


def may_recode(person: Person, change: WorkChange) -> bool:
    if not person.is_authenticated:
        return False
    places = StaffAssignment.objects.filter(person=person, offering=change.enrolment.offering_id)
    return places.filter(role=StaffRole.COORDINATOR).exists()


def may_offer(person: Person, change: WorkChange) -> bool:
    """Tells its story in the gallery: the author alone. Only what was tried has a story."""
    return may_decide(person, change) and change.removed_at is None and change.stage in BEGUN_STAGES


def may_answer(person: Person, offer: StoryOffer) -> bool:
    """Says yes or no to it: whoever was asked, while it is not withdrawn. The author says hers by offering it."""
    if not person.is_authenticated or offer.state == OfferState.WITHDRAWN or is_author(person, offer.change):
        return False
    return StoryConsent.objects.filter(offer=offer, person=person).exists()


def may_withdraw(person: Person, offer: StoryOffer) -> bool:
    """Any of its authors, wherever they study now, and the coordination of the author's class."""
    if not person.is_authenticated or offer.state == OfferState.WITHDRAWN:
        return False
    return offer.authors().filter(pk=person.pk).exists() or may_recode(person, offer.change)
