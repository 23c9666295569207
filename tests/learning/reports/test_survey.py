import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.notifications.models import Notification
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.reports.actions import SurveyClosed, answer_survey, invite_to_surveys
from learning.reports.models import SurveyResponse
from learning.reports.queries import portfolio_data
from tests.factories.surveys import answered, make_survey

NO = {"Q1": {"state": "answered", "chosen": ["no"]}}


@pytest.fixture
def survey(course):
    return make_survey(course, thanks="Obrigada por contar.")


@pytest.fixture
def address(course):
    return reverse("learning:survey", args=[course.slug])


def end_class(enrolment, days: int) -> None:
    """The class ends in so many days, or ended."""
    enrolment.offering.ends_on = timezone.localdate() + datetime.timedelta(days=days)
    enrolment.offering.starts_on = enrolment.offering.ends_on - datetime.timedelta(days=300)
    enrolment.offering.save()


def test_a_student_answers_once(survey, enrolment):
    first = answer_survey(by=enrolment.student, enrolment=enrolment, survey=survey, answers=NO)
    again = answer_survey(by=enrolment.student, enrolment=enrolment, survey=survey, answers={})
    assert again == first
    assert SurveyResponse.objects.get().answers == NO
    assert ModelLogEntry.objects.filter(action="learning.survey_answer").count() == 1
    assert "no" not in str(ModelLogEntry.objects.get(action="learning.survey_answer").data)


@pytest.mark.parametrize(("days", "is_open"), [(201, False), (200, True), (0, True), (-60, True), (-61, False)])
def test_it_is_open_from_before_to_after_the_end_of_the_class(survey, enrolment, days, is_open):
    end_class(enrolment, days)
    if is_open:
        assert answer_survey(by=enrolment.student, enrolment=enrolment, survey=survey, answers=NO)
        return
    with pytest.raises(SurveyClosed):
        answer_survey(by=enrolment.student, enrolment=enrolment, survey=survey, answers=NO)
    assert not SurveyResponse.objects.exists()


def test_whoever_completed_the_course_need_not_wait(survey, enrolment):
    end_class(enrolment, 250)
    Enrolment.objects.update(state=EnrolmentState.COMPLETED)
    assert answer_survey(by=enrolment.student, enrolment=enrolment, survey=survey, answers=NO)


def test_whoever_left_is_not_asked(survey, enrolment, client, address):
    Enrolment.objects.update(state=EnrolmentState.WITHDRAWN)
    with pytest.raises(SurveyClosed):
        answer_survey(by=enrolment.student, enrolment=enrolment, survey=survey, answers=NO)
    client.force_login(enrolment.student)
    assert client.get(address).status_code == 404


def test_the_student_answers_and_is_thanked(client, survey, student, address):
    client.force_login(student)
    page = client.get(address).text
    assert "Passou a usar uma ferramenta de organização do trabalho?" in page
    assert "Só se você respondeu “sim” à pergunta 1." in page
    sent = {"Q1": "yes", "Q1a": ["risco", "reuniao"], "Q2": "-", "Q3": "A reunião <b>ajudou</b>."}
    assert client.post(address, sent).url == address
    kept = SurveyResponse.objects.get().answers
    assert kept["Q1a"] == {"state": "answered", "chosen": ["risco", "reuniao"]}
    assert (kept["Q2"]["state"], kept["Q4"]["state"]) == ("refused", "blank")
    page = client.get(address).text
    assert "Obrigada por contar." in page
    assert "Classificação de Risco; Reunião de Equipe" in page
    assert "A reunião &lt;b&gt;ajudou&lt;/b&gt;." in page
    assert "<form class" not in page.split("<main")[1].split("</main")[0]


def test_a_second_press_changes_nothing(client, survey, student, address):
    client.force_login(student)
    for answer in ("yes", "no"):
        assert client.post(address, {"Q1": answer}).status_code == 302
    assert SurveyResponse.objects.get().answers["Q1"]["chosen"] == ["yes"]


