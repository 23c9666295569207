"""The page of the figures: who reads what, narrowed to whom, and its tables to take along."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.accounts.models import Profession, Workplace
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.portfolio.models import CitedChange
from learning.work_changes.enums import Obstacle
from tests.factories.learning import (
    EnrolmentFactory,
    EntryFactory,
    OfferingFactory,
    PoloFactory,
    StaffAssignmentFactory,
    TutoringGroupFactory,
)
from tests.factories.surveys import answered, answered_by_120, make_survey
from tests.factories.work_changes import ChangeFollowUpFactory, CoAuthorFactory, WorkChangeFactory

FIRST = "82,4 % (98 de 119 respostas válidas; 1 sem resposta)"


@pytest.fixture
def survey(course):
    return make_survey(course)


@pytest.fixture
def address(offering):
    """A class that began long ago, so that what is fifty days old happened in it."""
    offering.starts_on = timezone.localdate() - datetime.timedelta(days=300)
    offering.ends_on = timezone.localdate() + datetime.timedelta(days=20)
    offering.save()
    return reverse("learning:work_figures", args=[offering.pk])


def section(page: str, code: str, place: int = 0) -> str:
    """A section of the page as words; `place` counts those with the same code."""
    parts = [part for part in page.split('<section class="numbers')[1:] if f">{code} ·" in part]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", parts[place].split("</section>")[0]))


def table(client, address: str, name: str, query: str = "") -> list[list[str]]:
    answer = client.get(f"{address}{name}.csv{query}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def many(number: int, tutoring_group, **fields) -> list[Enrolment]:
    return [EnrolmentFactory(tutoring_group=tutoring_group, **fields) for _ in range(number)]


def test_the_answers_of_120_graduates(client, survey, offering, coordinator, address):
    answered_by_120(survey, offering, state=EnrolmentState.COMPLETED)
    client.force_login(coordinator)
    page = client.get(address).text
    assert FIRST in section(page, "S1")
    assert "75,6 % (90 de 119; 1 sem resposta)" in section(page, "S2")
    named = section(page, "S5")
    assert "98 estudantes responderam" in named
    assert (
        "As escolhas somam 195, mais que os 98 estudantes que responderam: cada pessoa pode escolher várias." in named
    )
    head, everybody = table(client, address, "s1")
    assert dict(zip(head[1:], everybody[1:], strict=True)) == {
        "Sim": "98", "Não": "21", "Respostas válidas": "119", "Sem resposta": "1", "Preferem não responder": "0",
        "Questionário não enviado": "0", "Sim (%)": "82,4",
    }  # fmt: skip


def test_records_and_answers_are_never_mixed(client, survey, enrolment, coordinator, address):
    WorkChangeFactory(enrolment=enrolment)
    other = EnrolmentFactory(tutoring_group=enrolment.tutoring_group)
    answered(survey, other, Q1="yes", Q1a=["reuniao"])
    client.force_login(coordinator)
    page = client.get(address).text
    assert "100,0 % (1 de 1 resposta válida; 0 sem resposta)" in section(page, "S1")
    assert "50,0 % (1 de 2 estudantes)" in section(page, "S3")
    assert table(client, address, "s5-questionario")[2][:3] == ["Reunião de Equipe", "reuniao", "1"]
    recorded = {row[1]: row[2:] for row in table(client, address, "s5-work")}
    assert (recorded["acolhimento"], recorded["reuniao"]) == (["1", "1"], ["0", "0"])
    for code in ("S1", "S2", "S8"):
        assert "Fonte: respostas ao questionário" in section(page, code)
    for code in ("S3", "S4", "S6", "S7", "S9"):
        assert "Fonte: registros de mudanças" in section(page, code)


def test_what_is_said_beside_what_is_recorded(client, survey, enrolment, coordinator, address):
    WorkChangeFactory(enrolment=enrolment)
    answered(survey, enrolment, Q1="no")
    answered(survey, EnrolmentFactory(tutoring_group=enrolment.tutoring_group), Q1="yes")
    EnrolmentFactory(tutoring_group=enrolment.tutoring_group)
    client.force_login(coordinator)
    assert [row[1:] for row in table(client, address, "s11-trabalho")[1:]] == [
        ["0", "1", "1"], ["1", "0", "1"], ["1", "1", "2"],
    ]  # fmt: skip
    assert "1 sem resposta válida" in section(client.get(address).text, "S11")


def test_a_co_author_counts_and_what_was_put_away_does_not(client, enrolment, coordinator, address):
    change = WorkChangeFactory(enrolment=enrolment)
    CoAuthorFactory(change=change)
    CoAuthorFactory(change=change, state="invited")
    WorkChangeFactory(enrolment=EnrolmentFactory(offering=enrolment.offering), removed_at=timezone.now())
    client.force_login(coordinator)
    assert "50,0 % (2 de 4 estudantes)" in section(client.get(address).text, "S3")


def test_what_remained_after_six_weeks(client, enrolment, coordinator, address):
    for stage in ("incorporated", "interrupted"):
        ChangeFollowUpFactory(change=WorkChangeFactory(enrolment=enrolment, stage=stage))
    WorkChangeFactory(enrolment=enrolment)
    client.force_login(coordinator)
    assert "Depois de 6 semanas: 33,3 % (1 de 3 mudanças), 1 sem retorno" in section(client.get(address).text, "S6")
    assert table(client, address, "s6")[1] == ["6", "3", "1", "1", "1", "33,3"]


def test_the_module_in_which_a_change_is_cited(client, parts, enrolment, coordinator, address):
    Enrolment.objects.update(enrolled_at=timezone.now() - datetime.timedelta(days=80))
    change = WorkChangeFactory(enrolment=enrolment)
    CitedChange.objects.create(change=change, entry=EntryFactory(enrolment=enrolment, prompt=parts.reflection))
    client.force_login(coordinator)
    assert table(client, address, "s7-modulo")[1] == [parts.first_module.title, "1", "1", "30,0"]


def test_what_helped_by_category(client, enrolment, coordinator, address):
    WorkChangeFactory(enrolment=enrolment, facilitator_tags=["team", "meeting"], obstacle_tags=["time"])
    client.force_login(coordinator)
    assert ["Acolhimento", "Atrapalhou", str(Obstacle.TIME.label), "1"] in table(client, address, "s9-categorias")
    assert "1 de 1 mudança contam disso" in section(client.get(address).text, "S9")


def test_withdrawals_stand_apart(client, enrolment, coordinator, address):
    WorkChangeFactory(enrolment=enrolment)
    gone = EnrolmentFactory(tutoring_group=enrolment.tutoring_group, state=EnrolmentState.WITHDRAWN)
    WorkChangeFactory(enrolment=gone)
    client.force_login(coordinator)
    assert "100,0 % (1 de 1 estudante)" in section(client.get(address).text, "S3")
    page = client.get(address, {"situacao": "withdrawn"}).text
    assert "100,0 % (1 de 1 estudante)" in section(page, "S3")
    assert "Ninguém para contar ainda" in client.get(address, {"situacao": "completed"}).text


def test_narrowed_to_group_profession_and_polo(client, enrolment, other_group, coordinator, address):
    polo, nurse = PoloFactory(), Profession.objects.order_by("pk").first()
    other = EnrolmentFactory(tutoring_group=other_group, polo=polo)
    Workplace.objects.create(person=other.student, profession=nurse)
    WorkChangeFactory(enrolment=other)
    client.force_login(coordinator)
    assert "50,0 % (1 de 2 estudantes)" in section(client.get(address).text, "S3")
    for query in ({"grupo": other_group.pk}, {"polo": polo.pk}, {"profissao": nurse.name}):
        assert "100,0 % (1 de 1 estudante)" in section(client.get(address, query).text, "S3")
    assert "0,0 % (0 de 1 estudante)" in section(client.get(address, {"grupo": enrolment.tutoring_group_id}).text, "S3")


def test_all_classes_that_she_coordinates_and_no_other(client, course, enrolment, coordinator, address):
    hers, foreign = OfferingFactory(course=course), OfferingFactory(course=course)
    StaffAssignmentFactory(offering=hers, person=coordinator)
    for offering in (hers, foreign):
        EnrolmentFactory(offering=offering, is_current=False)
    client.force_login(coordinator)
    assert "1 estudante entra na conta" in client.get(address).text
    assert "2 estudantes entram na conta" in client.get(address, {"turmas": "curso"}).text
    assert "1 estudante entra na conta" in client.get(address, {"turmas": hers.pk}).text
    assert client.get(address, {"turmas": foreign.pk}).status_code == 422


@pytest.mark.parametrize("query", [{"grupo": "999999"}, {"polo": "x"}, {"situacao": "1'--"}, {"turmas": "9" * 40}])
def test_what_no_filter_offers_is_told_and_counts_nobody(client, course, enrolment, coordinator, address, query):
    StaffAssignmentFactory(offering=OfferingFactory(course=course), person=coordinator)
    client.force_login(coordinator)
    answer = client.get(address, query)
    assert answer.status_code == 422
    assert 'class="field__error"' in answer.text
    assert '<section class="numbers' not in answer.text
    assert client.get(f"{address}s3.csv", query).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [("coordinator", 200), ("tutor", 200), ("student", 403), ("editor", 404), ("stranger", 404)]
)
def test_staff_read_it(client, request, offering, enrolment, address, person, status):
    client.force_login(request.getfixturevalue(person))
    assert client.get(address).status_code == status
    assert client.get(f"{address}s3.csv").status_code in (status, 404)


def test_a_tutor_reads_of_her_own_group_alone(client, survey, enrolment, tutoring_group, other_group, tutor, address):
    for one in many(5, tutoring_group):
        answered(survey, one, Q1="yes")
    for one in many(7, other_group):
        answered(survey, one, Q1="no")
        WorkChangeFactory(enrolment=one)
    client.force_login(tutor)
    page = client.get(address).text
    assert "100,0 % (5 de 5 respostas válidas; 0 sem resposta)" in section(page, "S1")
    assert "0,0 % (0 de 6 estudantes)" in section(page, "S3")
    assert other_group.name not in page.split("<main")[1]
    assert client.get(address, {"grupo": other_group.pk}).status_code == 422
    assert client.get(f"{address}s3.csv", {"grupo": other_group.pk}).status_code == 404
    for query in ({"turmas": "curso"}, {"situacao": "withdrawn"}, {"profissao": "Enfermeira"}):
        assert "6 estudantes entram na conta" in client.get(address, query).text
    assert [row[-1] for row in table(client, address, "s5-work")[1:]] == ["0"] * 11


def test_a_tutor_reads_nothing_of_four_people(client, survey, tutoring_group, tutor, address):
    for one in many(4, tutoring_group):
        answered(survey, one, Q1="yes")
        WorkChangeFactory(enrolment=one)
    client.force_login(tutor)
    page = client.get(address).text
    assert '<section class="numbers' not in page
    assert "Menos de 5 pessoas" in page
    for name in ("s1", "s3", "s5-work", "s6", "s7-polo"):
        assert client.get(f"{address}{name}.csv").status_code == 404


def test_a_tutor_never_takes_one_group_from_two(client, tutoring_group, offering, tutor, address):
    """Two groups together would tell of the smaller one: she reads one at a time, the first where she names none."""
    second = TutoringGroupFactory(offering=offering, name="Grupo C")
    StaffAssignmentFactory(person=tutor, tutoring_group=second)
    many(6, tutoring_group), many(3, second)
    client.force_login(tutor)
    assert "6 estudantes entram na conta" in client.get(address).text
    assert '<section class="numbers' not in client.get(address, {"grupo": second.pk}).text


def test_small_categories_are_not_shown_to_a_tutor_nor_found_by_subtraction(
    client, survey, tutoring_group, tutor, coordinator, address
):
    students = many(20, tutoring_group)
    for number, one in enumerate(students):
        answered(
            survey, one, Q1="yes", Q1a=["acolhimento"] if number < 12 else ["reuniao"] if number < 17 else ["risco"]
        )
    client.force_login(tutor)
    seen = {row[1] or "soma": row[2] for row in table(client, address, "s5-questionario")[1:]}
    assert seen == {"acolhimento": "12", "reuniao": "não mostrado", "risco": "não mostrado", "soma": "20"}
    assert " 3 " not in section(client.get(address).text, "S5")
    client.force_login(coordinator)
    assert {row[1]: row[2] for row in table(client, address, "s5-questionario")[1:]}["risco"] == "3"


def test_answers_to_take_along_have_no_names_and_no_formulas(client, survey, enrolment, offering, coordinator):
    response = answered(survey, enrolment, Q1="yes", Q1a=["risco", "reuniao"], Q2="-")
    response.answers["Q3"] = {"state": "answered", "text": '=HYPERLINK("x"); ok'}
    response.save()
    client.force_login(coordinator)
    answer = client.get(reverse("learning:survey_answers", args=[offering.pk]))
    assert enrolment.student.name not in answer.content.decode()
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    found = dict(zip([name.split(":")[0] for name in head], row, strict=True))
    assert (found["Q1"], found["Q1a"], found["Q2"]) == (
        "Sim",
        "Classificação de Risco; Reunião de Equipe",
        "prefere não responder",
    )
    assert (found["Q4"], found["Q3"]) == ("em branco", '\'=HYPERLINK("x"); ok')
    assert ModelLogEntry.objects.filter(action="learning.survey_download", user=coordinator).count() == 1


def test_answers_are_for_coordination_alone(client, survey, offering, enrolment, tutor, student, editor):
    for person, status in ((tutor, 403), (student, 403), (editor, 404)):
        client.force_login(person)
        assert client.get(reverse("learning:survey_answers", args=[offering.pk])).status_code == status


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize("role", ["coordinator", "tutor"])
def test_queries_do_not_grow(client, request, survey, tutoring_group, address, count, role, django_assert_num_queries):
    for one in many(count + 5, tutoring_group):
        answered(survey, one, Q1="yes")
        change = WorkChangeFactory(enrolment=one, secondary=["risco"])
        ChangeFollowUpFactory(change=change)
        CoAuthorFactory(change=change)
    client.force_login(request.getfixturevalue(role))
    client.get(address)
    with django_assert_num_queries(16):
        client.get(address)


def test_a_class_without_a_survey_and_a_group_without_students(client, other_group, tutor, coordinator, address):
    EnrolmentFactory(tutoring_group=other_group)
    client.force_login(coordinator)
    assert "Nenhum questionário público deste curso" in section(client.get(address).text, "S1")
    client.force_login(tutor)
    page = client.get(address).text
    assert "Ninguém para contar ainda" in page
    assert '<section class="numbers' not in page
