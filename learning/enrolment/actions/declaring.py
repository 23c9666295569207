from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from home.accounts.models import User, Workplace
from learning.enrolment.models import Enrolment, LaterWorkplace


@transaction.atomic
def keep_declared_workplace(*, by: User, workplace: Workplace) -> None:
    """The first profession and municipality that a student declares are her enrolment's; later ones are kept dated.

    An enrolment that has ended hears of nothing any more.
    """
    enrolments = Enrolment.objects.of(by).holding_a_place().select_for_update(of=("self",))
    for enrolment in enrolments.prefetch_related("later_workplaces"):
        filled = list(_filled(enrolment, workplace))
        if filled:
            enrolment.save(update_fields=filled)
        _keep_later(enrolment, workplace)


def _filled(enrolment: Enrolment, workplace: Workplace) -> Iterator[str]:
    """Takes over what was left open at the enrolment, field by field, and says which."""
    if enrolment.profession_at_entry_id is None and workplace.profession_id is not None:
        enrolment.profession_at_entry_id = workplace.profession_id
        yield "profession_at_entry"
    if not enrolment.municipality_at_entry and workplace.municipality:
        enrolment.municipality_at_entry = workplace.municipality
        yield "municipality_at_entry"


def _keep_later(enrolment: Enrolment, workplace: Workplace) -> None:
    known = (enrolment.profession_at_entry_id, enrolment.municipality_at_entry)
    for later in enrolment.later_workplaces.all():
        known = (later.profession_id, later.municipality)
    if (workplace.profession_id, workplace.municipality) != known:
        LaterWorkplace.objects.create(
            enrolment=enrolment,
            profession_id=workplace.profession_id,
            municipality=workplace.municipality,
            declared_at=timezone.now(),
        )
