"""Source A: what the answers to the survey say. One answer a student."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from learning.courses.enums import AnswerState
from learning.courses.survey_questions import NO, YES, Question
from learning.reports.figures.proportions import Proportion, yes_of
from learning.reports.figures.rows import Person, Rows


def yes_share(rows: Rows, question: Question) -> Proportion:
    return yes_of(rows.answers_to(question))


def who_said(rows: Rows, question: Question) -> tuple[set[int], set[int]]:
    """Who said yes, and who said no."""
    said: dict[str, set[int]] = {YES: set(), NO: set()}
    for person in rows.respondents:
        for code in rows.survey.given(question, person).chosen if rows.survey else ():
            said[code].add(person)
    return said[YES], said[NO]


@dataclass(frozen=True)
class Chosen:
    """How many chose what, each of them as many as she liked; `answers` are those who chose something."""

    counts: Counter[str]
    answers: int
    blank: int
    refused: int

    @property
    def choices(self) -> int:
        return sum(self.counts.values())


def chosen_of(rows: Rows, question: Question) -> Chosen:
    answers = rows.answers_to(question)
    states = Counter(answer.state for answer in answers)
    counts = Counter(code for answer in answers for code in set(answer.chosen))
    return Chosen(counts, states[AnswerState.ANSWERED], states[AnswerState.BLANK], states[AnswerState.REFUSED])


def chosen_by(rows: Rows, question: Question, of: Callable[[Person], str]) -> dict[str, Counter[str]]:
    """Profession -> how many of it chose what."""
    found: dict[str, Counter[str]] = {}
    for person in rows.respondents:
        counts = found.setdefault(of(rows.by_id[person]), Counter())
        counts.update(set(rows.survey.given(question, person).chosen) if rows.survey else ())
    return dict(sorted(found.items()))
