"""The questions of a survey as they are asked, and the answers as they are kept.

A question is known by its `code` and a choice by its own: words may change, codes are what is counted. A kept answer
is {state: one of AnswerState} with what was answered: `chosen` (list of codes), `number` or `text`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from learning.courses.enums import AnswerState, QuestionKind, SurveyPurpose

YES, NO = "yes", "no"
# What a purpose may be put to; a question of another kind could not be counted for it.
PURPOSES = {
    QuestionKind.YES_NO: (SurveyPurpose.WORK_TOOL, SurveyPurpose.CARE_TOOL),
    QuestionKind.MULTIPLE: (SurveyPurpose.WORK_CATEGORIES, SurveyPurpose.CARE_CATEGORIES, SurveyPurpose.ELECTIVES),
}


@dataclass(frozen=True)
class Choice:
    code: str
    label: str


@dataclass(frozen=True)
class Question:
    """`follows` is the code of the yes-or-no question to whose "yes" it belongs, or ""."""

    code: str
    kind: str
    text: str
    hint: str
    may_refuse: bool
    follows: str
    purpose: str
    choices: tuple[Choice, ...] = ()
    steps: int = 0
    lowest: str = ""
    highest: str = ""

    @property
    def options(self) -> tuple[Choice, ...]:
        """What one chooses from, whatever the kind; none for a text."""
        if self.kind == QuestionKind.YES_NO:
            return (Choice(YES, _("Yes")), Choice(NO, _("No")))
        if self.kind == QuestionKind.SCALE:
            ends = {1: self.lowest, self.steps: self.highest}
            numbers = range(1, self.steps + 1)
            return tuple(Choice(str(n), f"{n} · {ends[n]}" if ends.get(n) else str(n)) for n in numbers)
        return self.choices


def read_questions(stream: Iterable[Mapping]) -> tuple[Question, ...]:
    """Of the raw value of a survey's questions."""
    return tuple(_question(block["type"], block["value"]) for block in stream)


def _question(kind: str, value: Mapping) -> Question:
    return Question(
        code=(value.get("code") or "").strip(),
        kind=kind,
        text=value.get("question") or "",
        hint=value.get("hint") or "",
        may_refuse=bool(value.get("may_refuse")),
        follows=(value.get("follows") or "").strip(),
        purpose=value.get("purpose") or "",
        choices=tuple(_choice(item.get("value", item)) for item in value.get("choices") or []),
        steps=int(value.get("steps") or 0),
        lowest=value.get("lowest") or "",
        highest=value.get("highest") or "",
    )


def _choice(value: Mapping) -> Choice:
    return Choice((value.get("code") or "").strip(), value.get("label") or "")


def find_question_gaps(questions: tuple[Question, ...], published: tuple[Question, ...] = ()) -> list[str]:
    """What stops a survey from being published, in sentences. `published` is what stands public now."""
    gaps = [] if questions else [_("A survey needs at least one question.")]
    gaps += _repeated(questions)
    kinds = {question.code: question.kind for question in published}
    for place, question in enumerate(questions):
        gaps += _gaps_of(question, questions[:place])
        if kinds.get(question.code, question.kind) != question.kind:
            words = _("The question %(code)s was published as another kind: give the new one a code of its own.")
            gaps.append(words % {"code": question.code})
    return gaps


def _repeated(questions: tuple[Question, ...]) -> Iterator[str]:
    for code, number in Counter(question.code for question in questions).items():
        if number > 1:
            yield _("The code %(code)s stands at more than one question.") % {"code": code}
    for purpose, number in Counter(question.purpose for question in questions if question.purpose).items():
        if number > 1:
            yield _("Only one question may stand for “%(purpose)s”.") % {"purpose": SurveyPurpose(purpose).label}


def _gaps_of(question: Question, before: tuple[Question, ...]) -> Iterator[str]:
    named = {"code": question.code}
    if question.kind in (QuestionKind.CHOICE, QuestionKind.MULTIPLE):
        codes = [choice.code for choice in question.choices]
        if len(codes) < 2:
            yield _("The question %(code)s needs two choices or more.") % named
        if len(codes) != len(set(codes)):
            yield _("Two choices of the question %(code)s have the same code.") % named
    yes_no = {other.code for other in before if other.kind == QuestionKind.YES_NO}
    if question.follows and question.follows not in yes_no:
        words = _("The question %(code)s follows %(other)s, which is no yes-or-no question before it.")
        yield words % {**named, "other": question.follows}


@dataclass(frozen=True)
class Given:
    """What one person made of one question."""

    state: AnswerState
    chosen: tuple[str, ...] = ()
    text: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        found = {"state": str(self.state), "chosen": list(self.chosen), "text": self.text}
        return {name: value for name, value in found.items() if value}


BLANK, REFUSED, NOT_ASKED = (Given(state) for state in (AnswerState.BLANK, AnswerState.REFUSED, AnswerState.NOT_ASKED))


def read_answer(kept: Mapping[str, Mapping], code: str) -> Given:
    """Of what is kept of one response; a question that was not there yet when it was given was not asked."""
    row = kept.get(code)
    if row is None:
        return NOT_ASKED
    return Given(AnswerState(row["state"]), tuple(row.get("chosen", ())), row.get("text", ""))
