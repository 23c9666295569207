"""A discussion's boards: its kind, who meets there, and what each one has to write."""

import pytest
from django.urls import reverse

from forums.actions import delete_post, move_topic
from forums.enums import BoardKind
from forums.models import Board, Topic
from forums.queries import board_head, posts_found
from home.pages.completeness import PublicationRefused
from learning.courses.enums import GroupMode
from learning.enrolment.actions import make_tutoring_group, sync_boards
from learning.enrolment.queries import board_of
from learning.progress.queries import done_items
from tests.conftest import make_person
from tests.factories.forums import answer_by, topic_by
from tests.factories.learning import EnrolmentFactory


def tell(discussion, offering, **facts):
    for name, value in facts.items():
        setattr(discussion, name, value)
    discussion.save()
    sync_boards(offering)


@pytest.fixture
def colleague(other_group):
    """A student of the other tutoring group."""
    return EnrolmentFactory(student=make_person("colleague"), tutoring_group=other_group)


def board_for(enrolment, parts) -> Board:
    return Board.objects.get(pk=board_of(enrolment, parts.discussion.pk))


def test_a_board_is_of_the_kind_that_its_page_says(offering, enrolment, parts):
    tell(parts.discussion, offering, board_kind=BoardKind.QUESTIONS, required_replies=2)
    board = board_for(enrolment, parts)
    assert (board.kind, board.required_topics, board.required_replies) == ("questions", 0, 2)
    tell(parts.discussion, offering, board_kind=BoardKind.DISCUSSION)
    board.refresh_from_db()
    assert board.kind == "discussion"


def test_groups_that_meet_apart_know_nothing_of_each_other(client, offering, enrolment, colleague, parts):
    tell(parts.discussion, offering)
    board = board_for(colleague, parts)
    topic = topic_by(colleague.student, board, "Segredo do grupo")
    client.force_login(enrolment.student)
    assert client.get(reverse("forums:topic", args=[topic.pk])).status_code == 404
    assert "Segredo" not in client.get(reverse("forums:topic_list", args=["novas"])).text
    assert list(posts_found(enrolment.student, "segredo")) == []


def test_visible_groups_read_each_other_and_write_apart(client, offering, enrolment, colleague, parts, tutor):
    tell(parts.discussion, offering, group_mode=GroupMode.VISIBLE)
    board = board_for(colleague, parts)
    topic = topic_by(colleague.student, board)
    assert board_head(enrolment.student, board.pk).role == "reader"
    assert board_head(tutor, board.pk).role == "reader"
    assert board_head(tutor, board_for(enrolment, parts).pk).role == "staff"
    client.force_login(enrolment.student)
    assert client.get(reverse("forums:topic", args=[topic.pk])).status_code == 200
    assert client.post(reverse("forums:post_new", args=[topic.pk]), {"html": "x"}).status_code == 403


def test_a_tutor_of_two_groups_is_staff_in_both(offering, enrolment, colleague, parts, tutor):
    tutor.staff_assignments.create(
        course=offering.course, offering=offering, role="tutor", tutoring_group=colleague.tutoring_group
    )
    tell(parts.discussion, offering, group_mode=GroupMode.VISIBLE)
    roles = {board_head(tutor, board_for(one, parts).pk).role for one in (enrolment, colleague)}
    assert roles == {"staff"}


def test_the_class_together_has_one_board(offering, enrolment, colleague, parts):
    tell(parts.discussion, offering, group_mode=GroupMode.TOGETHER)
    assert board_for(enrolment, parts) == board_for(colleague, parts)


def test_what_was_written_before_the_groups_changed_stays_closed(offering, enrolment, colleague, parts):
    tell(parts.discussion, offering)
    old = board_for(enrolment, parts)
    topic_by(enrolment.student, old)
    tell(parts.discussion, offering, group_mode=GroupMode.TOGETHER)
    old.refresh_from_db()
    assert (old.is_open, board_for(enrolment, parts) == old) == (False, False)
    assert board_head(enrolment.student, old.pk) is not None
    tell(parts.discussion, offering, group_mode=GroupMode.SEPARATE)
    assert board_for(enrolment, parts) == old


def test_who_has_no_group_takes_part_only_where_the_class_is_together(offering, enrolment, parts):
    lone = EnrolmentFactory(offering=offering, student=make_person("groupless"))
    tell(parts.discussion, offering)
    assert board_of(lone, parts.discussion.pk) is None
    tell(parts.discussion, offering, group_mode=GroupMode.TOGETHER)
    assert board_of(lone, parts.discussion.pk) == board_of(enrolment, parts.discussion.pk)


def test_a_discussion_is_done_once_she_wrote_what_it_asks(client, offering, enrolment, parts, tutor):
    tell(parts.discussion, offering, required_topics=1, required_replies=2)
    student, board = enrolment.student, board_for(enrolment, parts)
    topic = topic_by(student, board)
    answer_by(student, topic)
    assert done_items(enrolment.pk) == set()
    client.force_login(student)
    for address in (
        reverse("forums:board", args=[board.pk]),
        reverse("learning:item", args=[parts.course.slug, parts.discussion.pk]),
    ):
        page = client.get(address).text
        assert "Falta fazer · conversas iniciadas: 1 de 1 · respostas escritas: 1 de 2" in page
    last = answer_by(student, topic)
    assert done_items(enrolment.pk) == {parts.discussion.pk}
    assert "Feito" in client.get(reverse("forums:board", args=[board.pk])).text
    delete_post(by=tutor, post=last)
    assert done_items(enrolment.pk) == set()


def test_without_a_number_any_post_does_it_and_its_deletion_undoes_it(offering, enrolment, parts):
    tell(parts.discussion, offering)
    topic = topic_by(enrolment.student, board_for(enrolment, parts))
    assert done_items(enrolment.pk) == {parts.discussion.pk}
    delete_post(by=enrolment.student, post=topic.posts.get())
    assert done_items(enrolment.pk) == set()


def test_a_topic_that_moves_takes_what_it_did_along(offering, enrolment, parts, coordinator):
    tell(parts.discussion, offering)
    topic = topic_by(enrolment.student, board_for(enrolment, parts))
    move_topic(by=coordinator, topic=topic, board=offering.boards.get(discussion_id=0, tutoring_group=None).board)
    assert done_items(enrolment.pk) == set()
    assert Topic.objects.get().posts.count() == 1


def test_staffs_own_posts_are_asked_nothing(client, offering, enrolment, parts, tutor):
    tell(parts.discussion, offering, required_replies=2)
    client.force_login(tutor)
    assert "Falta fazer" not in client.get(reverse("forums:board", args=[board_for(enrolment, parts).pk])).text


@pytest.mark.parametrize("kind", [BoardKind.WRITE_FIRST, BoardKind.ANNOUNCEMENTS])
def test_nobody_is_asked_to_begin_where_only_staff_does(parts, kind):
    parts.discussion.board_kind, parts.discussion.required_topics = kind, 1
    with pytest.raises(PublicationRefused):
        parts.discussion.check_publishable()


def test_a_new_group_gets_its_board_of_every_discussion(offering, parts, coordinator):
    parts.discussion.board_kind = BoardKind.WRITE_FIRST
    parts.discussion.save()
    group = make_tutoring_group(by=coordinator, offering=offering, name="Grupo Z")
    assert offering.boards.get(tutoring_group=group, discussion_id=parts.discussion.pk).board.kind == "write_first"
