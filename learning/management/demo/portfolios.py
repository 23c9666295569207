"""What the cast does with whole portfolios: a closing text, shares, an invited reader, a second reading."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.utils import timezone

from learning.management.demo.clock import REVIEWS, WHOLE, Clock
from learning.management.demo.story import Step
from learning.management.demo.world import World
from learning.portfolio.actions import (
    ShareWish,
    invite_guest,
    note_reading,
    publish_closing,
    save_closing,
    share_entry,
)
from learning.portfolio.consents import SHARING_NOW
from learning.portfolio.enums import Audience, ReadingKind
from learning.reviews.actions import request_second_reading

SHARES = (
    ("rosa", "P0", Audience.GROUP, 9),
    ("jonas", "P1", Audience.OFFERING, 6),
    ("iara", "P1", Audience.OFFERING, 5),
)
GUEST, GUEST_DAYS = "ines", 20
ASKS_AGAIN = ("ivo", "P0")
REASON = "A devolutiva fala do martelo. O que contei da conversa com a enfermeira ficou sem leitura."
CLOSING = (
    "<p>No começo eu escrevia o que faltava nos outros. Relendo tudo, vejo que a pergunta foi mudando de lugar: da "
    "demanda para a porta, da porta para a reunião, da reunião para mim.</p><p>O que levo é pouco e é firme: perguntar "
    "antes de responder, e contar à equipe o que a rua contou.</p>"
)


def open_portfolios(world: World, clock: Clock) -> None:
    """Each step happened at its moment, as in the story."""
    for step in sorted(_steps(world, clock), key=lambda step: step.moment):
        with clock.at(step.moment, step.scope):
            step.act()


def _steps(world: World, clock: Clock) -> Iterator[Step]:
    for person, prompt, audience, days in SHARES:
        yield Step(clock.days_ago(days), WHOLE, partial(_share, world, person, prompt, audience))
    for person in ("rosa", "bento"):
        yield Step(clock.days_ago(4), WHOLE, partial(_close, world, person))
    yield Step(clock.days_ago(3), WHOLE, partial(_invite, world))
    yield Step(clock.days_ago(1.2), WHOLE, partial(_read, world))
    yield Step(clock.days_ago(2.5), REVIEWS, partial(_ask_again, world))


def _share(world: World, person: str, prompt: str, audience: str) -> None:
    entry = world.enrolments[person].entries.get(prompt=world.prompts[prompt])
    wish = ShareWish(audience=audience, consent_version=SHARING_NOW, no_patient_data=True)
    share_entry(by=world.people[person], entry=entry, wish=wish)


def _close(world: World, person: str) -> None:
    by, enrolment = world.people[person], world.enrolments[person]
    save_closing(by=by, enrolment=enrolment, base_number=0, text=CLOSING)
    if person == "bento":
        publish_closing(by=by, enrolment=enrolment)


def _invite(world: World) -> None:
    guest = world.people[GUEST]
    ends_on = timezone.localdate() + timedelta(days=GUEST_DAYS)
    for person in ("rosa", "bento"):
        invite_guest(
            by=world.people[person], enrolment=world.enrolments[person], who=(guest.name, guest.email), ends_on=ends_on
        )


def _ask_again(world: World) -> None:
    """Nobody is named yet: the coordination finds the question in its list."""
    person, prompt = ASKS_AGAIN
    entry = world.enrolments[person].entries.get(prompt=world.prompts[prompt])
    request_second_reading(by=world.people[person], entry=entry, reason=REASON)


def _read(world: World) -> None:
    enrolment = world.enrolments["rosa"]
    tutor = enrolment.tutoring_group.staff.get().person
    for reader, is_guest in ((world.people[GUEST], True), (tutor, False)):
        note_reading(by=reader, enrolment=enrolment, kind=ReadingKind.WHOLE, is_guest=is_guest)
