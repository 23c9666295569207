import datetime
import secrets
import uuid
from dataclasses import dataclass, field, fields

from django.db import transaction
from wagtail.log_actions import log

from home.accounts.models import User
from learning.courses.models import CoursePage
from learning.enrolment.actions.boards import sync_boards
from learning.enrolment.actions.errors import PlacesBelowTaken
from learning.enrolment.enums import (
    EXPECTED_DAYS,
    EXTENSION_DAYS,
    LATEST_DAYS,
    TOLERANCE_DAYS,
    EnrolmentMode,
    StaffRole,
    first_follow_up_weeks,
)
from learning.enrolment.models import Enrolment, Offering, Polo, StaffAssignment, TutoringGroup

# No letter or figure that is taken for another when read aloud.
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class OfferingDetails:
    """What a coordinator says of an offering. An empty code is made up where the mode asks for one.

    `new_polos` are names of support centres that may not exist yet.
    """

    name: str
    starts_on: datetime.date
    ends_on: datetime.date
    enrolment_opens_on: datetime.date
    enrolment_closes_on: datetime.date
    enrolment_mode: str = EnrolmentMode.STAFF
    enrolment_code: str = ""
    places: int | None = None
    expected_days: int = EXPECTED_DAYS
    latest_days: int = LATEST_DAYS
    extension_days: int = EXTENSION_DAYS
    tolerance_days: int = TOLERANCE_DAYS
    follow_up_weeks: list[int] = field(default_factory=first_follow_up_weeks)
    polos: tuple[Polo, ...] = field(default=())
    new_polos: tuple[str, ...] = field(default=())


COLUMNS = [column.name for column in fields(OfferingDetails) if column.name not in ("polos", "new_polos")]


@transaction.atomic
def make_offering(*, by: User, course: CoursePage, details: OfferingDetails, key: uuid.UUID | None = None) -> Offering:
    """Makes an offering with its board; `by` becomes its coordinator. The same `key` again gives the same offering."""
    key = key or uuid.uuid4()
    CoursePage.objects.select_for_update().get(pk=course.pk)
    offering = Offering.objects.filter(key=key).first()
    if offering is not None:
        return offering
    offering = Offering.objects.create(course=course, key=key, **_columns(details))
    _set_polos(offering, details)
    StaffAssignment.objects.create(offering=offering, course=course, person=by, role=StaffRole.COORDINATOR)
    sync_boards(offering)
    log(instance=offering, action="learning.offering_make", user=by, data=_plain(offering))
    return offering


@transaction.atomic
def change_offering(*, by: User, offering: Offering, details: OfferingDetails) -> Offering:
    """Raises PlacesBelowTaken."""
    offering = Offering.objects.select_for_update().get(pk=offering.pk)
    taken = Enrolment.objects.filter(offering=offering).holding_a_place().count()
    if details.places is not None and details.places < taken:
        raise PlacesBelowTaken(taken)
    before = _plain(offering)
    for name, value in _columns(details).items():
        setattr(offering, name, value)
    offering.save()
    _set_polos(offering, details)
    sync_boards(offering)
    after = _plain(offering)
    changes = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    if changes:
        log(instance=offering, action="learning.offering_change", user=by, data=changes)
    return offering


@transaction.atomic
def make_tutoring_group(
    *, by: User, offering: Offering, name: str, polo: Polo | None = None, key: uuid.UUID | None = None
) -> TutoringGroup:
    """The same `key` again gives the same tutoring group."""
    Offering.objects.select_for_update().get(pk=offering.pk)
    tutoring_group, created = TutoringGroup.objects.get_or_create(
        key=key or uuid.uuid4(), defaults={"offering": offering, "name": name, "polo": polo}
    )
    if created:
        sync_boards(offering)
        log(instance=tutoring_group, action="learning.tutoring_group_make", user=by, data={"offering": offering.pk})
    return tutoring_group


@transaction.atomic
def change_tutoring_group(*, by: User, tutoring_group: TutoringGroup, name: str, polo: Polo | None) -> TutoringGroup:
    tutoring_group = TutoringGroup.objects.select_for_update().get(pk=tutoring_group.pk)
    data = {"name": [tutoring_group.name, name], "polo": [tutoring_group.polo_id, polo and polo.pk]}
    tutoring_group.name, tutoring_group.polo = name, polo
    tutoring_group.save()
    sync_boards(tutoring_group.offering)
    log(instance=tutoring_group, action="learning.tutoring_group_change", user=by, data=data)
    return tutoring_group


def _columns(details: OfferingDetails) -> dict:
    columns = {name: getattr(details, name) for name in COLUMNS}
    code = details.enrolment_code.strip().upper()
    if details.enrolment_mode == EnrolmentMode.CODE and not code:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
    return {**columns, "enrolment_code": code}


def _set_polos(offering: Offering, details: OfferingDetails) -> None:
    made = [Polo.objects.get_or_create(name=name)[0] for name in details.new_polos]
    offering.polos.set([*details.polos, *made])


def _plain(offering: Offering) -> dict:
    """The offering as the log keeps it: without its code, which is a key to the door."""
    plain = {name: str(getattr(offering, name)) for name in COLUMNS if name != "enrolment_code"}
    return {**plain, "polos": sorted(offering.polos.values_list("pk", flat=True))}
