"""By what a student is counted: what she declared at the enrolment, or first after it; later moves move no figure."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from wagtail.models import ModelLogEntry

from home.accounts.models import Profession, Workplace
from learning.enrolment import actions
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, LaterWorkplace
from learning.reports.queries import survey_table
from learning.reports.queries.data import portfolio_data
from tests.factories.learning import EnrolmentFactory, PoloFactory
from tests.factories.surveys import answered, make_survey


@pytest.fixture
def nurse(db):
    return Profession.objects.get(code="223565")


@pytest.fixture
def dentist(db):
    return Profession.objects.get(code="223293")


def declare(person, profession, municipality: str = "") -> None:
    """As the profile's form does."""
    Workplace.objects.update_or_create(person=person, defaults={"profession": profession, "municipality": municipality})


def counted(enrolment) -> tuple[Profession | None, str]:
    enrolment = Enrolment.objects.select_related("profession_at_entry").get(pk=enrolment.pk)
    return enrolment.profession_at_entry, enrolment.municipality_at_entry


def later(enrolment) -> list[tuple[str, str]]:
    rows = LaterWorkplace.objects.filter(enrolment=enrolment, declared_at__isnull=False)
    return [(row.profession.code if row.profession else "", row.municipality) for row in rows]


def test_an_enrolment_keeps_what_is_declared_when_it_is_made(
    offering, tutoring_group, coordinator, stranger, nurse, dentist
):
    tutoring_group.polo, other = PoloFactory(), PoloFactory()
    tutoring_group.save()
    declare(stranger, nurse, "Serra Alta")
    made = actions.enrol_student(by=coordinator, offering=offering, student=stranger, tutoring_group=tutoring_group)
    declare(stranger, dentist, "Porto Claro")
    actions.change_tutoring_group(by=coordinator, tutoring_group=tutoring_group, name="Grupo Sul", polo=other)
    actions.place_in_tutoring_group(by=coordinator, enrolment=made, tutoring_group=None)
    assert counted(made) == (nurse, "Serra Alta")
    assert Enrolment.objects.get(pk=made.pk).polo != other
    assert later(made) == [("223293", "Porto Claro")]


def test_the_first_declaration_after_the_enrolment_counts_field_by_field(enrolment, nurse, dentist):
    assert counted(enrolment) == (None, "")
    declare(enrolment.student, None, "Serra Alta")
    declare(enrolment.student, nurse, "Serra Alta")
    assert (counted(enrolment), later(enrolment)) == ((nurse, "Serra Alta"), [])
    declare(enrolment.student, dentist, "Serra Alta")
    declare(enrolment.student, dentist, "Serra Alta")
    declare(enrolment.student, nurse, "Serra Alta")
    assert counted(enrolment) == (nurse, "Serra Alta")
    assert later(enrolment) == [("223293", "Serra Alta"), ("223565", "Serra Alta")]


def test_an_enrolment_that_ended_hears_of_no_new_work_and_a_return_changes_nothing(
    enrolment, coordinator, nurse, dentist
):
    declare(enrolment.student, nurse, "Serra Alta")
    actions.withdraw_student(by=coordinator, enrolment=enrolment)
    declare(enrolment.student, dentist, "Porto Claro")
    assert later(enrolment) == []
    actions.enrol_student(by=coordinator, offering=enrolment.offering, student=enrolment.student)
    assert (counted(enrolment), Enrolment.objects.get(pk=enrolment.pk).state) == (
        (nurse, "Serra Alta"), EnrolmentState.ACTIVE,
    )  # fmt: skip


def test_the_profile_declares(client, enrolment, nurse):
    client.force_login(enrolment.student)
    fields = {"full_name": "Rosa Lima", "language": "pt-br", "time_zone": "America/Sao_Paulo"}
    work = {"work-profession": nurse.pk, "work-municipality": "Serra Alta"}
    assert client.post(reverse("home:profile"), {**fields, **work}).status_code == 302
    assert counted(enrolment) == (nurse, "Serra Alta")


