"""Questions, write first, announcements, and the rooms that one only reads."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums import rules
from forums.actions import accept_answer, delete_post
from forums.enums import BoardKind, MemberRole
from forums.models import Board, BoardMember, Post, Topic
from forums.queries import posts_found, posts_of, quoted, topic_page
from tests.factories.forums import answer_by, board_with, topic_by

SECRET = "Ouvimos a vizinhança primeiro."


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def first(author, reader, keeper):
    """A topic of staff where one writes first; one colleague has answered."""
    board = board_with(author, reader, staff=(keeper,))
    Board.objects.filter(pk=board.pk).update(kind=BoardKind.WRITE_FIRST)
    topic = topic_by(keeper, Board.objects.get(pk=board.pk))
    answer_by(reader, topic, SECRET)
    return topic


def seen(person, topic):
    return [row.number for row in posts_of(topic_page(person, topic.pk))]


def test_the_others_answers_open_with_ones_own(author, reader, keeper, first):
    assert (seen(author, first), seen(reader, first), seen(keeper, first)) == ([1], [1, 2], [1, 2])
    answer_by(author, first, "Eu também.")
    assert seen(author, first) == [1, 2, 3]


def test_before_it_they_are_hidden_on_every_path(as_author, author, first):
    hidden = Post.objects.get(topic=first, number=2)
    assert list(posts_found(author, "vizinhança")) == []
    assert quoted(posts_of(topic_page(author, first.pk, number=2)), 2) == {}
    assert hidden not in Post.objects.visible_to(author)
    assert as_author.get(reverse("forums:post", args=[hidden.pk])).status_code == 404
    address = reverse("forums:topic", args=[first.pk])
    pages = [as_author.get(f"{address}{query}").text for query in ("", "?ir=2", "?pagina=2", "?citar=2")]
    assert not any(SECRET in page for page in pages)
    assert all("1 resposta de colega se abre com a sua" in page for page in pages)


def test_a_search_of_the_site_does_not_find_them_either(as_author, first):
    assert SECRET not in as_author.get(reverse("learning:search"), {"q": "vizinhança"}).text


def test_who_takes_her_only_answer_away_sees_them_no_more(author, first):
    mine = answer_by(author, first)
    delete_post(by=author, post=mine)
    assert seen(author, first) == [1]


def test_what_the_others_wrote_is_still_unread_after_the_first_answer(author, first):
    answer_by(author, first)
    assert topic_page(author, first.pk).read == 1


@pytest.mark.parametrize("kind", [BoardKind.WRITE_FIRST, BoardKind.ANNOUNCEMENTS])
def test_only_staff_begins_where_staff_asks_or_tells(client, author, keeper, board, kind):
    Board.objects.filter(pk=board.pk).update(kind=kind)
    board.refresh_from_db()
    assert (rules.may_start(author, board), rules.may_start(keeper, board)) == (False, True)
    address = reverse("forums:topic_new", args=[board.pk])
    data = {"subject": "Aviso", "html": "Amanhã não há encontro.", "key": uuid.uuid4()}
    client.force_login(author)
    assert client.post(address, data).status_code == 403
    assert address not in client.get(reverse("forums:board", args=[board.pk])).text
    client.force_login(keeper)
    assert client.post(address, data).status_code == 302
    assert Topic.objects.get().author == keeper


@pytest.fixture
def question(author, reader, board):
    Board.objects.filter(pk=board.pk).update(kind=BoardKind.QUESTIONS)
    topic = topic_by(author, board)
    answer_by(reader, topic, "Às sextas, depois do almoço.")
    return topic


def test_who_asked_marks_the_answer_that_helped(as_author, question):
    answer = question.posts.get(number=2)
    as_author.post(reverse("forums:post_accept", args=[answer.pk]), {"on": "1"})
    question.refresh_from_db()
    assert question.answer == answer
    page = as_author.get(reverse("forums:topic", args=[question.pk])).text
    assert "post--answer" in page
    assert "?ir=2#p2" in page
    assert "respondida" in as_author.get(reverse("forums:board", args=[question.board_id])).text


def test_a_stranger_to_the_question_marks_nothing(client, reader, keeper, question):
    answer = question.posts.get(number=2)
    address = reverse("forums:post_accept", args=[answer.pk])
    client.force_login(reader)
    assert client.post(address, {"on": "1"}).status_code == 403
    client.force_login(keeper)
    assert client.post(address, {"on": "1"}).status_code == 302
    assert Topic.objects.get(pk=question.pk).answer == answer


def test_the_mark_is_one_and_can_be_taken_back(author, reader, question):
    first, second = question.posts.get(number=2), answer_by(reader, question)
    for post in (first, second):
        accept_answer(by=author, post=post, accepted=True)
    # Taking back what is marked no more changes nothing.
    accept_answer(by=author, post=first, accepted=False)
    assert Topic.objects.get(pk=question.pk).answer == second
    accept_answer(by=author, post=second, accepted=False)
    assert Topic.objects.get(pk=question.pk).answer is None


def test_the_question_itself_is_no_answer(author, question):
    accept_answer(by=author, post=question.posts.get(number=1), accepted=True)
    assert Topic.objects.get(pk=question.pk).answer is None


def test_a_deleted_answer_is_none(author, reader, question):
    answer = question.posts.get(number=2)
    accept_answer(by=author, post=answer, accepted=True)
    delete_post(by=reader, post=answer)
    question.refresh_from_db()
    assert (question.answer, question.is_answered) == (None, False)


def test_who_only_reads_a_room_writes_nothing_there(client, outsider, board, topic):
    BoardMember.objects.create(board=board, person=outsider, role=MemberRole.READER)
    client.force_login(outsider)
    page = client.get(reverse("forums:topic", args=[topic.pk]))
    assert page.status_code == 200
    assert 'id="responder"' not in page.text
    words = {"html": "Oi.", "subject": "Oi", "key": uuid.uuid4()}
    for address in (
        reverse("forums:post_new", args=[topic.pk]),
        reverse("forums:post_draft", args=[topic.pk]),
        reverse("forums:topic_new", args=[board.pk]),
    ):
        assert client.post(address, words).status_code == 403
    assert Post.objects.count() == 1


def test_a_topic_to_come_is_there_for_staff_alone(client, author, keeper, topic):
    Topic.objects.filter(pk=topic.pk).update(starts_at=timezone.now() + timedelta(days=2))
    address = reverse("forums:topic", args=[topic.pk])
    client.force_login(author)
    assert client.get(address).status_code == 404
    assert topic.subject not in client.get(reverse("forums:board", args=[topic.board_id])).text
    assert list(posts_found(author, "reunião")) == []
    client.force_login(keeper)
    assert client.get(address).status_code == 200
    Topic.objects.filter(pk=topic.pk).update(starts_at=timezone.now() - timedelta(seconds=5))
    client.force_login(author)
    assert client.get(address).status_code == 200
