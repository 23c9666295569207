import secrets

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.accounts.models import User, Workplace
from learning.enrolment.actions.boards import sync_boards
from learning.enrolment.actions.errors import (
    AlreadyEnrolled,
    EnrolmentClosed,
    OfferingFull,
    ReturnByCoordination,
    WrongCode,
    WrongOffering,
    WrongState,
)
from learning.enrolment.actions.notices import tell_enrolled, tell_withdrawn
from learning.enrolment.enums import READING_STATES, EnrolmentMode, EnrolmentState
from learning.enrolment.models import Enrolment, Offering, Polo, TutoringGroup
from learning.enrolment.rules import is_open_on
from learning.enrolment.transitions import TRANSITIONS


@transaction.atomic
def enrol_student(
    *,
    by: User,
    offering: Offering,
    student: User,
    tutoring_group: TutoringGroup | None = None,
    polo: Polo | None = None,
) -> Enrolment:
    """The coordination enrols `student`, whatever the dates; whoever had withdrawn comes back, marks and all.

    Raises AlreadyEnrolled, OfferingFull, WrongOffering.
    """
    offering, enrolment = _lock(offering, student)
    if tutoring_group is not None and tutoring_group.offering_id != offering.pk:
        raise WrongOffering
    if enrolment is not None and enrolment.state in READING_STATES:
        raise AlreadyEnrolled
    _take_place(offering)
    if enrolment is None:
        return _make_enrolment(by, offering, student, tutoring_group, polo)
    enrolment.tutoring_group = tutoring_group or enrolment.tutoring_group
    return _move(by, enrolment, "return")


@transaction.atomic
def enrol_openly(*, by: User, offering: Offering) -> Enrolment:
    """`by` enrols herself by the button.

    Raises AlreadyEnrolled, EnrolmentClosed, OfferingFull, ReturnByCoordination.
    """
    return _enrol_oneself(by, offering, EnrolmentMode.OPEN)


@transaction.atomic
def enrol_with_code(*, by: User, offering: Offering, code: str) -> Enrolment:
    """`by` enrols herself by the class's code. Raises WrongCode beside what enrol_openly raises."""
    given = code.strip().upper().encode()
    if not secrets.compare_digest(given, offering.enrolment_code.encode()):
        raise WrongCode
    return _enrol_oneself(by, offering, EnrolmentMode.CODE)


@transaction.atomic
def withdraw_student(*, by: User, enrolment: Enrolment, reason: str = "") -> Enrolment:
    """Ends an enrolment; its marks and texts stay. Twice has one effect. Raises WrongState."""
    return _move(by, enrolment, "withdraw", reason=reason)


@transaction.atomic
def complete_enrolment(*, by: User, enrolment: Enrolment) -> Enrolment:
    """The coordination declares the course done; the student goes on reading it. Raises WrongState."""
    return _move(by, enrolment, "complete")


@transaction.atomic
def switch_enrolment(*, by: User, enrolment: Enrolment) -> Enrolment:
    """Makes `enrolment` the one whose marks the course's pages show. Raises WrongState when it has ended."""
    _offering, enrolment = _lock_enrolment(enrolment)
    if enrolment.state not in READING_STATES:
        raise WrongState
    _make_current(enrolment)
    return enrolment


def place_in_tutoring_group(*, by: User, enrolment: Enrolment, tutoring_group: TutoringGroup | None) -> Enrolment:
    """Raises WrongOffering."""
    return place_students(by=by, enrolments=[enrolment], tutoring_group=tutoring_group)[0]


@transaction.atomic
def place_students(*, by: User, enrolments: list[Enrolment], tutoring_group: TutoringGroup | None) -> list[Enrolment]:
    """Moves students of one offering into a tutoring group, or out of any; boards follow. Raises WrongOffering."""
    offerings = {enrolment.offering_id for enrolment in enrolments}
    offerings |= {tutoring_group.offering_id} if tutoring_group else set()
    if len(offerings) > 1:
        raise WrongOffering
    for offering in Offering.objects.select_for_update().filter(pk__in=offerings):
        moved = [e for e in enrolments if e.tutoring_group_id != (tutoring_group and tutoring_group.pk)]
        for enrolment in moved:
            data = {"tutoring_group": [enrolment.tutoring_group_id, tutoring_group and tutoring_group.pk]}
            enrolment.tutoring_group = tutoring_group
            enrolment.save(update_fields=["tutoring_group"])
            log(instance=enrolment, action="learning.enrolment_place", user=by, data=data)
        sync_boards(offering)
    return enrolments


