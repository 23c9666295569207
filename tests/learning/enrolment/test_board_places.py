"""Two classes have groups and discussions of one name: who reads boards of both is told which is whose."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.actions import report_post
from forums.enums import ReportReason
from forums.models import Board
from forums.queries import board_head, boards_of, posts_found, topic_page, unread_topics
from forums.queries.care import boards_kept_by, care_waiting
from learning.desk.queries.boards import unread_boards
from learning.enrolment.actions import (
    BoardReach,
    BoardWords,
    OfferingDetails,
    change_offering,
    make_staff_board,
    sync_boards,
)
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import OfferingBoard
from learning.portfolio.queries import audiences_of
from learning.work_changes.forms import ToForumForm
from learning.work_changes.queries import boards_open_to
from tests.factories.forums import answer_by, topic_by
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory, TutoringGroupFactory


@pytest.fixture
def twin(offering, tutoring_group, coordinator):
    """The next class of the course: its group has the name of the first one's, and the same coordinator."""
    twin = OfferingFactory(course=offering.course, name="2027/1")
    TutoringGroupFactory(offering=twin, name=tutoring_group.name)
    StaffAssignmentFactory(person=coordinator, offering=twin, role=StaffRole.COORDINATOR, tutoring_group=None)
    return twin


@pytest.fixture
def boards(offering, twin, tutoring_group, coordinator, parts):
    """The discussion's boards of the two groups, the elder class's first."""
    for one in (offering, twin):
        sync_boards(one)
    found = []
    for one in (offering, twin):
        group = one.tutoring_groups.get(name=tutoring_group.name)
        found.append(OfferingBoard.objects.get(tutoring_group=group, discussion_id=parts.discussion.pk).board)
    assert found[0].title == found[1].title
    return found


def named(board, offering) -> str:
    return f"{board.title} ({offering.course.title} · {offering.name})"


def test_who_coordinates_two_classes_finds_each_board_named(client, offering, twin, coordinator, boards, enrolment):
    names = [named(board, one) for board, one in zip(boards, (offering, twin), strict=True)]
    titles = [row.title for row in boards_of(coordinator)]
    assert [titles.count(name) for name in names] == [1, 1]
    assert [board_head(coordinator, board.pk).title for board in boards] == names
    assert set(names) <= set(boards_kept_by(coordinator).values_list("shown", flat=True))
    client.force_login(coordinator)
    for address in (reverse("forums:boards"), reverse("forums:care_queue")):
        page = client.get(address).text
        assert [name in page for name in names] == [True, True]
    assert names[1] in client.get(reverse("forums:board", args=[boards[1].pk])).text


def test_lists_of_conversations_name_it_too(client, offering, twin, coordinator, boards, enrolment):
    writer = EnrolmentFactory(offering=twin, tutoring_group=twin.tutoring_groups.get()).student
    sync_boards(twin)
    topic = topic_by(writer, boards[1], "Acolhimento às segundas")
    name = named(boards[1], twin)
    assert topic_page(coordinator, topic.pk).board_title == name
    assert [row.board for row in unread_topics(coordinator, page=1)] == [name]
    assert [(row.title, row.unread) for row in unread_boards(coordinator)] == [(name, 1)]
    assert [row["board"] for row in posts_found(coordinator, "acolhimento")] == [name]
    report_post(by=writer, post=answer_by(coordinator, topic), reason=ReportReason.OTHER, note="Veja isto.")
    assert [row.board for row in care_waiting(coordinator).reported] == [name]
    assert topic_page(writer, topic.pk).board_title == boards[1].title


def test_choices_of_a_forum_name_it_too(offering, twin, coordinator, boards, enrolment):
    names = {named(board, one) for board, one in zip(boards, (offering, twin), strict=True)}
    form = ToForumForm(boards=boards_open_to(coordinator))
    assert names <= {label for _value, label in form.fields["board"].choices}
    said = " ".join(words for _value, words in audiences_of(coordinator, enrolment))
    assert all(name in said for name in names)


def test_who_reads_one_class_reads_titles_alone(client, offering, boards, enrolment, coordinator):
    make_staff_board(
        by=coordinator, offering=offering, words=BoardWords("Todas as turmas"), reach=BoardReach(is_for_course=True)
    )
    assert {row.title for row in boards_of(enrolment.student)} >= {boards[0].title, "Todas as turmas"}
    assert not any("(" in row.title for row in boards_of(enrolment.student))


def test_boards_of_the_staffs_making_are_named_and_a_courses_own_are_not(offering, twin, coordinator, boards):
    for one in (offering, twin):
        make_staff_board(by=coordinator, offering=one, words=BoardWords("Avisos"), reach=BoardReach())
    make_staff_board(by=coordinator, offering=twin, words=BoardWords("De todos"), reach=BoardReach(is_for_course=True))
    place = offering.course.title
    titles = {row.title for row in boards_of(coordinator)}
    assert {f"Avisos ({place} · {offering.name})", f"Avisos ({place} · {twin.name})", "De todos"} <= titles


def test_another_name_of_class_or_course_reaches_the_boards(offering, twin, coordinator, boards):
    columns = {name: getattr(twin, name) for name in OfferingDetails.__dataclass_fields__ if hasattr(twin, name)}
    details = OfferingDetails(**{**columns, "name": "2027/2", "polos": (), "new_polos": ()})
    change_offering(by=coordinator, offering=twin, details=details)
    course = offering.course
    course.title = "Aprender junto"
    course.save_revision().publish()
    assert set(Board.objects.exclude(place="").values_list("place", flat=True)) == {
        f"Aprender junto · {offering.name}", "Aprender junto · 2027/2",
    }  # fmt: skip


def test_what_the_class_has_outgrown_is_named_as_well(offering, twin, boards, enrolment):
    topic_by(enrolment.student, boards[0])
    enrolment.tutoring_group.enrolments.update(tutoring_group=None)
    Board.objects.update(place="")
    offering.tutoring_groups.get(pk=enrolment.tutoring_group_id).staff.all().delete()
    sync_boards(offering)
    boards[0].refresh_from_db()
    assert boards[0].place == f"{offering.course.title} · {offering.name}"


def test_boards_of_before_hear_whose_they_are(offering, twin, boards, coordinator):
    make_staff_board(by=coordinator, offering=twin, words=BoardWords("De todos"), reach=BoardReach(is_for_course=True))
    kept = dict(Board.objects.values_list("pk", "place"))
    Board.objects.update(place="")
    import_module("learning.migrations.0022_board_places").tell_boards_their_classes(apps, connection.schema_editor)
    assert dict(Board.objects.values_list("pk", "place")) == kept


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_boards_costs_the_same_for_many_classes(
    client, offering, coordinator, tutoring_group, count, django_assert_num_queries
):
    for number in range(count):
        one = OfferingFactory(course=offering.course, name=f"Turma {number}")
        TutoringGroupFactory(offering=one, name=tutoring_group.name)
        StaffAssignmentFactory(person=coordinator, offering=one, role=StaffRole.COORDINATOR, tutoring_group=None)
        sync_boards(one)
    with django_assert_num_queries(1):
        assert len(boards_of(coordinator)) > count
    topic = topic_by(coordinator, Board.objects.filter(place__endswith="Turma 0").first())
    assert topic.created_at <= timezone.now()
    with django_assert_num_queries(1):
        unread_boards(coordinator)
