"""What checks the guards of the reviewer's transitions; the portfolio's table names them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from learning.portfolio.enums import Intent
from learning.portfolio.guards import Problem

# Fewer words than this is a nod, not a sentence that somebody can work with.
SENTENCE_WORDS = 3


@dataclass(frozen=True)
class Verdict:
    """What the guards of T7-T9 look at: the review's words and the version it is about."""

    overall: str
    request: str
    grade: Decimal | None
    intent: str
    accept_as_final: bool
    graded: bool
    max_grade: Decimal


def overall_is_a_sentence(verdict: Verdict) -> Problem | None:
    if len(verdict.overall.split()) >= SENTENCE_WORDS:
        return None
    return Problem("overall", _("Write at least one sentence about the reflection."))


def overall_not_blank(verdict: Verdict) -> Problem | None:
    if verdict.overall.strip():
        return None
    return Problem("overall", _("Write what you read in the reflection: the comment is blank."))


def request_is_concrete(verdict: Verdict) -> Problem | None:
    if len(verdict.request.split()) >= SENTENCE_WORDS:
        return None
    return Problem("request", _("Ask for something concrete: a question, or what to go deeper into."))


def intent_is_formative(verdict: Verdict) -> Problem | None:
    if verdict.intent == Intent.FORMATIVE:
        return None
    return Problem("", _("This version was sent for assessment: return it or accept it."))


def meant_as_final(verdict: Verdict) -> Problem | None:
    if verdict.intent == Intent.FINAL or verdict.accept_as_final:
        return None
    return Problem("", _("The student asked for a reading only: comment on it or return it."))


def grade_within_scale(verdict: Verdict) -> Problem | None:
    if not verdict.graded:
        return None
    if verdict.grade is not None and 0 <= verdict.grade <= verdict.max_grade:
        return None
    return Problem(
        "grade", _("Give a grade from 0 to %(highest)s.") % {"highest": f"{verdict.max_grade.normalize():f}"}
    )


GUARDS: dict[str, Callable[[Verdict], Problem | None]] = {
    "overall_is_a_sentence": overall_is_a_sentence,
    "overall_not_blank": overall_not_blank,
    "request_is_concrete": request_is_concrete,
    "intent_is_formative": intent_is_formative,
    "meant_as_final": meant_as_final,
    "grade_within_scale": grade_within_scale,
}
