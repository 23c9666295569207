"""Boards that staff makes by hand: for a class, one of its groups, or all the classes of a course."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse

from forums.actions import follow_board
from forums.enums import FollowLevel, MemberRole
from forums.models import Board, BoardMember
from forums.queries import boards_of, posts_found, topics_of
from learning.courses.enums import GroupMode
from learning.enrolment.actions import (
    BoardReach,
    BoardWords,
    change_staff_board,
    close_staff_board,
    make_staff_board,
    make_tutoring_group,
    place_in_tutoring_group,
    put_away_staff_board,
    sync_boards,
    withdraw_student,
)
from learning.enrolment.models import StaffBoard
from learning.enrolment.rules import may_keep_board
from tests.conftest import make_person
from tests.factories.forums import topic_by
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory


@pytest.fixture
def colleague(other_group):
    return EnrolmentFactory(student=make_person("colleague"), tutoring_group=other_group).student


@pytest.fixture
def next_class(offering):
    return OfferingFactory(course=offering.course, name="2027/1")


@pytest.fixture
def newcomer(next_class):
    return EnrolmentFactory(student=make_person("newcomer"), offering=next_class).student


@pytest.fixture
def made(offering, coordinator):
    def make(**reach) -> StaffBoard:
        words = BoardWords("Supervisão", "O que trazemos para a supervisão.")
        return make_staff_board(by=coordinator, offering=offering, words=words, reach=BoardReach(**reach))

    return make


def readers(board) -> dict[str, str]:
    return {row.person.email.split("@")[0]: row.role for row in board.members.select_related("person")}


def test_a_board_of_the_class_is_read_by_all_who_are_in_it(made, enrolment, colleague, newcomer, tutor, coordinator):
    room = made().rooms.get().board
    assert {enrolment.student.pk, colleague.pk} <= set(
        room.members.filter(role="member").values_list("person", flat=True)
    )
    assert {tutor.pk, coordinator.pk} <= set(room.members.filter(role="staff").values_list("person", flat=True))
    assert not room.members.filter(person=newcomer).exists()


def test_groups_apart_know_nothing_of_each_other(made, enrolment, colleague, client, run_tasks):
    board = made(group_mode=GroupMode.SEPARATE)
    room = board.rooms.get(tutoring_group=enrolment.tutoring_group).board
    other = board.rooms.exclude(pk=board.rooms.get(board=room).pk).get(board__members__person=colleague).board
    follow_board(by=enrolment.student, board=room, level=FollowLevel.EVERY)
    topic = topic_by(colleague, other, "Segredo da outra roda")
    run_tasks()
    client.force_login(enrolment.student)
    assert client.get(reverse("forums:topic", args=[topic.pk])).status_code == 404
    assert client.get(reverse("forums:board", args=[other.pk])).status_code == 404
    assert other.pk not in [row.id for row in boards_of(enrolment.student)]
    assert list(posts_found(enrolment.student, "segredo")) == []
    assert [message for message in mail.outbox if enrolment.student.email in message.to] == []


def test_visible_groups_read_the_others_rooms(made, enrolment, colleague):
    board = made(group_mode=GroupMode.VISIBLE)
    room = board.rooms.get(tutoring_group=enrolment.tutoring_group).board
    roles = dict(room.members.values_list("person", "role"))
    assert (roles[enrolment.student.pk], roles[colleague.pk]) == (MemberRole.MEMBER, MemberRole.READER)


def test_a_board_of_one_group_is_closed_to_the_other(made, enrolment, colleague, tutor, other_tutor):
    room = made(tutoring_group=enrolment.tutoring_group).rooms.get().board
    people = set(room.members.values_list("person", flat=True))
    assert {enrolment.student.pk, tutor.pk} <= people
    assert not people & {colleague.pk, other_tutor.pk}


def test_a_board_of_the_course_is_read_by_its_classes_whoever_comes(made, enrolment, newcomer, next_class):
    room = made(is_for_course=True).rooms.get().board
    assert {enrolment.student.pk, newcomer.pk} <= set(room.members.values_list("person", flat=True))
    late = EnrolmentFactory(student=make_person("late"), offering=next_class).student
    sync_boards(next_class, person=late)
    assert room.members.get(person=late).role == MemberRole.MEMBER
    assert room.members.filter(person=enrolment.student).exists()


def test_who_leaves_reads_it_no_longer_and_who_changes_groups_changes_rooms(made, enrolment, other_group, coordinator):
    board = made(group_mode=GroupMode.SEPARATE)
    first = board.rooms.get(tutoring_group=enrolment.tutoring_group).board
    place_in_tutoring_group(by=coordinator, enrolment=enrolment, tutoring_group=other_group)
    assert not first.members.filter(person=enrolment.student).exists()
    assert board.rooms.get(tutoring_group=other_group).board.members.filter(person=enrolment.student).exists()
    withdraw_student(by=coordinator, enrolment=enrolment)
    assert not BoardMember.objects.filter(person=enrolment.student, board__in=board.rooms.values("board")).exists()


def test_a_new_group_gets_its_room(made, offering, tutoring_group, coordinator):
    board = made(group_mode=GroupMode.SEPARATE)
    before = board.rooms.count()
    group = make_tutoring_group(by=coordinator, offering=offering, name="Roda nova")
    assert board.rooms.count() == before + 1
    assert board.rooms.get(tutoring_group=group).board.title == "Supervisão · Roda nova"


def test_what_is_put_away_is_in_nobodys_list_and_comes_back_with_its_words(made, enrolment, coordinator):
    board = made()
    room = board.rooms.get().board
    topic_by(enrolment.student, room, "Fica guardado")
    put_away_staff_board(by=coordinator, board=board, away=True)
    assert room.pk not in [row.id for row in boards_of(enrolment.student)]
    assert list(posts_found(enrolment.student, "guardado")) == []
    put_away_staff_board(by=coordinator, board=board, away=False)
    assert [row.subject for row in topics_of(enrolment.student, room.pk, page=1)] == ["Fica guardado"]


def test_a_closed_board_takes_no_new_conversation(made, enrolment, coordinator, client):
    board = made()
    room = board.rooms.get().board
    close_staff_board(by=coordinator, board=board, closed=True)
    client.force_login(enrolment.student)
    answer = client.post(reverse("forums:topic_new", args=[room.pk]), {"subject": "X", "html": "Fica aqui"})
    assert "Fica aqui" in answer.text
    assert not room.topics.exists()
    close_staff_board(by=coordinator, board=board, closed=False)
    room.refresh_from_db()
    assert room.is_open


def test_what_a_board_says_of_itself_reaches_its_rooms(made, coordinator):
    board = made()
    change_staff_board(by=coordinator, board=board, words=BoardWords("Roda aberta", "", "questions", 3))
    room = Board.objects.get(pk=board.rooms.get().board_id)
    assert (room.title, room.description, room.kind, room.position) == ("Roda aberta", "", "questions", 3)


def test_the_same_press_makes_one_board(offering, coordinator):
    key, words = uuid.uuid4(), BoardWords("Avisos")
    for _ in range(2):
        make_staff_board(by=coordinator, offering=offering, words=words, reach=BoardReach(), key=key)
    assert StaffBoard.objects.filter(title="Avisos").count() == 1


def test_a_key_of_somebody_else_leads_to_no_board_of_hers(client, offering, coordinator, tutor, tutoring_group):
    key, words = uuid.uuid4(), BoardWords("Só da coordenação")
    first = make_staff_board(by=coordinator, offering=offering, words=words, reach=BoardReach(), key=key)
    client.force_login(tutor)
    data = {"title": "Do grupo", "kind": "discussion", "reach": f"group-{tutoring_group.pk}", "position": 0, "key": key}
    for _ in range(2):
        page = client.post(reverse("learning:staff_board_new", args=[offering.pk]), data, follow=True).text
        assert "Só da coordenação" not in page
    own = StaffBoard.objects.get(made_by=tutor)
    assert (own.title, own.key, own.tutoring_group) == ("Do grupo", key, tutoring_group)
    assert StaffBoard.objects.get(made_by=coordinator) == first


def test_who_keeps_a_board_finds_it_and_nobody_else(made, tutoring_group, tutor, other_tutor, coordinator, next_class):
    elsewhere = make_person("elsewhere")
    StaffAssignmentFactory(person=elsewhere, offering=next_class)
    boards = [made(), made(tutoring_group=tutoring_group), made(is_for_course=True)]
    for person in (tutor, other_tutor, coordinator, elsewhere):
        kept = {board.pk for board in boards if may_keep_board(person, board)}
        assert set(StaffBoard.objects.visible_to(person).values_list("pk", flat=True)) == kept
    assert may_keep_board(tutor, boards[1])
    assert not may_keep_board(tutor, boards[0])
    assert may_keep_board(elsewhere, boards[2])


def form(**changed) -> dict:
    return {"title": "Estudo", "kind": "discussion", "reach": "together", "position": 0, "key": uuid.uuid4()} | changed


def test_a_coordinator_makes_a_board_and_finds_it_in_the_list(client, offering, coordinator):
    client.force_login(coordinator)
    answer = client.post(reverse("learning:staff_board_new", args=[offering.pk]), form(), follow=True)
    assert "Estudo" in answer.text
    board = StaffBoard.objects.get()
    switch = reverse("learning:staff_board_switch", args=[offering.pk, board.pk])
    assert "bring_back" in client.post(switch, {"do": "put_away"}, follow=True).text


def test_a_tutor_makes_boards_for_her_own_group_alone(client, offering, tutoring_group, other_group, tutor):
    client.force_login(tutor)
    address = reverse("learning:staff_board_new", args=[offering.pk])
    for reach in ("together", "course", f"group-{other_group.pk}"):
        answer = client.post(address, form(reach=reach))
        assert answer.status_code == 422
        assert "Estudo" in answer.text
    client.post(address, form(reach=f"group-{tutoring_group.pk}"))
    assert StaffBoard.objects.get().tutoring_group == tutoring_group


def test_a_board_without_a_title_is_refused_beside_the_field(client, offering, coordinator):
    client.force_login(coordinator)
    answer = client.post(
        reverse("learning:staff_board_new", args=[offering.pk]), form(title="", description="Fica o que escrevi.")
    )
    assert answer.status_code == 422
    assert "Fica o que escrevi." in answer.text
    assert answer.context["form"].errors["title"]


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_however_many(
    client, made, offering, coordinator, count, django_assert_max_num_queries
):
    for _ in range(count):
        made(group_mode=GroupMode.SEPARATE)
    client.force_login(coordinator)
    with django_assert_max_num_queries(8):
        client.get(reverse("learning:staff_boards", args=[offering.pk]))
