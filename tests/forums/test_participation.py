"""Who took part, the grade for it, and what the staff takes along."""

import csv
import io
import uuid

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums.actions import grade_participation, report_post, start_topic
from forums.models import ParticipationGrade, Post
from forums.queries.participation import figures_of, grading_page, own_participation, participation_in
from home.notifications.models import Notification
from tests.factories.forums import answer_by, board_with, topic_by

CANARY = "Canarinha"


@pytest.fixture
def talk(author, reader, keeper, board):
    """Ana begins one conversation and answers once, Bento answers twice, Clara (staff) once; Ana got 3 reactions."""
    topic = topic_by(author, board)
    for who, text in ((reader, "um dois três"), (author, "quatro cinco"), (keeper, "seis"), (reader, "sete")):
        answer_by(who, topic, text)
    Post.objects.filter(author=author).update(word_count=10)
    Post.objects.filter(author=reader).update(word_count=3)
    topic.posts.filter(number=1).update(thanks=2, lived=1)
    return topic


def numbers(rows):
    return [(row.name, row.topics, row.replies, row.words, row.reactions) for row in rows]


def test_members_are_counted_and_the_silent_are_there(talk, board, other_reader):
    rows = participation_in([board.pk])
    assert numbers(rows) == [("Ana", 1, 1, 20, 3), ("Bento", 0, 2, 6, 0), ("Elias", 0, 0, 0, 0)]
    assert rows[0].first_at < rows[0].last_at
    assert rows[2].first_at is None


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("respostas", ["Bento", "Ana", "Elias"]),
        ("palavras", ["Ana", "Bento", "Elias"]),
        ("reacoes", ["Ana", "Bento", "Elias"]),
        ("primeira", ["Ana", "Bento", "Elias"]),
        ("ultima", ["Bento", "Ana", "Elias"]),
        ("conversas", ["Ana", "Bento", "Elias"]),
        ("'; drop table", ["Ana", "Bento", "Elias"]),
    ],
)
def test_the_table_has_any_order(talk, board, other_reader, order, names):
    assert [row.name for row in participation_in([board.pk], order=order)] == names


def test_what_is_hidden_does_not_count(talk, board, author, reader, keeper):
    report_post(by=keeper, post=talk.posts.get(number=2), reason="patient")
    assert numbers(participation_in([board.pk]))[1] == ("Bento", 0, 1, 3, 0)
    assert own_participation(reader, board.pk).replies == 1


def test_boards_are_counted_together_and_others_are_not(talk, board, author, outsider):
    second, foreign = board_with(author), board_with(outsider)
    topic_by(author, second)
    topic_by(outsider, foreign)
    assert [(row.name, row.topics) for row in participation_in([board.pk, second.pk])] == [("Ana", 2), ("Bento", 0)]


def test_the_boards_own_figures(talk, board, author):
    topic_by(author, board)
    # Somebody who answers herself has not been answered.
    answer_by(author, topic_by(author, board, "Escala"))
    figures = figures_of([board.pk])
    assert (figures.topics, figures.unanswered, figures.by_staff, figures.by_others) == (3, 0, 1, 4)
    assert figures.first_answer == pytest.approx(0, abs=0.1)
    assert figures_of([board_with(author).pk]).first_answer is None


@pytest.mark.parametrize("count", [1, 4])
def test_the_report_costs_the_same_however_many(author, reader, board, count, django_assert_num_queries):
    for _ in range(count):
        answer_by(reader, topic_by(author, board))
    with django_assert_num_queries(3):
        participation_in([board.pk])
    with django_assert_num_queries(2):
        figures_of([board.pk])
    with django_assert_num_queries(5):
        grading_page(board.pk, author.pk)


def test_a_grade_is_told_and_logged_and_changed(author, keeper, board):
    for points in (70, 70, 85):
        grade_participation(by=keeper, board=board, person=author, points=points, comment="Ouve e responde.")
    assert ParticipationGrade.objects.get().points == 85
    entries = ModelLogEntry.objects.filter(action="forums.participation_grade").order_by("pk")
    assert [(entry.data["from"], entry.data["to"]) for entry in entries] == [(None, 70), (70, 85)]
    assert Notification.objects.filter(event="participation_graded", person=author).exists()


