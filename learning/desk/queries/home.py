"""The home page of a person: one section for each kind of place that she has."""

from collections.abc import Sequence
from dataclasses import dataclass

from home.accounts.models import User
from learning.desk.queries.boards import UnreadBoard, unread_boards
from learning.desk.queries.places import Places, places_of, shapes_of
from learning.desk.queries.staff import OfferingSummary, TutorDesk, offering_summaries, tutor_desk
from learning.desk.queries.student import StudentDesk, student_desk


@dataclass(frozen=True)
class Home:
    """A section is None where the person has no such place."""

    places: Places
    student: StudentDesk | None
    tutor: TutorDesk | None
    offerings: list[OfferingSummary]
    boards: list[UnreadBoard]

    @property
    def has_no_place(self) -> bool:
        return not self.places.studies and not self.places.work

    @property
    def asked_extensions(self) -> int:
        """A tutor of a class that she also coordinates has its questions once."""
        whole = {place.offering_id: place.asked for place in self.places.coordinated}
        return sum(whole.values()) + sum(p.asked for p in self.places.tutored if p.offering_id not in whole)

    @property
    def awaiting_reader(self) -> int:
        return sum(place.awaiting for place in self.places.coordinated)

    @property
    def unread(self) -> int:
        return sum(board.unread for board in self.boards)


def home_of(person: User) -> Home:
    """At most six queries, whoever she is, once this process has parsed the courses."""
    places = places_of(person)
    shapes = shapes_of(places.courses)
    coordinated = [place for place in places.coordinated if not place.has_ended]
    return Home(
        places=places,
        student=student_desk(person, places.studies, shapes) if places.studies else None,
        tutor=tutor_desk(person, places.tutored, shapes) if places.tutored else None,
        offerings=offering_summaries(coordinated, shapes) if coordinated else [],
        boards=unread_boards(person) if places.studies or places.work else [],
    )


def roles_of(person: User, places: Places, known: Sequence[str] | None) -> list[str]:
    """Which places the menu shows her. It opens no door: every page asks for itself.

    `known` is what this session knew before: whether she is an editor is asked once a session, at two queries.
    """
    is_editor = person.has_perm("wagtailadmin.access_admin") if known is None else "editor" in known
    roles = {
        "tutor": bool(places.tutored),
        "coordinator": bool(places.coordinated) or person.is_superuser,
        "editor": is_editor,
        "student": bool(places.studies),
    }
    return [role for role, holds in roles.items() if holds]
