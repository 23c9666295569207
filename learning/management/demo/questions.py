"""What still waits for an answer when the demo begins: two students who ask for more time."""

import uuid
from datetime import timedelta

from learning.courses.models import ReflectionPage
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.management.demo.clock import NOTES, QUESTIONS, Clock
from learning.management.demo.world import World
from learning.portfolio.actions import Asking, ask_extension, save_journal_page
from learning.portfolio.dates import today
from learning.portfolio.queries import StudentEntry, student_entries
from learning.portfolio.transitions import allowed

NOTE = (
    "<p>A Neide disse hoje que a sala de espera fala mais que a consulta. Anotar quem conversa com quem, "
    "e perguntar na reunião de quinta.</p>"
)
ASKED = (
    ("shift", "Fui escalada para os plantões do feriado e só volto a ter noites livres na outra semana."),
    ("connection", "A internet da unidade caiu e em casa uso só o celular."),
)


def ask_questions(world: World, clock: Clock) -> None:
    running = (one for one in world.enrolments.values() if one.state == EnrolmentState.ACTIVE)
    writing = ((one, found) for one in running if one.offering.ends_on >= today() and (found := _unfinished(one)))
    for number, ((enrolment, row), (reason, words)) in enumerate(zip(writing, ASKED, strict=False)):
        asking = Asking(reason, words, max(row.dates.due_on, today()) + timedelta(days=9 + number))
        with clock.at(clock.days_ago(1.5 - number / 2), QUESTIONS):
            ask_extension(
                by=enrolment.student, enrolment=enrolment, prompt=_prompt(world, row), asking=asking, key=uuid.uuid4()
            )


def write_notes(world: World, clock: Clock) -> None:
    """A quick note of the student whom everybody tries first."""
    student = next(person for person in world.people.values() if person.email == "estudante@example.org")
    with clock.at(clock.days_ago(1), NOTES):
        save_journal_page(by=student, key=uuid.uuid4(), base_number=0, text=NOTE)


def _unfinished(enrolment: Enrolment) -> StudentEntry | None:
    """What she has begun and is due."""
    rows = student_entries(enrolment, with_nameless=True)
    begun = (row for row in rows if row.public_id and allowed("submit", row.state) and row.dates.due_on)
    return next(begun, None)


def _prompt(world: World, row: StudentEntry) -> ReflectionPage:
    return next(prompt for prompt in world.prompts.values() if prompt.pk == row.prompt_id)
