import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.desk import views
from learning.desk.queries.matrix import progress_matrix, seen_offering
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Offering
from learning.enrolment.rules import may_coordinate, may_work_in
from learning.progress.actions import complete_item
from tests.conftest import make_person
from tests.factories.learning import EnrolmentFactory, TutoringGroupFactory


def complete(enrolment, *pages):
    for page in pages:
        complete_item(by=enrolment.student, enrolment=enrolment, item_id=page.pk)


@pytest.fixture
def other(other_group):
    """A student of the other tutor, seen today."""
    return EnrolmentFactory(
        tutoring_group=other_group, student__full_name="Ana Alheia", last_learning_at=timezone.now()
    )


def page(name, offering):
    return reverse(f"learning:{name}", args=[offering.pk])


def names(matrix):
    return [row.name for row in matrix.rows]


def test_matrix_counts_modules_and_the_whole(offering, coordinator, enrolment, parts):
    complete(enrolment, parts.first_unit, parts.third_unit, parts.discussion, parts.optional_unit)
    (row,) = progress_matrix(offering, coordinator, whole=True).rows
    assert [(cell.percent, cell.done_count, cell.total_count) for cell in row.cells] == [(28, 1, 3), (100, 2, 2)]
    assert (row.whole.percent, row.whole.left) == (54, 2)


def test_optional_module_stands_in_the_matrix_and_not_in_the_whole(offering, coordinator, enrolment, parts):
    parts.first_module.is_optional = True
    parts.first_module.save_revision().publish()
    complete(enrolment, parts.first_unit, parts.third_unit, parts.discussion)
    (row,) = progress_matrix(offering, coordinator, whole=True).rows
    assert [cell.percent for cell in row.cells] == [28, 100]
    assert (row.whole.percent, row.whole.total_count) == (100, 2)


def test_matrix_leaves_out_who_has_left(offering, coordinator, enrolment):
    EnrolmentFactory(offering=offering, state=EnrolmentState.WITHDRAWN, is_current=False)
    assert names(progress_matrix(offering, coordinator, whole=True)) == ["Student"]


def test_tutor_sees_her_own_groups(offering, tutor, enrolment, other):
    matrix = progress_matrix(offering, tutor, whole=False, group_id=other.tutoring_group_id)
    assert names(matrix) == ["Student"]
    assert [name for _, name in matrix.groups] == ["Grupo A"]


def test_matrix_is_filtered_and_sorted(offering, coordinator, enrolment, other, parts):
    complete(other, parts.first_unit)
    matrix = progress_matrix(offering, coordinator, whole=True, group_id=other.tutoring_group_id)
    assert names(matrix) == ["Ana Alheia"]
    orders = {"nome": "Ana Alheia", "andamento": "Student", "acesso": "Student", "; drop": "Ana Alheia"}
    for order, first in orders.items():
        assert names(progress_matrix(offering, coordinator, whole=True, order=order))[0] == first


def test_matrix_page_shows_numbers_in_words(client, offering, coordinator, enrolment, parts):
    complete(enrolment, parts.first_unit)
    client.force_login(coordinator)
    html = client.get(page("progress_matrix", offering)).content.decode()
    assert "Student" in html
    assert "28%" in html


def test_matrix_page_escapes_names(client, offering, coordinator):
    EnrolmentFactory(offering=offering, student__full_name="<b>Zé</b>")
    client.force_login(coordinator)
    html = client.get(page("progress_matrix", offering)).content.decode()
    assert "<b>Zé" not in html
    assert "&lt;b&gt;Zé" in html


def test_matrix_page_shows_a_part_and_the_way_to_the_next(client, monkeypatch, offering, coordinator):
    monkeypatch.setattr(views, "MATRIX_ROWS", 2)
    for name in ("Ana Um", "Bia Dois", "Caio Três"):
        EnrolmentFactory(offering=offering, student__full_name=name)
    client.force_login(coordinator)
    first = client.get(page("progress_matrix", offering)).content.decode()
    assert "Ana Um" in first
    assert "Caio Três" not in first
    assert "?ordem=nome&amp;pagina=2" in first
    last = client.get(page("progress_matrix", offering), {"pagina": "9", "ordem": "nome"}).content.decode()
    assert "Caio Três" in last
    assert "Ana Um" not in last


