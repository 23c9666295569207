"""By what a student is counted: what she declared at the enrolment, or first after it; later moves move no figure."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

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
