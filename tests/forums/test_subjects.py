"""A conversation may begin without a subject: its first words stand for one, as long as they stand."""

import uuid

import pytest
from django.urls import reverse

from forums.actions import delete_post, edit_post, merge_topic, receive_topic, start_topic
from forums.models import BoardCare, HeldPost, Post, Topic
from forums.subjects import beginning_of
from tests.factories.forums import topic_by

LONG = "<p>Na segunda a fila dobrou a esquina e ninguém soube dizer por quê, nem a vigia.</p><p>Fim.</p>"


@pytest.fixture
def wordless(author, board) -> Topic:
    return start_topic(by=author, board=board, subject="", html=LONG, key=uuid.uuid4())


def test_without_a_subject_the_first_words_stand_for_it(wordless):
    assert wordless.subject == "Na segunda a fila dobrou a esquina e ninguém soube …"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>Bom dia!</p>", "Bom dia!"),
        ("<ul><li>uma</li><li>duas</li></ul>", "uma duas"),
        ("<p>" + "a" * 300 + "</p>", "a" * 79 + "…"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3"),
        ("", ""),
    ],
)
def test_beginning_is_one_short_line(html, said):
    assert beginning_of(html) == said


def test_the_form_takes_it_without_a_subject(client, author, board):
    client.force_login(author)
    data = {"subject": "  ", "html": "Na segunda a fila dobrou a esquina.", "key": uuid.uuid4()}
    answer = client.post(reverse("forums:topic_new", args=[board.pk]), data, follow=True)
    assert answer.status_code == 200
    assert Topic.objects.get().subject.startswith("Na segunda")
    assert "Na segunda a fila" in client.get(reverse("forums:board", args=[board.pk])).text


def test_other_words_are_another_subject_and_the_old_ones_are_gone(author, wordless):
    edit_post(by=author, post=wordless.posts.get(), html="<p>Outra coisa.</p>")
    wordless.refresh_from_db()
    assert wordless.subject == "Outra coisa."
    assert Post.objects.get().search_text.count("outra") == 2
    assert "segunda" not in Post.objects.get().search_text


def test_what_is_deleted_is_no_subject_either(author, wordless):
    delete_post(by=author, post=wordless.posts.get())
    wordless.refresh_from_db()
    assert wordless.subject == "Conversa sem assunto"


def test_a_subject_that_was_given_stays(author, board):
    topic = topic_by(author, board)
    given = topic.subject
    edit_post(by=author, post=topic.posts.get(), html="<p>Outra coisa.</p>")
    delete_post(by=author, post=topic.posts.get())
    topic.refresh_from_db()
    assert topic.subject == given


def test_joined_to_another_its_words_are_no_trace_s_name(author, keeper, board, wordless):
    into = topic_by(author, board)
    merge_topic(by=keeper, topic=wordless, into=into)
    wordless.refresh_from_db()
    assert wordless.subject == "Conversa sem assunto"


def test_what_waits_for_the_staff_is_named_by_its_words_too(author, board):
    BoardCare.objects.create(board=board, held_first=1)
    held = receive_topic(by=author, board=board, subject="", html=LONG, key=uuid.uuid4())
    assert isinstance(held, HeldPost)
    assert held.subject.startswith("Na segunda")
