"""Who takes part in the conversations of a class: a tutor reads of her own students, a coordinator of all."""

import csv
import io

import pytest
from django.urls import reverse

from forums.actions import start_topic
from forums.models import Board
from learning.enrolment.actions import sync_boards
from tests.conftest import make_person
from tests.factories.learning import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def talking(offering, enrolment, other_group, tutor, other_tutor, coordinator):
    """Each group's student begins a conversation on her group's board; the others of the class are silent."""
    far = EnrolmentFactory(student=make_person("far_student"), tutoring_group=other_group)
    sync_boards(offering)
    for number, member in enumerate((enrolment, far)):
        board = Board.objects.get(
            pk=offering.boards.get(tutoring_group=member.tutoring_group_id, discussion_id=0).board_id
        )
        start_topic(
            by=member.student, board=board, subject="Mudamos", html="<p>Agora é assim.</p>", key=f"{number:032d}"
        )
    return far


def page_and_file(client, offering):
    page = client.get(reverse("learning:offering_participation", args=[offering.pk]))
    file = client.get(reverse("learning:offering_participation_table", args=[offering.pk]))
    assert page.status_code == file.status_code == 200
    rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    return page.content.decode(), {row[0]: row for row in rows}


def test_a_tutor_reads_of_her_own_students_alone(client, talking, enrolment, offering, tutor):
    client.force_login(tutor)
    page, rows = page_and_file(client, offering)
    assert enrolment.student.name in page
    assert enrolment.student.name in rows
    assert "Far Student" not in page
    assert "Far Student" not in rows


def test_the_coordination_reads_of_everybody(client, talking, enrolment, offering, coordinator):
    client.force_login(coordinator)
    page, rows = page_and_file(client, offering)
    assert {enrolment.student.name, "Far Student"} <= set(rows)
    assert "Far Student" in page


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_costs_the_same_for_every_class(
    client, talking, tutoring_group, offering, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        EnrolmentFactory(student=make_person(f"silent_{number}"), tutoring_group=tutoring_group)
    sync_boards(offering)
    client.force_login(coordinator)
    address = reverse("learning:offering_participation", args=[offering.pk])
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
