"""Who may read an entry, and what the coordination has still to name a reader for."""

from dataclasses import dataclass

from django.db.models import QuerySet

from home.accounts.models import User
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import StaffAssignment
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.transitions import Actor, offered
from learning.reviews.models import SecondReading
from learning.reviews.queries.screen import ReviewScreen


def readers_for(entry: PortfolioEntry) -> QuerySet[User]:
    """Who works in the offering, without the student and, for a second reading, without who read it first."""
    staff = StaffAssignment.objects.filter(offering=entry.enrolment.offering_id).exclude(
        person=entry.enrolment.student_id
    )
    asked = SecondReading.objects.under_way().filter(entry=entry)
    people = User.objects.filter(pk__in=staff.values("person"), is_active=True)
    return people.exclude(pk__in=asked.values("first__reviewer")).order_by("full_name")


def second_reading_of(entry: PortfolioEntry) -> SecondReading | None:
    return SecondReading.objects.filter(entry=entry).select_related("first__reviewer").first()


def awaiting_reader(person: User) -> QuerySet[PortfolioEntry]:
    """Second readings in what `person` coordinates, for which nobody is named yet; the longest wait first."""
    places = StaffAssignment.objects.filter(person=person, role=StaffRole.COORDINATOR)
    entries = PortfolioEntry.objects.filter(awaits_reader=True, enrolment__offering__in=places.values("offering"))
    return entries.exclude(enrolment__student=person).order_by("waiting_since")


@dataclass(frozen=True)
class Steps:
    """What a reviewer or coordinator may do with an entry beside reading it: names of transitions.

    `sees_all`: she leads the student, and was not only named to read this one.
    """

    offers: list[str]
    awaits_reader: bool
    sees_all: bool


def steps_of(screen: ReviewScreen) -> Steps:
    offers = offered(screen.state, Actor.REVIEWER) + (offered(screen.state, Actor.COORDINATOR) if screen.is_led else [])
    return Steps(offers, screen.awaits_reader, screen.is_led or screen.is_tutored)
