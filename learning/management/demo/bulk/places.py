"""Enrolments, and who reads which board because of them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from forums.enums import MemberRole
from forums.models import BoardMember
from home.accounts.models import Workplace
from learning.enrolment.actions import INVITATION_DAYS
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, OfferingBoard
from learning.enrolment.transitions import TRANSITIONS
from learning.management.demo.bulk.rows import History, create
from learning.management.demo.plan import StudentPlan
from learning.management.demo.world import World


def write_enrolments(plans: Sequence[StudentPlan], world: World, history: History) -> None:
    plans = sorted(plans, key=lambda plan: plan.enrolled_at)
    people = [world.people[plan.person].pk for plan in plans]
    declared = Workplace.objects.in_bulk(people, field_name="person_id")
    enrolments = create(Enrolment, [_enrolment(plan, world, declared) for plan in plans])
    for plan, enrolment in zip(plans, enrolments, strict=True):
        world.enrolments[plan.person] = enrolment
        _tell(plan, enrolment, world, history)
    boards = _boards(enrolments)
    members = [
        BoardMember(board_id=board, person_id=enrolment.student_id, role=MemberRole.MEMBER)
        for enrolment in enrolments
        for group in (None, enrolment.tutoring_group_id)
        for board in boards.get((enrolment.offering_id, group), ())
    ]
    create(BoardMember, members)


def _enrolment(plan: StudentPlan, world: World, declared: Mapping[int, Workplace]) -> Enrolment:
    group = world.groups[plan.group]
    place = declared.get(world.people[plan.person].pk, Workplace())
    return Enrolment(
        offering=world.offerings[world.group_plans[plan.group].offering],
        course=world.course,
        student=world.people[plan.person],
        tutoring_group=group,
        polo_id=group.polo_id,
        profession_at_entry_id=place.profession_id,
        municipality_at_entry=place.municipality,
        is_current=True,
        state=EnrolmentState.COMPLETED if plan.completed_at else EnrolmentState.ACTIVE,
        ended_at=plan.completed_at,
        enrolled_at=plan.enrolled_at,
        last_learning_at=plan.last_visit_at if plan.reads else None,
        resume_item_id=world.items[plan.reads[-1][0]] if plan.reads and plan.last_visit_at else None,
    )


def _tell(plan: StudentPlan, enrolment: Enrolment, world: World, history: History) -> None:
    offering = world.offerings[world.group_plans[plan.group].offering]
    coordinator = world.coordinators[world.group_plans[plan.group].offering]
    history.log(enrolment, "learning.enrolment_make", coordinator, plan.enrolled_at, offering=offering.pk)
    history.tell(
        "enrolment.enrolled",
        enrolment.student,
        plan.enrolled_at,
        enrolment,
        key=str(enrolment.public_id),
        url=reverse("learning:desk"),
        course=world.course.title,
        offering=offering.name,
        days=INVITATION_DAYS,
    )
    if plan.completed_at:
        done = TRANSITIONS["complete"]
        states = [str(done.sources[0]), str(done.target)]
        history.log(enrolment, done.action, coordinator, plan.completed_at, state=states)


def _boards(enrolments: Sequence[Enrolment]) -> dict[tuple[int, int | None], list[int]]:
    """Returns (offering, tutoring group or None) -> its boards."""
    offerings = {enrolment.offering_id for enrolment in enrolments}
    boards: dict[tuple[int, int | None], list[int]] = {}
    for row in OfferingBoard.objects.filter(offering__in=offerings):
        boards.setdefault((row.offering_id, row.tutoring_group_id), []).append(row.board_id)
    return boards