@pytest.mark.parametrize("name", ["progress_matrix", "progress_matrix_csv"])
def test_matrix_is_for_the_staff_of_the_class(client, offering, student, tutor, stranger, name):
    assert client.get(page(name, offering)).url.startswith(reverse("account_login"))
    for person, status in ((stranger, 404), (student, 403), (tutor, 200)):
        client.force_login(person)
        assert client.get(page(name, offering)).status_code == status


@pytest.mark.parametrize("query", ["grupo=x", "grupo=99999999999999999999", "grupo=²", "ordem=", "grupo=-1&ordem=x"])
def test_matrix_takes_any_address(client, offering, coordinator, enrolment, query):
    client.force_login(coordinator)
    assert client.get(f"{page('progress_matrix', offering)}?{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_asks_the_same_number_of_queries(client, offering, coordinator, parts, django_assert_num_queries, count):
    for _ in range(count):
        complete(EnrolmentFactory(tutoring_group=TutoringGroupFactory(offering=offering)), parts.first_unit)
    client.force_login(coordinator)
    client.get(page("progress_matrix", offering))
    with django_assert_num_queries(6):
        client.get(page("progress_matrix", offering))


def test_matrix_csv_opens_in_a_spreadsheet(client, offering, coordinator, other, enrolment, parts):
    complete(enrolment, parts.first_unit)
    other.student.social_name = "=SOMA(1;2)"
    other.student.save()
    client.force_login(coordinator)
    response = client.get(page("progress_matrix_csv", offering))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == 'attachment; filename="andamento-aprender-turma-20261.csv"'
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    assert len(head) == 11
    assert [row[0] for row in rows] == ["'=SOMA(1;2)", "Student"]
    assert rows[1][6:] == ["28", "0", "1", "5", "18"]


def test_matrix_says_who_has_completed(client, offering, coordinator, enrolment):
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.save()
    client.force_login(coordinator)
    answer = client.get(reverse("learning:progress_matrix", args=[offering.pk]))
    assert f'<span class="matrix__about">{EnrolmentState.COMPLETED.label}</span>' in answer.content.decode()


@pytest.mark.parametrize("state", EnrolmentState.values)
def test_the_offering_is_seen_as_the_rules_say(
    offering, student, enrolment, tutor, other_tutor, coordinator, stranger, state
):
    enrolment.state = state
    enrolment.save()
    administrator = make_person("administrator", is_superuser=True)
    for person in (student, tutor, other_tutor, coordinator, stranger, administrator):
        seen = seen_offering(person, offering.pk)
        assert (seen is not None) == Offering.objects.visible_to(person).filter(pk=offering.pk).exists()
        if seen is not None:
            rules = (may_work_in(person, offering), may_coordinate(person, offering))
            assert (seen.pk, seen.is_staff, seen.is_whole) == (offering.pk, *rules)
    assert seen_offering(stranger, offering.pk + 1) is None


def test_last_access_is_read_to_the_moment_and_sorted_by_it(offering, coordinator):
    base = timezone.now().replace(microsecond=0)
    moments = [base.replace(microsecond=micro) for micro in (0, 5, 500_000, 510_000)]
    for moment in reversed(moments):
        EnrolmentFactory(offering=offering, last_learning_at=moment)
    EnrolmentFactory(offering=offering, last_learning_at=None)
    rows = progress_matrix(offering, coordinator, whole=True, order="acesso").rows
    assert [row.last_learning_at for row in rows] == [None, *moments]


@pytest.mark.parametrize("order", ["nome", "andamento", "acesso"])
def test_a_part_of_the_matrix_is_measured_as_the_whole_is(offering, coordinator, parts, order):
    for done in ([parts.first_unit], [parts.first_unit, parts.second_unit], []):
        complete(EnrolmentFactory(offering=offering, tutoring_group=None), *done)
    every = progress_matrix(offering, coordinator, whole=True, order=order)
    parted = [progress_matrix(offering, coordinator, whole=True, order=order, part=(n, 2)).page for n in "12"]
    assert [(row.pk, row.measured) for page in parted for row in page] == [(r.pk, r.measured) for r in every.page]
