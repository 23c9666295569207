"""Posts are found by their words, by those alone who may read them."""

import uuid

import pytest
from django.urls import reverse

from forums.actions import edit_post, start_topic
from forums.queries import posts_found
from tests.factories.forums import answer_by, board_with


def found(person, query):
    return [(row["subject"], row["number"]) for row in posts_found(person, query)]


@pytest.fixture
def other_board(outsider):
    """What somebody else's group says with the same words."""
    other = board_with(outsider)
    start_topic(by=outsider, board=other, subject="Segredo", html="<p>Reuniões ao ar livre</p>", key=uuid.uuid4())
    return other


def test_accents_and_plurals_do_not_matter(author, topic):
    answer_by(author, topic, "Fizemos as reuniões de gestão na praça.")
    assert found(author, "reuniao gestoes") == [(topic.subject, 2)]


def test_a_subject_finds_the_first_post(author, topic):
    assert found(author, "reunião") == [(topic.subject, 1)]


def test_changed_words_are_found_and_the_old_ones_are_not(author, topic):
    edit_post(by=author, post=topic.posts.get(), html="<p>Agora é na praça.</p>")
    assert found(author, "praça") == [(topic.subject, 1)]
    assert found(author, "vocês fazem") == []


def test_nobody_finds_what_she_may_not_read(author, topic, other_board, outsider):
    assert found(author, "reunião livre") == []
    assert found(outsider, "reunião") == [("Segredo", 1)]


def test_the_page_leads_to_the_post_and_counts(client, author, topic):
    answer_by(author, topic, "Na praça, às sextas.")
    client.force_login(author)
    page = client.get(reverse("forums:search"), {"q": "praca"}).text
    assert f'href="/conversas/t/{topic.pk}/?ir=2#p2"' in page
    assert "1 mensagem encontrada" in page
    assert "Na praça, às sextas." in page


@pytest.mark.parametrize("query", ["", "nada-disto", "\x00", "a" * 5000])
def test_nothing_found_is_said_and_nothing_breaks(client, author, topic, query):
    client.force_login(author)
    answer = client.get(reverse("forums:search"), {"q": query})
    assert answer.status_code == 200
    assert topic.subject not in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_posts(client, author, topic, count, django_assert_num_queries):
    for _ in range(count):
        answer_by(author, topic, "praça")
    client.force_login(author)
    # session, person, her boards, number of posts, posts
    with django_assert_num_queries(4):
        client.get(reverse("forums:search"), {"q": "praca"})
