import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from home.accounts.models import Profession, User
from home.prepared import Prepared
from learning.courses.models import CourseOutline
from learning.enrolment.enums import READING_STATES, EnrolmentMode, EnrolmentState, StaffRole
from learning.enrolment.models import (
    Enrolment,
    LaterWorkplace,
    Offering,
    OfferingBoard,
    Polo,
    StaffAssignment,
    StaffBoard,
    StaffBoardRoom,
    StaffNote,
    TutoringGroup,
)

_ENTRY_FACTS = {
    "profession_at_entry": _("Profession at enrolment"),
    "municipality_at_entry": _("Municipality at enrolment"),
    "polo": _("Support centre at enrolment"),
}


def shown_name(person: str) -> Coalesce:
    """The name to show of the person at this lookup path: the social name where one is given."""
    return Coalesce(NullIf(f"{person}__social_name", Value("")), f"{person}__full_name")


def board_of(enrolment: Enrolment, discussion_id: int) -> int | None:
    """Returns the board on which this student takes part in a discussion: her group's, or the whole class's.

    None while she stands in no tutoring group and the groups meet apart. Closed boards are those of former groupings.
    """
    rows = OfferingBoard.objects.filter(
        offering=enrolment.offering_id, discussion_id=discussion_id, board__is_open=True
    )
    boards: dict[int | None, int] = dict(rows.values_list("tutoring_group_id", "board_id"))
    if enrolment.tutoring_group_id in boards and enrolment.tutoring_group_id:
        return boards[enrolment.tutoring_group_id]
    return boards.get(None) if set(boards) == {None} else None


def groups_tutored(person: User, offering: Offering, *, whole: bool) -> list[TutoringGroup]:
    """The tutoring groups of an offering that she tutors; all of them with `whole`."""
    groups = offering.tutoring_groups.order_by("name")
    if not whole:
        hers = StaffAssignment.objects.filter(person=person, offering=offering).exclude(tutoring_group=None)
        groups = groups.filter(pk__in=hers.values("tutoring_group"))
    return list(groups)


def staff_boards_of(person: User, offering: Offering) -> list[StaffBoard]:
    """Boards made by staff for this offering or its course that she keeps, with their rooms. Two queries."""
    boards = StaffBoard.objects.visible_to(person).of_offering(offering).select_related("tutoring_group")
    rooms = StaffBoardRoom.objects.select_related("board").order_by("board__title")
    return list(boards.prefetch_related(Prefetch("rooms", queryset=rooms)))


class Way(StrEnum):
    """How a person stands to an offering that she looks at from outside."""

    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"
    OPEN = "open"
    CODE = "code"
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    STAFF_ONLY = "staff_only"


@dataclass(frozen=True)
class WayIn:
    """An offering with what a person may do about it; only OPEN and CODE let her in by herself."""

    offering_id: int
    name: str
    starts_on: datetime.date
    ends_on: datetime.date
    enrolment_opens_on: datetime.date
    enrolment_closes_on: datetime.date
    places_left: int | None
    way: Way


def ways_in(person: User | AnonymousUser, course_id: int) -> list[WayIn]:
    """Returns the course's offerings that have not ended, with the person's way into each. One query."""
    today = timezone.localdate()
    mine = Enrolment.objects.filter(offering=OuterRef("pk"), student_id=person.pk).values("state")
    offerings = Offering.objects.filter(Q(ends_on__gte=today), course=course_id).with_places_taken()
    rows = offerings.annotate(mine=Subquery(mine[:1])).order_by("starts_on", "name")
    return [_way_in(offering, offering.mine, today) for offering in rows]


def _way_in(offering: Offering, mine: str | None, today: datetime.date) -> WayIn:
    left = None if offering.places is None else max(0, offering.places - offering.places_taken)
    return WayIn(
        offering_id=offering.pk,
        name=offering.name,
        starts_on=offering.starts_on,
        ends_on=offering.ends_on,
        enrolment_opens_on=offering.enrolment_opens_on,
        enrolment_closes_on=offering.enrolment_closes_on,
        places_left=left,
        way=_way(offering, mine, left, today),
    )


