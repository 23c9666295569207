"""What is begun on a board is kept on the server until it is sent."""

import uuid

import pytest
from django.urls import reverse

from forums.models import BoardCare, TopicDraft
from forums.queries import prepared_topic_url
from tests.factories.forums import board_with, topic_by


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def addresses(board):
    return [reverse(f"forums:{name}", args=[board.pk]) for name in ("topic_new", "topic_draft_save")]


def typed(**words):
    return {"subject": "Escala", "html": "Como fazem?", "tags": "escala", "key": uuid.uuid4(), **words}


def save(client, board, data):
    return client.post(addresses(board)[1], data, headers={"accept": "application/json"})


def test_it_is_found_again_and_goes_when_it_is_sent(as_author, board):
    data = typed(html="Como fazem?")
    assert save(as_author, board, data).json()["number"] == 1
    again = {**data, "html": "E vocês?", "base_number": 1}
    assert save(as_author, board, again).json()["number"] == 2
    new, _ = addresses(board)
    form = as_author.get(new).context["form"]
    assert (form.initial["subject"], form.initial["html"], form.initial["tags"]) == (
        "Escala",
        "<p>E vocês?</p>",
        "escala",
    )
    assert form.initial["key"] == data["key"]
    assert as_author.post(new, again).url.endswith(f"?enviada={data['key']}")
    assert not TopicDraft.objects.exists()


def test_half_a_text_is_kept_and_without_a_script_she_comes_back_to_it(as_author, board):
    new, draft = addresses(board)
    assert as_author.post(draft, typed(subject="", html="")).url == new
    assert as_author.post(draft, typed(subject="x" * 201)).status_code == 422
    assert TopicDraft.objects.get().subject == ""


def test_another_window_overwrites_nothing(as_author, board):
    save(as_author, board, typed(html="primeira"))
    other = typed(html="segunda")
    assert save(as_author, board, other).status_code == 409
    page = as_author.post(addresses(board)[1], other)
    assert page.status_code == 409
    assert "primeira" in page.text
    assert "segunda" in page.text


def test_each_board_and_person_has_one_of_her_own(client, author, reader, board):
    second = board_with(author)
    for person, place, subject in ((author, board, "um"), (author, second, "dois"), (reader, board, "três")):
        client.force_login(person)
        save(client, place, typed(subject=subject))
    topic_by(author, board)
    for person, place, subject in ((author, board, "um"), (author, second, "dois"), (reader, board, "três")):
        client.force_login(person)
        assert client.get(addresses(place)[0]).context["form"].initial["subject"] == subject


def test_it_goes_too_where_the_conversation_waits_for_the_staff(as_author, board):
    BoardCare.objects.create(board=board, held_first=1)
    data = typed()
    save(as_author, board, data)
    assert as_author.post(addresses(board)[0], data).status_code == 302
    assert not TopicDraft.objects.exists()


def test_words_that_another_page_prepared_come_behind_it(as_author, board):
    save(as_author, board, typed())
    form = as_author.get(prepared_topic_url(board.pk, "Leitura", "<p>Sobre a leitura</p>")).context["form"]
    assert (form.initial["subject"], form.initial["html"]) == ("Escala", "<p>Como fazem?</p><p>Sobre a leitura</p>")


def test_who_may_begin_nothing_keeps_nothing(client, reader, outsider, board):
    board.members.filter(person=reader).update(role="reader")
    for person, status in ((reader, 403), (outsider, 404)):
        client.force_login(person)
        assert save(client, board, typed()).status_code == status
    assert not TopicDraft.objects.exists()