def test_on_an_error_every_answer_comes_back(client, survey, student, address):
    client.force_login(student)
    answer = client.post(address, {"Q1": "no", "Q1a": ["risco"], "Q3": "Faltou <tempo>.", "Q5": "4"})
    assert answer.status_code == 422
    assert "Faltou &lt;tempo&gt;." in answer.text
    for field in ("id_Q1_1", "id_Q1a_2", "id_Q5_3"):
        assert re.search(f'<input[^>]*id="{field}"[^>]*checked', answer.text), field
    assert 'id="id_Q1a_error"' in answer.text
    assert not SurveyResponse.objects.exists()


def test_what_is_sent_after_the_end_comes_back_too(client, survey, enrolment, address):
    end_class(enrolment, -61)
    client.force_login(enrolment.student)
    assert "<form class" not in client.get(address).text.split("<main")[1].split("</main")[0]
    answer = client.post(address, {"Q3": "Escrevi antes da meia-noite."})
    assert answer.status_code == 422
    assert "Escrevi antes da meia-noite." in answer.text


def test_it_says_when_it_opens(client, survey, enrolment, address):
    end_class(enrolment, 205)
    client.force_login(enrolment.student)
    assert "Ainda não abriu" in client.get(address).text


@pytest.mark.parametrize(
    ("person", "status"), [("stranger", 404), ("editor", 404), ("tutor", 403), ("coordinator", 403)]
)
def test_it_is_for_students_alone(client, request, survey, enrolment, address, person, status):
    client.force_login(request.getfixturevalue(person))
    assert client.get(address).status_code == status
    assert client.post(address, {"Q1": "yes"}).status_code == status
    assert not SurveyResponse.objects.exists()


def test_answers_survive_an_expired_session(client, survey, student, address):
    answer = client.post(address, {"Q3": "Não quero perder isto."})
    assert answer.status_code == 302
    client.force_login(student)
    assert not SurveyResponse.objects.exists()


def test_a_course_without_a_public_survey_has_no_such_page(client, survey, student, address):
    survey.unpublish()
    client.force_login(student)
    assert client.get(address).status_code == 404


def test_queries_do_not_grow(client, survey, student, address, django_assert_num_queries):
    client.force_login(student)
    client.get(address)
    with django_assert_num_queries(4):
        client.get(address)


def told(student) -> int:
    return Notification.objects.filter(person=student, event="survey_open").count()


@pytest.mark.parametrize(("days", "number"), [(201, 0), (200, 1), (197, 1), (196, 0)])
def test_she_is_told_once_when_it_opens(survey, enrolment, days, number):
    end_class(enrolment, days)
    assert [invite_to_surveys(), invite_to_surveys()] == [number, 0]
    assert told(enrolment.student) == number


def test_whoever_completes_the_course_is_told_and_whoever_answered_or_left_is_not(survey, enrolment):
    end_class(enrolment, 250)
    Enrolment.objects.update(state=EnrolmentState.COMPLETED, ended_at=timezone.now())
    response = answered(survey, enrolment, Q1="yes")
    assert invite_to_surveys() == 0
    response.delete()
    assert invite_to_surveys() == 1
    Notification.objects.all().delete()
    Enrolment.objects.update(state=EnrolmentState.WITHDRAWN)
    assert invite_to_surveys() == 0


def test_her_answers_are_in_her_own_copy(survey, enrolment):
    answered(survey, enrolment, Q1="no", Q2="-")
    [copy] = portfolio_data(enrolment)["surveys"]
    assert {row["code"]: row["answer"] for row in copy["answers"]}["Q1"] == "Não"
    assert {row["code"]: row["answer"] for row in copy["answers"]}["Q2"] == "prefere não responder"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
def test_two_presses_at_once_are_one_response(survey, enrolment):
    def press(_number: int) -> int:
        try:
            return answer_survey(by=enrolment.student, enrolment=enrolment, survey=survey, answers=NO).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(press, range(2)))) == 1
    assert SurveyResponse.objects.count() == 1