def _way(offering: Offering, mine: str | None, left: int | None, today: datetime.date) -> Way:
    if mine is not None:
        return Way.ENROLLED if mine in READING_STATES else Way.WITHDRAWN
    if offering.enrolment_mode == EnrolmentMode.STAFF:
        return Way.STAFF_ONLY
    if today < offering.enrolment_opens_on:
        return Way.NOT_YET
    if today > offering.enrolment_closes_on:
        return Way.CLOSED
    if left == 0:
        return Way.FULL
    return Way.OPEN if offering.enrolment_mode == EnrolmentMode.OPEN else Way.CODE


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """An offering in a staff member's list. `roles` says what she is in it."""

    id: int
    name: str
    course: str
    starts_on: datetime.date
    ends_on: datetime.date
    students: int
    roles: tuple[str, ...]
    url: str

    @property
    def has_ended(self) -> bool:
        return self.ends_on < timezone.localdate()


def offerings_of_staff(person: User) -> list[OfferingRow]:
    """Returns the offerings in which `person` works, newest first. Two queries."""
    roles: dict[int, set[str]] = {}
    for offering, role in StaffAssignment.objects.filter(person=person).values_list("offering_id", "role"):
        roles.setdefault(offering, set()).add(str(StaffRole(role).label))
    rows = Offering.objects.staffed_by(person).with_places_taken().order_by("-starts_on", "name")
    names = ("id", "name", "course__title", "starts_on", "ends_on", "places_taken")
    return [
        OfferingRow(
            row["id"], row["name"], row["course__title"], row["starts_on"], row["ends_on"], row["places_taken"],
            tuple(sorted(roles.get(row["id"], ()))), reverse("learning:offering", args=[row["id"]]),
        )
        for row in rows.values(*names)
    ]  # fmt: skip


def courses_to_offer(person: User) -> list[tuple[str, str]]:
    """Returns (slug, title) of the published courses of which `person` may make an offering (see rules)."""
    courses = CourseOutline.objects.order_by("title")
    if not person.has_perm("learning.add_offering"):
        coordinates = StaffAssignment.objects.filter(person=person, role=StaffRole.COORDINATOR)
        courses = courses.filter(course__in=coordinates.values("course"))
    return list(courses.values_list("slug", "title"))


@dataclass(frozen=True, slots=True)
class StaffRow:
    id: int
    name: str
    role: str
    tutoring_group_id: int | None
    group: str

    @property
    def role_label(self) -> str:
        return str(StaffRole(self.role).label)


@dataclass(frozen=True, slots=True)
class StudentRow:
    public_id: str
    name: str
    email: str
    state: str
    tutoring_group_id: int | None
    polo: str
    enrolled_at: datetime.datetime
    last_learning_at: datetime.datetime | None

    @property
    def state_label(self) -> str:
        return str(EnrolmentState(self.state).label)


@dataclass(frozen=True)
class GroupPart:
    """A tutoring group with its tutors and students; `id` None gathers the students without a group."""

    id: int | None
    name: str
    polo: str
    tutors: list[StaffRow]
    students: list[StudentRow]


@dataclass(frozen=True)
class OfferingPeople:
    """The people of an offering. A tutor finds only her own groups in `groups`, and nobody in `withdrawn`."""

    groups: list[GroupPart]
    coordinators: list[StaffRow]
    withdrawn: list[StudentRow]

    @property
    def student_count(self) -> int:
        return sum(len(group.students) for group in self.groups)


