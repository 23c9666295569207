"""The rows from which figures are counted."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from learning.courses.survey_questions import NOT_ASKED, Given, Question, read_answer


@dataclass(frozen=True)
class Person:
    """A student in an offering: `id` is the enrolment's. `weeks` are the marks at which her class looks again."""

    id: int
    offering: str
    group: str
    polo: str
    profession: str
    enrolled_on: datetime.date
    starts_on: datetime.date
    ends_on: datetime.date
    weeks: tuple[int, ...] = (6, 12, 24)


@dataclass(frozen=True)
class Change:
    """A record that its author keeps. `people` are the enrolments of author and confirmed co-authors; `followed` the
    stage at each mark that a follow-up answers; `modules` the titles of those that it comes from or is cited in."""

    id: int
    people: frozenset[int]
    axis: str
    category: str
    secondary: tuple[str, ...] = ()
    novelty: str = "unknown"
    stage: str = "idea"
    started_on: datetime.date | None = None
    followed: Mapping[int, str] = field(default_factory=dict)
    weeks: tuple[int, ...] = (6, 12, 24)
    helped: tuple[str, ...] = ()
    hindered: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        return (self.category, *self.secondary)


@dataclass(frozen=True)
class SurveyAnswers:
    """The survey's questions, and by person what she sent; who did not send it is not in `responses`."""

    questions: tuple[Question, ...]
    responses: Mapping[int, Mapping[str, Mapping]]

    def question_for(self, purpose: str) -> Question | None:
        return next((question for question in self.questions if question.purpose == purpose), None)

    def given(self, question: Question, person: int) -> Given:
        return read_answer(self.responses.get(person, {}), question.code)


@dataclass(frozen=True)
class Category:
    code: str
    axis: str
    label: str


@dataclass(frozen=True)
class Rows:
    """Everything that one page counts. `people` are those who are counted; `changes` those in which one of them is."""

    people: Sequence[Person]
    changes: Sequence[Change]
    survey: SurveyAnswers | None
    categories: Sequence[Category]
    today: datetime.date

    @cached_property
    def by_id(self) -> dict[int, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def respondents(self) -> list[int]:
        """Who sent the survey, of those who are counted."""
        return [person.id for person in self.people if self.survey and person.id in self.survey.responses]

    def answers_to(self, question: Question) -> list[Given]:
        """Of those to whom it was put."""
        if self.survey is None:
            return []
        given = (self.survey.given(question, person) for person in self.respondents)
        return [answer for answer in given if answer.state != NOT_ASKED.state]