def test_later_work_moves_nobody_between_rows_of_a_table(client, course, enrolment, coordinator, nurse, dentist):
    survey = make_survey(course)
    declare(enrolment.student, nurse)
    answered(survey, enrolment, Q1="yes")
    declare(enrolment.student, dentist)
    assert [profession for _group, _polo, profession, _said in survey_table(enrolment.offering).rows] == [nurse.name]
    client.force_login(coordinator)
    address = reverse("learning:work_figures", args=[enrolment.offering_id])
    assert "1 estudante entra na conta" in client.get(address, {"profissao": nurse.name}).text
    assert client.get(address, {"profissao": dentist.name}).status_code == 422
    assert "Profissão na inscrição" in client.get(address).text


def test_her_own_copy_tells_what_she_declared_and_when(enrolment, nurse, dentist):
    declare(enrolment.student, nurse, "Serra Alta")
    declare(enrolment.student, dentist, "Porto Claro")
    first, second = portfolio_data(Enrolment.objects.get(pk=enrolment.pk))["enrolment"]["workplaces"]
    assert (first["cbo"], first["municipality"]) == ("223565", "Serra Alta")
    assert first["declared_at"] == enrolment.enrolled_at.isoformat()
    assert (second["cbo"], second["municipality"]) == ("223293", "Porto Claro")


def test_enrolments_of_before_take_the_workplace_of_today(enrolment, nurse):
    declare(enrolment.student, nurse, "Serra Alta")
    without = EnrolmentFactory(offering=enrolment.offering)
    Enrolment.objects.update(profession_at_entry=None, municipality_at_entry="")
    import_module("learning.migrations.0019_enrolled_as").keep_present_workplaces(apps, connection.schema_editor)
    assert counted(enrolment) == (nurse, "Serra Alta")
    assert counted(without) == (None, "")


@pytest.fixture
def correct_page(enrolment):
    return reverse("learning:enrolment_correct", args=[enrolment.public_id])


def log_of(enrolment) -> list[dict]:
    entries = ModelLogEntry.objects.filter(object_id=str(enrolment.pk), action="learning.enrolment_correct")
    return [entry.data for entry in entries.order_by("pk")]


def test_the_coordination_corrects_what_counts_and_the_log_keeps_both(
    client, enrolment, coordinator, nurse, dentist, correct_page
):
    enrolment.offering.polos.add(polo := PoloFactory())
    declare(enrolment.student, dentist, "Serra Alto")
    client.force_login(coordinator)
    assert correct_page in client.get(reverse("learning:enrolment_entries", args=[enrolment.public_id])).text
    data = {
        "profession": nurse.pk,
        "municipality": "Serra Alta",
        "polo": polo.pk,
        "reason": "Foi a linha de cima.",
    }
    for _ in range(2):
        answer = client.post(correct_page, data)
        assert answer.url == reverse("learning:enrolment_entries", args=[enrolment.public_id])
    assert counted(enrolment) == (nurse, "Serra Alta")
    assert Enrolment.objects.get(pk=enrolment.pk).polo == polo
    assert log_of(enrolment) == [
        {
            "profession_at_entry": ["223293", "223565"], "municipality_at_entry": ["Serra Alto", "Serra Alta"],
            "polo": [None, polo.pk], "reason": "Foi a linha de cima.",
        }
    ]  # fmt: skip
    page = client.get(correct_page).text
    assert f"{dentist.name} (223293) → {nurse.name} (223565)" in page
    assert "Foi a linha de cima." in page


def test_what_is_not_corrected_stays_and_a_correction_moves_no_profile(enrolment, coordinator, nurse, dentist):
    declare(enrolment.student, dentist, "Serra Alta")
    facts = actions.EntryFacts(profession=nurse, municipality="Serra Alta", polo=None)
    assert actions.correct_entry(by=coordinator, enrolment=enrolment, facts=facts, reason="Engano.")
    assert not actions.correct_entry(by=coordinator, enrolment=enrolment, facts=facts, reason="Engano.")
    assert log_of(enrolment) == [{"profession_at_entry": ["223293", "223565"], "reason": "Engano."}]
    assert Workplace.objects.get(person=enrolment.student).profession == dentist
    assert later(enrolment) == []