def people_of(offering: Offering, person: User, *, whole: bool) -> OfferingPeople:
    """Returns the offering's people in three queries: all of them, or those of the groups that `person` may see."""
    staff = [
        StaffRow(*row)
        for row in StaffAssignment.objects.filter(offering=offering)
        .annotate(name=shown_name("person"))
        .order_by("name")
        .values_list("pk", "name", "role", "tutoring_group_id", "tutoring_group__name")
    ]
    students = _students(offering, person, whole=whole)
    visible = TutoringGroup.objects.filter(offering=offering)
    groups = visible if whole else visible.visible_to(person)
    present = [student for student in students if student.state in READING_STATES]
    parts = [
        GroupPart(
            pk,
            name,
            polo or "",
            [row for row in staff if row.tutoring_group_id == pk],
            [student for student in present if student.tutoring_group_id == pk],
        )
        for pk, name, polo in groups.order_by("name").values_list("pk", "name", "polo__name")
    ]
    loose = [student for student in present if student.tutoring_group_id is None]
    if loose:
        parts.append(GroupPart(None, "", "", [], loose))
    coordinators = [row for row in staff if row.role == StaffRole.COORDINATOR]
    withdrawn = [student for student in students if student.state not in READING_STATES] if whole else []
    return OfferingPeople(parts, coordinators, withdrawn)


def _students(offering: Offering, person: User, *, whole: bool) -> list[StudentRow]:
    rows = Enrolment.objects.filter(offering=offering)
    if not whole:
        groups = StaffAssignment.objects.filter(offering=offering, person=person, role=StaffRole.TUTOR)
        rows = rows.filter(tutoring_group__in=groups.values("tutoring_group"))
    names = ("state", "tutoring_group_id", "polo__name", "enrolled_at", "last_learning_at")
    rows = rows.annotate(name=shown_name("student")).order_by("name", "pk")
    return [
        StudentRow(str(public_id), name, email, state, group, polo or "", enrolled_at, last)
        for public_id, name, email, state, group, polo, enrolled_at, last in rows.values_list(
            "public_id", "name", "student__email", *names
        )
    ]


@dataclass(frozen=True)
class StaffNoteRow:
    pk: int
    text: str
    author: str
    written_at: datetime.datetime
    is_mine: bool


def _notes(person: int, enrolment: int) -> QuerySet:
    notes = StaffNote.objects.visible_to(User(pk=person)).standing().filter(enrolment=enrolment)
    return notes.annotate(name=shown_name("author")).values_list("pk", "text", "name", "written_at", "author_id")


_notes_seen = Prepared(_notes)


def staff_notes_of(person: User, enrolment_id: int) -> list[StaffNoteRow]:
    """What staff noted about a student, newest first; nothing for whoever is not in charge of her. One query."""
    rows = _notes_seen(person.pk, enrolment_id)
    return [StaffNoteRow(pk, text, name, at, author_id == person.pk) for pk, text, name, at, author_id in rows]


@dataclass(frozen=True)
class Correction:
    """`changes` are (what, before, after) in words; "" is not known."""

    at: datetime.datetime
    by: str
    reason: str
    changes: list[tuple[str, str, str]]


def corrections_of(enrolment: Enrolment) -> list[Correction]:
    """What was corrected of what counts of a student, the last first, from the log. Three queries."""
    professions = {code: f"{name} ({code})" for code, name in Profession.objects.values_list("code", "name")}
    polos = dict(Polo.objects.values_list("pk", "name"))
    named: dict[str, dict] = {"profession_at_entry": professions, "municipality_at_entry": {}, "polo": polos}

    def said(name: str, before: Any, now: Any) -> tuple[str, str, str]:
        names = named[name]
        return str(_ENTRY_FACTS[name]), str(names.get(before, before) or ""), str(names.get(now, now) or "")

    return [
        Correction(
            at=entry.timestamp,
            by=entry.user.name if entry.user else "",
            reason=entry.data["reason"],
            changes=[said(name, *entry.data[name]) for name in named if name in entry.data],
        )
        for entry in _log_of_corrections(enrolment).select_related("user")
    ]


def corrected_at(enrolment: Enrolment) -> datetime.datetime | None:
    """When what counts of a student was corrected last."""
    return _log_of_corrections(enrolment).values_list("timestamp", flat=True).first()


def _log_of_corrections(enrolment: Enrolment) -> QuerySet[ModelLogEntry]:
    kind = ContentType.objects.get_for_model(Enrolment)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(enrolment.pk))
    return entries.filter(action="learning.enrolment_correct").order_by("-timestamp", "-pk")


def declared_later(enrolment: Enrolment) -> list[LaterWorkplace]:
    return list(enrolment.later_workplaces.select_related("profession"))
