"""A share with what stands behind it, and what is not shown of it where few people stand behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.courses.enums import AnswerState
from learning.courses.survey_questions import YES, Given

FEWEST = 5


def percent_of(numerator: int, whole: int) -> Decimal | None:
    """With one decimal place, halves up; None of nothing."""
    if not whole:
        return None
    return (Decimal(100 * numerator) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def said_percent(numerator: int, whole: int) -> str:
    """`82,4 %`; a dash of nothing."""
    percent = percent_of(numerator, whole)
    return "–" if percent is None else f"{number_format(percent, 1)} %"


@dataclass(frozen=True)
class Proportion:
    """`numerator` of `valid`; `blank` and `refused` were asked too and stand outside of both."""

    numerator: int
    valid: int
    blank: int = 0
    refused: int = 0

    @property
    def percent(self) -> Decimal | None:
        return percent_of(self.numerator, self.valid)

    @property
    def others(self) -> int:
        return self.valid - self.numerator

    @property
    def asked(self) -> int:
        return self.valid + self.blank + self.refused

    def said_of_answers(self, *, short: bool = False) -> str:
        """`82,4 % (98 de 119 respostas válidas; 1 sem resposta)`; the short form leaves out what 119 are."""
        if not self.valid:
            return _("No valid answer yet (%(rest)s)") % {"rest": self.said_rest()}
        parts = {"percent": said_percent(self.numerator, self.valid), "yes": self.numerator, "valid": self.valid}
        if short:
            words = _("%(percent)s (%(yes)s of %(valid)s; %(rest)s)")
        else:
            words = ngettext(
                "%(percent)s (%(yes)s of %(valid)s valid answer; %(rest)s)",
                "%(percent)s (%(yes)s of %(valid)s valid answers; %(rest)s)",
                self.valid,
            )
        return words % {**parts, "rest": self.said_rest()}

    def said_of(self, whole: str) -> str:
        """`31,3 % (5 de 16 estudantes)`; `whole` says what they are, with their number."""
        return _("%(percent)s (%(number)s of %(whole)s)") % {
            "percent": said_percent(self.numerator, self.valid), "number": self.numerator, "whole": whole,
        }  # fmt: skip

    def said_rest(self) -> str:
        rest = [ngettext("%(number)s without an answer", "%(number)s without an answer", self.blank)]
        rest = [rest[0] % {"number": self.blank}]
        if self.refused:
            words = ngettext("%(number)s prefers not to answer", "%(number)s prefer not to answer", self.refused)
            rest.append(words % {"number": self.refused})
        return "; ".join(rest)


def yes_of(answers: Iterable[Given]) -> Proportion:
    """Of a yes-or-no question: yes / (yes + no)."""
    rows = list(answers)
    said = [row for row in rows if row.state == AnswerState.ANSWERED]
    return Proportion(
        numerator=sum(YES in row.chosen for row in said),
        valid=len(said),
        blank=sum(row.state == AnswerState.BLANK for row in rows),
        refused=sum(row.state == AnswerState.REFUSED for row in rows),
    )


def is_too_few(number: int, fewest: int) -> bool:
    """Nobody is nobody: 0 tells of no one."""
    return 0 < number < fewest


def shielded(counts: Sequence[int], fewest: int, behind: Sequence[int] | None = None) -> list[int | None]:
    """Counts as they may be shown beside their total: small ones are None, and with them as many of the next smallest
    as it takes, so that what is hidden cannot be found by taking the shown ones from the total.

    `behind` are the people behind each count, where it counts something else.
    """
    people = counts if behind is None else behind
    hidden = {place for place, number in enumerate(people) if is_too_few(number, fewest)}
    # Two hidden ones at least, and together no few.
    while hidden and (len(hidden) < 2 or sum(people[place] for place in hidden) < fewest):
        rest = [place for place in range(len(counts)) if place not in hidden and counts[place]]
        if not rest:
            break
        hidden.add(min(rest, key=lambda place: counts[place]))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def total_of(counts: Sequence[int], shown: Sequence[int | None], fewest: int) -> int | None:
    """The total beside them: hidden where what is hidden would still be one single row, or few."""
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    is_bare = len(hidden) == 1 or is_too_few(sum(hidden), fewest)
    return None if hidden and is_bare else sum(counts)
