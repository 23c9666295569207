from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.enrolment.actions import EmailOutcome, Outcome

# Outcome -> (words, tone of the pill).
WORDS: dict[Outcome, tuple[str | Promise, str]] = {
    Outcome.ENROLLED: (_("enrolled"), "leaf"),
    Outcome.INVITED: (_("enrolled; an invitation went to this address"), "leaf"),
    Outcome.ALREADY: (_("was in the class already"), "neutral"),
    Outcome.FULL: (_("not enrolled: every place is taken"), "clay"),
    Outcome.INVALID: (_("not enrolled: this is no e-mail address"), "clay"),
    Outcome.INACTIVE: (_("not enrolled: this account is closed"), "clay"),
}


@dataclass(frozen=True)
class OutcomeLine:
    address: str
    words: str | Promise
    tone: str


def outcome_lines(outcomes: list[EmailOutcome]) -> list[OutcomeLine]:
    """What the coordinator reads of each line, what went wrong first."""
    lines = [OutcomeLine(outcome.address, *WORDS[outcome.outcome]) for outcome in outcomes]
    return sorted(lines, key=lambda line: line.tone != "clay")
