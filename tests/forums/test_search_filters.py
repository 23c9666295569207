"""A search narrowed by board, author, day, tag and what nobody answered, among what the person may read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import report_post, tag_topic
from forums.models import Post, Topic
from forums.ports import host
from forums.queries import FoundFilter, posts_found
from tests.factories.forums import answer_by, board_with, topic_by

DAY = date(2026, 3, 10)


def found(person, query="", **filters):
    return [(row["subject"], row["number"]) for row in posts_found(person, query, FoundFilter(**filters))]


@pytest.fixture
def second(author, reader):
    """A second board that both read, with a topic of Bento's."""
    board = board_with(author, reader)
    topic_by(reader, board, "Feira na praça")
    return board


def test_by_board(author, topic, second):
    assert found(author, board=second.pk) == [("Feira na praça", 1)]
    assert found(author, "praca", board=topic.board_id) == []


def test_a_board_of_others_narrows_to_nothing(author, outsider, topic):
    other = board_with(outsider)
    topic_by(outsider, other)
    assert found(author, board=other.pk) == []


@pytest.mark.parametrize("name", ["bento", "BÊNTO", "ben"])
def test_by_author_whatever_the_accents(author, reader, topic, second, name):
    assert found(author, author=name) == [("Feira na praça", 1)]


def test_the_name_that_is_shown_finds_and_the_other_does_not(author, reader, second):
    reader.full_name, reader.social_name = "Antigo Nome", "Benedita Souza"
    reader.save()
    assert found(author, author="antigo") == []
    assert found(author, author="benedita souza") == [("Feira na praça", 1)]


def test_by_day(author, topic):
    answer = answer_by(author, topic)
    noon = timezone.make_aware(timezone.datetime(2026, 3, 10, 23, 30))
    Post.objects.filter(pk=answer.pk).update(created_at=noon)
    Post.objects.exclude(pk=answer.pk).update(created_at=noon + timedelta(days=1))
    assert found(author, until=DAY) == [(topic.subject, 2)]
    assert found(author, since=DAY + timedelta(days=1)) == [(topic.subject, 1)]
    assert found(author, since=DAY, until=DAY) == [(topic.subject, 2)]


def test_by_tag(author, keeper, topic, second):
    tag_topic(by=keeper, topic=topic, labels=["Gestão"])
    assert found(author, tag="gestao") == [(topic.subject, 1)]
    # A tag's word finds as well as the subject's.
    assert found(author, "gestões") == [(topic.subject, 1)]


def test_by_what_nobody_answered(author, reader, topic, second):
    answer_by(reader, topic)
    assert found(author, unanswered=True) == [("Feira na praça", 1)]


def test_filters_and_words_together_best_first(author, reader, topic, second):
    answer_by(author, topic, "praçaria")
    answer_by(author, topic, "Na praça.")
    assert found(author, "praça", author="ana") == [(topic.subject, 3), (topic.subject, 2)]


def test_a_hidden_post_is_found_by_no_filter_of_others(author, reader, other_reader, topic):
    post = answer_by(author, topic, "Canarinha")
    report_post(by=reader, post=post, reason="patient")
    for filters in ({"author": "ana"}, {"board": topic.board_id}, {"since": DAY}):
        assert (topic.subject, 2) not in found(other_reader, **filters)
        assert (topic.subject, 2) in found(author, **filters)


def test_changes_are_asked_of_the_host(author, topic, second, monkeypatch):
    chosen = Topic.objects.filter(pk=topic.pk).values("pk")
    assert found(author, with_change=True) == []
    monkeypatch.setattr(type(host()), "topics_with_change", lambda self, reader: chosen)
    assert found(author, with_change=True) == [(topic.subject, 1)]


def test_the_page_keeps_the_filters_and_counts_with_them(client, author, reader, topic, second):
    for _ in range(31):
        answer_by(reader, topic, "Na praça.")
    client.force_login(author)
    asked = {"q": "praca", "autora": "bento", "mural": topic.board_id, "de": "2020-01-01"}
    page = client.get(reverse("forums:search"), asked).text
    assert "31 mensagens encontradas" in page
    assert f"mural={topic.board_id}" in page
    assert 'value="bento"' in page
    assert "Feira na praça" not in page


@pytest.mark.parametrize(
    "query",
    ["mural=999999", "mural=x", "de=ontem", "ate=2026-99-99", "autora=%00", "etiqueta=%27--", "mural=1&mural=2"],
)
def test_a_filter_that_makes_no_sense_breaks_nothing(client, author, topic, query):
    client.force_login(author)
    assert client.get(f"{reverse('forums:search')}?{query}&q=reuniao").status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_queries_do_not_grow(client, author, reader, topic, second, count, django_assert_num_queries):
    for _ in range(count):
        answer_by(reader, topic, "praça")
    client.force_login(author)
    # session, person, her boards, people of that name, number of posts, posts
    with django_assert_num_queries(5):
        client.get(reverse("forums:search"), {"q": "praca", "autora": "bento"})
