"""A survey as its student meets it."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from home.accounts.models import User
from learning.courses.enums import AnswerState
from learning.courses.models import SurveyPage
from learning.courses.survey_questions import Given, Question, read_answer
from learning.enrolment.enums import READING_STATES, EnrolmentState
from learning.enrolment.models import Enrolment, Offering
from learning.reports.models import SurveyResponse


@dataclass(frozen=True)
class Window:
    """The days on which a survey may be answered, both included."""

    opens_on: datetime.date
    closes_on: datetime.date
    is_reader: bool = True

    @property
    def is_early(self) -> bool:
        return timezone.localdate() < self.opens_on

    @property
    def is_open(self) -> bool:
        return self.is_reader and self.opens_on <= timezone.localdate() <= self.closes_on


@dataclass(frozen=True)
class SurveyPlace:
    """The survey of a course with the student to whom it is put."""

    survey: SurveyPage
    enrolment: Enrolment
    window: Window
    response: SurveyResponse | None

    @property
    def own_answers(self) -> list[tuple[Question, str]]:
        """Her answers in words, with what she left empty; questions that were not put to her are left out."""
        if self.response is None:
            return []
        given = ((question, read_answer(self.response.answers, question.code)) for question in self.survey.asked)
        return [(question, said(question, one)) for question, one in given if one.state != AnswerState.NOT_ASKED]


def window_of(survey: SurveyPage, enrolment: Enrolment) -> Window:
    """Whoever has completed the course need not wait for the class to end."""
    return days_of_survey(
        survey.opens_before_days, survey.closes_after_days, enrolment.state, enrolment.offering.ends_on
    )


def days_of_survey(opens_before: int, closes_after: int, state: str, ends_on: datetime.date) -> Window:
    opens_on = ends_on - datetime.timedelta(days=opens_before)
    if state == EnrolmentState.COMPLETED:
        opens_on = min(opens_on, timezone.localdate())
    return Window(opens_on, ends_on + datetime.timedelta(days=closes_after), state in READING_STATES)


def survey_place(person: User, slug: str) -> SurveyPlace | None:
    """Returns the public survey of a course for its student; None where either is missing. Three queries."""
    enrolments = Enrolment.objects.of(person).current().holding_a_place()
    enrolment = enrolments.filter(course__slug=slug, course__live=True).select_related("offering", "course").first()
    if enrolment is None:
        return None
    survey = SurveyPage.objects.child_of(enrolment.course).live().first()
    if survey is None:
        return None
    response = SurveyResponse.objects.visible_to(person).filter(survey=survey, enrolment=enrolment).first()
    return SurveyPlace(survey, enrolment, window_of(survey, enrolment), response)


def to_invite(survey: SurveyPage, since: datetime.date) -> QuerySet[Enrolment]:
    """Students to whom it opened between `since` and today, by their class or by completing it, and who have not
    answered."""
    today, before = timezone.localdate(), datetime.timedelta(days=survey.opens_before_days)
    course = survey.get_parent()
    by_class = Q(state=EnrolmentState.ACTIVE, offering__ends_on__range=(since + before, today + before))
    by_herself = Q(state=EnrolmentState.COMPLETED, ended_at__date__range=(since, today))
    still = Q(offering__ends_on__gte=today - datetime.timedelta(days=survey.closes_after_days))
    enrolments = Enrolment.objects.current().filter(still & (by_class | by_herself), course=course.pk)
    answered = SurveyResponse.objects.filter(survey=survey).values("enrolment")
    return enrolments.exclude(pk__in=answered).select_related("course", "offering", "student").order_by("pk")


def said(question: Question, given: Given) -> str:
    """An answer in words; what was not answered says so."""
    if given.state != AnswerState.ANSWERED:
        return str(given.state.label)
    labels = {option.code: option.label for option in question.options}
    return given.text or "; ".join(labels.get(code, code) for code in given.chosen)


@dataclass(frozen=True)
class SurveyTable:
    """The answers of a class without names; `rows` are (group, support centre, profession, answers in words)."""

    questions: tuple[Question, ...]
    rows: list[tuple[str, str, str, list[str]]]


def survey_table(offering: Offering) -> SurveyTable:
    """Two queries. In an order that says nothing of who answered when."""
    survey = SurveyPage.objects.child_of(offering.course).order_by("-live", "path").first()
    if survey is None:
        return SurveyTable((), [])
    responses = SurveyResponse.objects.filter(survey=survey, enrolment__offering=offering)
    columns = ("tutoring_group__name", "polo__name", "profession_at_entry__name")
    found = responses.values_list(*(f"enrolment__{column}" for column in columns), "answers")
    rows = [
        (group or "", polo or "", profession or "", [said(one, read_answer(answers, one.code)) for one in survey.asked])
        for group, polo, profession, answers in found
    ]
    return SurveyTable(survey.asked, sorted(rows))
