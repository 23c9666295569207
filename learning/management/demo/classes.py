"""Offerings, support centres, tutoring groups and who works in them, made by enrolment's actions."""

from learning.enrolment.actions import OfferingDetails, assign_staff, make_offering, make_tutoring_group
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Offering, Polo
from learning.management.demo.clock import ENROLMENT, Clock
from learning.management.demo.plan import GroupPlan, OfferingPlan, Plan
from learning.management.demo.reading import read
from learning.management.demo.world import World
from learning.reviews.actions import keep_bank_comment

# What every tutor finds in her bank of comments.
BANK = {
    "cena": "Conte uma cena: quem estava lá, o que foi dito, o que você fez em seguida.",
    "equipe": "E o que a equipe disse disso? Vale levar a pergunta para a próxima reunião.",
    "fonte": "De onde vem esta informação? Diga quem contou, ou onde você leu.",
}


def make_classes(plan: Plan, world: World, clock: Clock) -> None:
    polos = _polos()
    for offering in plan.offerings:
        with clock.at(offering.made_at, ENROLMENT):
            world.offerings[offering.key] = _make_offering(offering, world, polos)
            for group in plan.groups:
                if group.offering == offering.key:
                    _make_group(group, world, polos)


def _polos() -> dict[str, Polo]:
    cast = read("cast")
    names = {row["key"]: row["name"] for row in cast["municipalities"]}
    return {
        row["key"]: Polo.objects.get_or_create(name=row["name"], defaults={"municipality": names[row["municipality"]]})[
            0
        ]
        for row in cast["polos"]
    }


def _make_offering(plan: OfferingPlan, world: World, polos: dict[str, Polo]) -> Offering:
    coordinator, *others = (world.people[key] for key in plan.coordinators)
    details = OfferingDetails(
        name=plan.name,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        enrolment_opens_on=plan.made_at.date(),
        enrolment_closes_on=plan.enrolment_closes_on,
        enrolment_mode=plan.mode,
        enrolment_code=plan.code,
        places=plan.places,
        polos=tuple(polos[key] for key in plan.polos),
    )
    offering = make_offering(by=coordinator, course=world.course, details=details)
    for person in others:
        assign_staff(by=coordinator, offering=offering, person=person, role=StaffRole.COORDINATOR)
    world.coordinators[plan.key] = coordinator
    return offering


def _make_group(plan: GroupPlan, world: World, polos: dict[str, Polo]) -> None:
    offering, coordinator = world.offerings[plan.offering], world.coordinators[plan.offering]
    group = make_tutoring_group(by=coordinator, offering=offering, name=plan.name, polo=polos[plan.polo])
    assign_staff(
        by=coordinator,
        offering=offering,
        person=world.people[plan.tutor],
        role=StaffRole.TUTOR,
        tutoring_group=group,
    )
    for code, text in BANK.items():
        keep_bank_comment(by=world.people[plan.tutor], code=code, text=text)
    world.groups[plan.key] = group
    world.group_plans[plan.key] = plan