def test_a_grade_is_hers_and_the_staffs(author, reader, keeper, board, client):
    grade_participation(by=keeper, board=board, person=author, points=70, comment="Ouve e responde.")
    assert [ParticipationGrade.objects.visible_to(who).count() for who in (author, keeper, reader)] == [1, 1, 0]
    own = reverse("forums:participation_own", args=[board.pk])
    client.force_login(author)
    assert "70 de 100" in client.get(own).text
    client.force_login(reader)
    assert "70 de 100" not in client.get(own).text


def test_grading_goes_from_one_to_the_next(client, keeper, author, reader, board):
    client.force_login(keeper)
    answer = client.post(
        reverse("forums:participation_grade", args=[board.pk, author.pk]), {"points": "88", "comment": ""}
    )
    assert answer.url == reverse("forums:participation_grade", args=[board.pk, reader.pk])
    last = client.post(answer.url, {"points": "60", "comment": "Pode escrever mais."})
    assert last.url == reverse("forums:participation", args=[board.pk])
    assert "88" in client.get(last.url).text


@pytest.mark.parametrize("points", ["", "101", "-1", "dez", "5,5"])
def test_a_grade_that_is_none_is_refused_and_the_words_kept(client, keeper, author, board, points):
    client.force_login(keeper)
    address = reverse("forums:participation_grade", args=[board.pk, author.pk])
    answer = client.post(address, {"points": points, "comment": "Ouve e responde."})
    assert answer.status_code == 422
    assert "Ouve e responde." in answer.text
    assert not ParticipationGrade.objects.exists()


def test_only_members_are_graded(client, keeper, outsider, board):
    client.force_login(keeper)
    for person in (outsider, keeper):
        assert client.get(reverse("forums:participation_grade", args=[board.pk, person.pk])).status_code == 404


def export(client, board, what):
    answer = client.post(reverse("forums:board_export", args=[board.pk]), {"what": what})
    return answer, answer.getvalue().decode("utf-8-sig")


def test_exports_are_tables_without_formulas_and_in_the_log(client, author, reader, keeper, board):
    author.full_name = "=HYPERLINK(1)"
    author.save()
    topic = start_topic(by=author, board=board, subject="+55 81", html="<p>=SOMA(A1)</p>", key=uuid.uuid4())
    answer_by(reader, topic, "Na sexta; às nove.")
    client.force_login(keeper)
    answer, table = export(client, board, "participation")
    assert answer.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert "'=HYPERLINK(1)" in [row[0] for row in rows]
    rows = list(csv.reader(io.StringIO(export(client, board, "csv")[1]), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["'+55 81", "'+55 81"]
    assert rows[1][-1] == "'=SOMA(A1)"
    assert "Na sexta; às nove." in rows[2][-1]
    answer, page = export(client, board, "html")
    assert "Na sexta; às nove." in page
    assert answer["Content-Disposition"].startswith("attachment")
    entries = ModelLogEntry.objects.filter(action="forums.board_export").order_by("pk")
    assert [(entry.user, entry.data["what"]) for entry in entries] == [
        (keeper, "participation"), (keeper, "csv"), (keeper, "html"),
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["csv", "html"])
def test_what_is_hidden_is_in_no_export_and_no_other_board_either(
    client, author, reader, keeper, board, outsider, what
):
    report_post(by=reader, post=topic_by(author, board, f"Caso de {CANARY}").posts.get(), reason="patient")
    answer_by(reader, topic_by(author, board), "Fica na praça.")
    topic_by(outsider, board_with(outsider), f"Outra {CANARY}")
    client.force_login(keeper)
    words = export(client, board, what)[1]
    assert "Fica na praça." in words
    assert CANARY not in words


def test_an_export_of_nothing_known_is_refused(client, keeper, board):
    client.force_login(keeper)
    assert export(client, board, "xlsx")[0].status_code == 400
    assert not ModelLogEntry.objects.filter(action="forums.board_export").exists()
