"""A survey of the small course, as its editor would publish it, and responses to it."""

import json

from django.utils import timezone

from home.accounts.models import User
from learning.courses.models import CoursePage, SurveyPage
from learning.enrolment.models import Enrolment, Offering
from learning.reports.models import SurveyResponse

CATEGORIES = (("acolhimento", "Acolhimento"), ("reuniao", "Reunião de Equipe"), ("risco", "Classificação de Risco"))
ELECTIVES = (("aprofundar", "Aprofundar"), ("problema", "Problema da minha prática"), ("outra", "Outra"))


def asked(kind: str, code: str, question: str, **value) -> dict:
    """A question as the StreamField stores it."""
    value = {"code": code, "question": question, "hint": "", "may_refuse": True, "follows": "", **value}
    return {"type": kind, "id": f"block-{code}", "value": value}


def choices(*pairs) -> list[dict]:
    return [{"type": "item", "id": f"item-{code}", "value": {"code": code, "label": label}} for code, label in pairs]


QUESTIONS = [
    asked("yes_no", "Q1", "Passou a usar uma ferramenta de organização do trabalho?", purpose="work_tool"),
    asked("multiple", "Q1a", "Quais?", follows="Q1", purpose="work_categories", choices=choices(*CATEGORIES)),
    asked("yes_no", "Q2", "Passou a usar uma ferramenta de cuidado?", purpose="care_tool"),
    asked("multiple", "Q4", "Por que escolheu suas optativas?", purpose="electives", choices=choices(*ELECTIVES)),
    asked("scale", "Q5", "O curso coube no seu tempo?", steps=5, lowest="nada", highest="muito"),
    asked("choice", "Q6", "Onde estudou mais?", choices=choices(("casa", "Em casa"), ("ubs", "Na unidade"))),
    asked("text", "Q3", "O que ajudou? O que atrapalhou?"),
]


def make_survey(course: CoursePage, questions: list[dict] = QUESTIONS, **fields) -> SurveyPage:
    """Live, open from 200 days before the end of a class."""
    fields = {"title": "Como foi o curso", "slug": "questionario", "opens_before_days": 200, **fields}
    page = course.add_child(instance=SurveyPage(questions=json.dumps(questions), live=False, **fields))
    page.save_revision().publish()
    return SurveyPage.objects.get(pk=page.pk)


def answered(survey: SurveyPage, enrolment: Enrolment, **chosen) -> SurveyResponse:
    """What is not named was left empty; a string is one choice, a list several, "-" a refusal."""
    answers = {}
    for question in survey.asked:
        given = chosen.get(question.code)
        if given == "-":
            answers[question.code] = {"state": "refused"}
        elif given:
            codes = [given] if isinstance(given, str) else list(given)
            answers[question.code] = {"state": "answered", "chosen": codes}
        else:
            answers[question.code] = {"state": "blank"}
    return SurveyResponse.objects.create(
        survey=survey, enrolment=enrolment, answers=answers, answered_at=timezone.now()
    )


def answered_by_120(survey: SurveyPage, offering: Offering, **fields) -> list[Enrolment]:
    """The study's 120 graduates (domain.md, section 0): of each question one blank, 98 and 90 times yes; those who
    said yes name one, two or three tools."""
    people = User.objects.bulk_create(
        User(email=f"egressa{number}@example.org", full_name=f"Egressa {number}") for number in range(120)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(offering=offering, course_id=offering.course_id, student=person, enrolled_at=timezone.now(), **fields)
        for person in people
    )
    SurveyResponse.objects.bulk_create(
        SurveyResponse(survey=survey, enrolment=enrolment, answers=_one_of_120(number), answered_at=timezone.now())
        for number, enrolment in enumerate(enrolments)
    )
    return enrolments


def _one_of_120(number: int) -> dict:
    blank = {"state": "blank"}
    first = blank if number == 119 else {"state": "answered", "chosen": ["yes" if number < 98 else "no"]}
    second = blank if number == 0 else {"state": "answered", "chosen": ["yes" if number < 91 else "no"]}
    codes = [code for code, _label in CATEGORIES][: 1 + number % 3]
    named = {"state": "answered", "chosen": codes} if number < 98 else {"state": "not_asked"}
    return {"Q1": first, "Q1a": named, "Q2": second}