def _lock(offering: Offering, student: User) -> tuple[Offering, Enrolment | None]:
    """Locks the offering, then the person: places are counted by one at a time, and so is what is current."""
    offering = Offering.objects.select_for_update().get(pk=offering.pk)
    User.objects.select_for_update().get(pk=student.pk)
    return offering, Enrolment.objects.filter(offering=offering, student=student).first()


def _lock_enrolment(enrolment: Enrolment) -> tuple[Offering, Enrolment]:
    offering, locked = _lock(enrolment.offering, enrolment.student)
    if locked is None:
        raise Enrolment.DoesNotExist
    return offering, locked


def _take_place(offering: Offering) -> None:
    taken = Enrolment.objects.filter(offering=offering).holding_a_place().count()
    if offering.places is not None and taken >= offering.places:
        raise OfferingFull


def _enrol_oneself(by: User, offering: Offering, mode: EnrolmentMode) -> Enrolment:
    offering, enrolment = _lock(offering, by)
    if enrolment is not None and enrolment.state in READING_STATES:
        raise AlreadyEnrolled
    if enrolment is not None:
        raise ReturnByCoordination
    if offering.enrolment_mode != mode or not is_open_on(offering, timezone.localdate()):
        raise EnrolmentClosed
    _take_place(offering)
    groups = list(offering.tutoring_groups.all()[:2])
    return _make_enrolment(by, offering, by, groups[0] if len(groups) == 1 else None, None)


def _make_enrolment(
    by: User, offering: Offering, student: User, tutoring_group: TutoringGroup | None, polo: Polo | None
) -> Enrolment:
    declared = Workplace.objects.filter(person=student).first()
    enrolment = Enrolment.objects.create(
        offering=offering,
        course_id=offering.course_id,
        student=student,
        tutoring_group=tutoring_group,
        polo=polo or (tutoring_group.polo if tutoring_group else None),
        profession_at_entry_id=declared.profession_id if declared else None,
        municipality_at_entry=declared.municipality if declared else "",
        is_current=False,
        enrolled_at=timezone.now(),
    )
    _make_current(enrolment)
    sync_boards(offering, person=student)
    log(instance=enrolment, action="learning.enrolment_make", user=by, data={"offering": offering.pk})
    tell_enrolled(enrolment, by, str(enrolment.public_id))
    return enrolment


def _make_current(enrolment: Enrolment) -> None:
    Enrolment.objects.filter(student=enrolment.student_id, course=enrolment.course_id, is_current=True).exclude(
        pk=enrolment.pk
    ).update(is_current=False)
    Enrolment.objects.filter(pk=enrolment.pk).update(is_current=True)
    enrolment.is_current = True


def _leave_current(enrolment: Enrolment) -> None:
    """Hands the course's pages to the student's newest other enrolment in it, where there is one."""
    enrolment.is_current = False
    enrolment.save(update_fields=["is_current"])
    others = Enrolment.objects.filter(student=enrolment.student_id, course=enrolment.course_id).holding_a_place()
    newest = others.order_by("-enrolled_at").first()
    if newest is not None:
        _make_current(newest)


def _move(by: User, enrolment: Enrolment, name: str, reason: str = "") -> Enrolment:
    transition = TRANSITIONS[name]
    wanted_group = enrolment.tutoring_group
    offering, enrolment = _lock_enrolment(enrolment)
    if enrolment.state == transition.target:
        return enrolment
    if enrolment.state not in transition.sources:
        raise WrongState(enrolment.state)
    data = {"state": [enrolment.state, transition.target], **({"reason": reason} if reason else {})}
    enrolment.state, enrolment.tutoring_group = transition.target, wanted_group
    enrolment.ended_at = timezone.now() if transition.ends else None
    enrolment.save(update_fields=["state", "ended_at", "tutoring_group"])
    if enrolment.state in READING_STATES:
        _make_current(enrolment)
    else:
        _leave_current(enrolment)
    sync_boards(offering, person=enrolment.student)
    entry = log(instance=enrolment, action=transition.action, user=by, data=data)
    key = f"{enrolment.public_id}:{entry.pk}"
    if enrolment.state == EnrolmentState.WITHDRAWN:
        tell_withdrawn(enrolment, key)
    elif enrolment.state == EnrolmentState.ACTIVE:
        tell_enrolled(enrolment, by, key)
    return enrolment
