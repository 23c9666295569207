"""What checks the guards of the student's transitions; the table names them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.richtext import plain_text
from learning.courses.models import ReflectionPage
from learning.portfolio.enums import Intent
from learning.portfolio.transitions import TRANSITIONS


@dataclass(frozen=True)
class Problem:
    """What stops a transition: the form's field and a sentence that says what to change."""

    field: str
    message: str


@dataclass(frozen=True)
class Submission:
    """What the guards of T3 look at: the draft's content and what its prompt asks."""

    text: str
    intent: str
    no_patient_data: bool
    asks_acknowledgement: bool
    allows_formative: bool


def text_not_blank(submission: Submission) -> Problem | None:
    if plain_text(submission.text).strip():
        return None
    return Problem("text", _("Write your reflection before you send it: the text is blank."))


def acknowledged(submission: Submission) -> Problem | None:
    if submission.no_patient_data or not submission.asks_acknowledgement:
        return None
    return Problem("no_patient_data", _("Read your text again and confirm that no patient can be identified in it."))


def intent_allowed(submission: Submission) -> Problem | None:
    if submission.intent == Intent.FINAL or (submission.allows_formative and submission.intent == Intent.FORMATIVE):
        return None
    return Problem("intent", _("Choose what you ask of your tutor."))


def prompt_published(prompt: ReflectionPage) -> Problem | None:
    return None if prompt.live else Problem("", _("This prompt is not open yet."))


# `base_number_is_stored` (T2) is the condition of the statement that saves: learning.portfolio.actions.save_draft.
GUARDS: dict[str, Callable[..., Problem | None]] = {
    "prompt_published": prompt_published,
    "text_not_blank": text_not_blank,
    "acknowledged": acknowledged,
    "intent_allowed": intent_allowed,
}


def find_problems(name: str, subject: object, guards: Mapping[str, Callable]) -> list[Problem]:
    """Asks each guard that the table names for the transition `name`."""
    answers = (guards[guard](subject) for guard in TRANSITIONS[name].guards)
    return [problem for problem in answers if problem]
