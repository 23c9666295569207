from django.db import transaction
from wagtail.log_actions import log

from home.accounts.models import User
from learning.enrolment.actions.boards import sync_boards
from learning.enrolment.actions.errors import LastCoordinator, WrongOffering
from learning.enrolment.actions.notices import tell_assigned
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Offering, StaffAssignment, TutoringGroup


@transaction.atomic
def assign_staff(
    *, by: User, offering: Offering, person: User, role: str, tutoring_group: TutoringGroup | None = None
) -> StaffAssignment:
    """Makes `person` a coordinator, or the tutor of `tutoring_group`. Twice has one effect. Raises WrongOffering."""
    offering = Offering.objects.select_for_update().get(pk=offering.pk)
    if (role == StaffRole.TUTOR) != (tutoring_group is not None):
        raise WrongOffering
    if tutoring_group is not None and tutoring_group.offering_id != offering.pk:
        raise WrongOffering
    assignment, created = StaffAssignment.objects.get_or_create(
        offering=offering,
        person=person,
        role=role,
        tutoring_group=tutoring_group,
        defaults={"course_id": offering.course_id},
    )
    if created:
        sync_boards(offering, person=person)
        data = {"role": role, "person": person.pk, "tutoring_group": tutoring_group and tutoring_group.pk}
        entry = log(instance=offering, action="learning.staff_assign", user=by, data=data)
        tell_assigned(assignment, by, f"{offering.pk}:{entry.pk}")
    return assignment


@transaction.atomic
def remove_staff(*, by: User, assignment: StaffAssignment) -> None:
    """Twice has one effect. Raises LastCoordinator."""
    offering = Offering.objects.select_for_update().get(pk=assignment.offering_id)
    if not StaffAssignment.objects.filter(pk=assignment.pk).exists():
        return
    coordinators = StaffAssignment.objects.filter(offering=offering, role=StaffRole.COORDINATOR)
    if assignment.role == StaffRole.COORDINATOR and coordinators.count() == 1:
        raise LastCoordinator
    data = {"role": assignment.role, "person": assignment.person_id, "tutoring_group": assignment.tutoring_group_id}
    StaffAssignment.objects.filter(pk=assignment.pk).delete()
    sync_boards(offering, person=assignment.person)
    log(instance=offering, action="learning.staff_remove", user=by, data=data)
