import copy

import pytest
from django.template.loader import render_to_string

from home.pages.completeness import PublicationRefused
from learning.courses.actions import copy_course
from learning.courses.forms import SurveyForm
from learning.courses.models import CourseOutline, SurveyPage
from learning.courses.survey_blocks import SurveyBlocks
from learning.courses.survey_questions import read_questions
from tests.factories.surveys import QUESTIONS, asked, choices, make_survey
from tests.learning.courses.test_words_for_editors import blocks_below, help_of


def filled(**data) -> SurveyForm:
    return SurveyForm(read_questions(QUESTIONS), data)


def states(form: SurveyForm) -> dict[str, str]:
    assert form.is_valid(), form.errors
    return {code: row["state"] for code, row in form.answers.items()}


def test_empty_no_and_refusal_are_three_things():
    form = filled(Q1="no", Q2="-")
    found = states(form)
    assert (found["Q1"], form.answers["Q1"]["chosen"]) == ("answered", ["no"])
    assert found["Q2"] == "refused"
    assert found["Q5"] == "blank"
    assert form.answers["Q2"] == {"state": "refused"}


@pytest.mark.parametrize(
    ("first", "state"), [("yes", "blank"), ("no", "not_asked"), ("-", "not_asked"), ("", "not_asked")]
)
def test_what_follows_a_yes_is_not_asked_of_others(first, state):
    assert states(filled(Q1=first))["Q1a"] == state


def test_an_answer_to_what_was_not_asked_is_an_error_beside_it():
    form = filled(Q1="no", Q1a=["risco"])
    assert set(form.errors) == {"Q1a"}
    assert filled(Q1="yes", Q1a=["risco"]).is_valid()


@pytest.mark.parametrize("data", [{"Q4": ["aprofundar", "-"]}, {"Q3": "A equipe ajudou.", "Q3-refused": "on"}])
def test_an_answer_beside_a_refusal_is_an_error(data):
    form = filled(**data)
    assert set(form.errors) == {next(iter(data))}


@pytest.mark.parametrize(
    "data", [{"Q1": "talvez"}, {"Q4": ["inventada"]}, {"Q5": "6"}, {"Q3": "á" * 5001}, {"Q3": "nul\x00"}]
)
def test_what_no_form_offers_is_refused(data):
    assert set(filled(**data).errors) == set(data)


def test_an_answer_in_ones_own_words_is_kept_as_it_is():
    words = "=SOMA(A1); <b>negrito</b> 😀\r\noutra linha"
    form = filled(Q3=words)
    assert states(form)["Q3"] == "answered"
    assert form.answers["Q3"]["text"].splitlines() == words.splitlines()
    assert states(filled(**{"Q3-refused": "on"}))["Q3"] == "refused"
    assert states(filled(Q3=" \n "))["Q3"] == "blank"


WRONG = {
    "um código só": [QUESTIONS[0], asked("text", "Q1", "Outra?")],
    "sem perguntas": [],
    "uma escolha só": [asked("choice", "Q9", "Qual?", choices=choices(("a", "A")))],
    "escolhas iguais": [asked("choice", "Q9", "Qual?", choices=choices(("a", "A"), ("a", "B")))],
    "segue o que vem depois": [asked("text", "Q9", "Qual?", follows="Q1"), QUESTIONS[0]],
    "segue o que não é sim ou não": [QUESTIONS[4], asked("text", "Q9", "Qual?", follows="Q5")],
    "um propósito duas vezes": [QUESTIONS[0], asked("yes_no", "Q9", "E esta?", purpose="work_tool")],
}


@pytest.mark.parametrize("name", WRONG)
def test_an_unfinished_survey_is_not_published(course, name):
    with pytest.raises(PublicationRefused):
        make_survey(course, WRONG[name])
    assert not SurveyPage.objects.live().exists()


def test_a_published_question_keeps_its_kind(course):
    survey = make_survey(course)
    changed = copy.deepcopy(QUESTIONS)
    changed[0] = asked("text", "Q1", "Passou a usar?")
    changed[1]["value"]["follows"] = ""
    survey.questions = SurveyBlocks().to_python(changed)
    with pytest.raises(PublicationRefused, match="Q1"):
        survey.save_revision().publish()


def test_the_courses_row_knows_when_its_survey_opens(course):
    survey = make_survey(course)
    row = CourseOutline.objects.get(pk=course.pk).landing["survey"]
    assert row == {"id": survey.pk, "title": survey.title, "opens_before_days": 200, "closes_after_days": 60}
    survey.unpublish()
    assert CourseOutline.objects.get(pk=course.pk).landing["survey"] is None


def test_a_survey_is_no_item_of_the_course(course):
    before = CourseOutline.objects.get(pk=course.pk).outline
    make_survey(course)
    assert CourseOutline.objects.get(pk=course.pk).outline == before


def test_a_copied_course_has_a_copy_of_the_survey(course, editor):
    make_survey(course)
    editor.is_superuser = True
    copied = copy_course(by=editor, course=course, title="Outro", slug="outro", publish=True)
    assert SurveyPage.objects.child_of(copied).live().get().asked == read_questions(QUESTIONS)


def test_every_field_of_a_question_says_what_to_write():
    dumb = [path for path, block in blocks_below(SurveyBlocks()) if "." in path and not help_of(block)]
    assert dumb == []


def test_words_of_an_editor_are_no_markup():
    question = asked("text", "Q1", "E <b>agora</b>?", hint="<script>alert(1)</script>")
    form = SurveyForm(read_questions([question]))
    said = render_to_string("components/field.html", {"field": form["Q1"]})
    assert "<script" not in said
    assert "<b>" not in said