def test_what_is_emptied_is_filled_by_the_next_declaration(enrolment, coordinator, nurse, dentist):
    declare(enrolment.student, dentist)
    facts = actions.EntryFacts(profession=None, municipality="", polo=None)
    actions.correct_entry(by=coordinator, enrolment=enrolment, facts=facts, reason="Não é dentista.")
    declare(enrolment.student, nurse)
    assert counted(enrolment) == (nurse, "")


def test_figures_and_tables_count_what_was_corrected(client, course, enrolment, coordinator, nurse, dentist):
    survey = make_survey(course)
    declare(enrolment.student, dentist)
    answered(survey, enrolment, Q1="yes")
    facts = actions.EntryFacts(profession=nurse, municipality="", polo=None)
    actions.correct_entry(by=coordinator, enrolment=enrolment, facts=facts, reason="Engano.")
    assert [profession for _group, _polo, profession, _said in survey_table(enrolment.offering).rows] == [nurse.name]
    client.force_login(coordinator)
    address = reverse("learning:work_figures", args=[enrolment.offering_id])
    assert "1 estudante entra na conta" in client.get(address, {"profissao": nurse.name}).text
    assert client.get(address, {"profissao": dentist.name}).status_code == 422


def test_her_own_copy_says_that_it_was_corrected(enrolment, coordinator, nurse, dentist):
    declare(enrolment.student, dentist, "Serra Alta")
    assert portfolio_data(Enrolment.objects.get(pk=enrolment.pk))["enrolment"]["workplaces"][0]["corrected_at"] is None
    facts = actions.EntryFacts(profession=nurse, municipality="Serra Alta", polo=None)
    actions.correct_entry(by=coordinator, enrolment=enrolment, facts=facts, reason="Engano.")
    first = portfolio_data(Enrolment.objects.get(pk=enrolment.pk))["enrolment"]["workplaces"][0]
    at = ModelLogEntry.objects.get(action="learning.enrolment_correct").timestamp
    assert (first["cbo"], first["corrected_at"]) == ("223565", at.isoformat())


def test_who_is_no_coordinator_of_the_class_corrects_nothing(
    client, enrolment, tutor, stranger, coordinator, nurse, correct_page
):
    data = {"profession": nurse.pk, "reason": "Engano."}
    for person, status in ((enrolment.student, 403), (tutor, 403), (stranger, 404)):
        client.force_login(person)
        assert client.post(correct_page, data).status_code == status
        assert correct_page not in client.get(reverse("learning:desk")).text
    own = EnrolmentFactory(offering=enrolment.offering, student=coordinator)
    client.force_login(coordinator)
    assert client.post(reverse("learning:enrolment_correct", args=[own.public_id]), data).status_code == 403
    assert log_of(enrolment) == log_of(own) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("profession", "999999"),
        ("polo", "999999"),
        ("municipality", "x" * 121),
        ("reason", "  "),
        ("reason", "x" * 301),
    ],
)
def test_what_cannot_be_is_said_beside_it_and_the_rest_kept(client, enrolment, coordinator, correct_page, field, value):
    client.force_login(coordinator)
    elsewhere = PoloFactory()
    assert str(elsewhere) not in client.get(correct_page).text
    data = {"municipality": "Serra Alta", "reason": "Um motivo bem dito.", field: value}
    answer = client.post(correct_page, data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert "Serra Alta" in answer.text or field == "municipality"
    assert counted(enrolment) == (None, "")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_often_it_was_corrected(
    client, enrolment, coordinator, correct_page, nurse, dentist, count, django_assert_num_queries
):
    declare(enrolment.student, nurse)
    for profession in [dentist, nurse, dentist][:count]:
        declare(enrolment.student, profession)
        facts = actions.EntryFacts(profession=profession, municipality="", polo=None)
        actions.correct_entry(by=coordinator, enrolment=enrolment, facts=facts, reason="Engano.")
    client.force_login(coordinator)
    client.get(correct_page)
    # Session with person; enrolment, may she see it and coordinate; log, names of professions and centres; what she
    # declared later; the two lists of the form.
    with django_assert_num_queries(11):
        client.get(correct_page)
