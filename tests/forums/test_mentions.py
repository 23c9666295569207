"""Who is named in a post, and who may be."""

import re
import uuid

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from forums.actions import MentionRefused, edit_post
from forums.mentions import Named, find_mentions, link_mentions
from forums.models import Mention, Post
from home.notifications.models import Notification
from home.richtext import clean_html, plain_text
from tests.factories.forums import answer_by
from tests.forums.conftest import member

READERS = {1: "Ana Souza", 2: "Ana Souza Lima", 3: "Bento de Jesus", 4: "Célia Prado", 5: "Ivo Prado"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("<p>@Bento, como foi?</p>", {3}),
        ("<p>@bento de jesus e @Celia Prado.</p>", {3, 4}),
        ("<p>@Ana Souza obrigada</p>", {1}),
        ("<p>@Ana Souza Lima obrigada</p>", {2}),
        ("<p>Com @Célia&nbsp;Prado</p>", {4}),
        ("<p>ivo@example.org e @secretaria.saude</p>", set()),
        ("<blockquote>@Bento disse</blockquote><p>Sim.</p>", set()),
        ("<p>(@Ivo)</p>", {5}),
    ],
)
def test_names_are_found_as_people_write_them(text, people):
    assert find_mentions(text, READERS) == Named(frozenset(people))


def test_a_name_of_nobody_and_a_name_of_several_are_told_apart():
    named = find_mentions("<p>@Zulmira e @Ana vieram</p>", READERS)
    assert (named.people, named.unknown, named.unclear) == (frozenset(), ("Zulmira",), ("Ana",))


@given(text=st.text(max_size=200), names=st.dictionaries(st.integers(), st.text(max_size=30), max_size=5))
def test_whatever_is_typed_only_readers_are_named(text, names):
    assert find_mentions(text, names).people <= names.keys()


def test_a_very_long_text_is_read_in_time():
    find_mentions("<p>" + "@Ana Souza " * 100_000 + "</p>", {1: "Ana Souza"})


def test_the_named_hear_of_it_once_and_followers_not_twice(author, reader, topic, run_tasks):
    post = answer_by(reader, topic, "@Ana, vem à roda?")
    run_tasks()
    edit_post(by=reader, post=post, html="<p>@Ana, você vem à roda?</p>")
    run_tasks()
    assert [(told.event, told.person) for told in Notification.objects.all()] == [("mentioned", author)]


def test_somebody_who_cannot_read_here_is_not_named(reader, outsider, topic):
    with pytest.raises(MentionRefused) as refusal:
        answer_by(reader, topic, "Pergunta para @Davi.")
    assert refusal.value.unknown == ("Davi",)
    assert (Post.objects.count(), Mention.objects.count()) == (1, 0)


def test_the_refusal_stands_beside_the_text_which_is_kept(client, reader, outsider, topic):
    client.force_login(reader)
    data = {"html": "Pergunta para @Davi.", "key": uuid.uuid4()}
    answer = client.post(reverse("forums:post_new", args=[topic.pk]), data)
    assert answer.status_code == 422
    assert "Ninguém que lê este mural se chama “@Davi”" in answer.text
    assert "Pergunta para @Davi." in answer.text


def test_names_are_offered_of_readers_alone(client, author, reader, outsider, board):
    client.force_login(author)
    address = reverse("forums:board_people", args=[board.pk])
    assert "Bento" in client.get(address, {"q": "be"}).text
    assert "button" not in client.get(address, {"q": "da"}).text
    assert "button" not in client.get(address, {"q": ""}).text
    client.force_login(outsider)
    assert client.get(address, {"q": "be"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_offering_names_costs_the_same_however_many_read(client, author, board, count, django_assert_num_queries):
    for number in range(count):
        board.members.create(person=member(f"leitora{number}"))
    client.force_login(author)
    # session, person, board, its readers
    with django_assert_num_queries(3):
        client.get(reverse("forums:board_people", args=[board.pk]), {"q": "lei"})


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>@bento, como foi?</p>", "<p>[@bento], como foi?</p>"),
        ("<p>@Bento de Jesus &amp; @Célia</p>", "<p>[@Bento de Jesus] &amp; [@Célia]</p>"),
        ("<p>@Bento de <em>Jesus</em></p>", "<p>[@Bento de] <em>Jesus</em></p>"),
        ("<p>@Zulmira e x@bento.org</p>", "<p>@Zulmira e x@bento.org</p>"),
        ("<blockquote>@Bento</blockquote><p>@Bento</p>", "<blockquote>@Bento</blockquote><p>[@Bento]</p>"),
        ('<p><a href="https://x.org/">@Bento</a></p>', '<p><a href="https://x.org/">@Bento</a></p>'),
        ("<p>&lt;b&gt; @Bento &lt;/b&gt;</p>", "<p>&lt;b&gt; [@Bento] &lt;/b&gt;</p>"),
    ],
)
def test_a_mention_becomes_a_link_where_it_names_somebody(html, linked):
    links = re.sub(r'<a class="mention" href="/(?:b|c)">(.*?)</a>', r"[\1]", link_mentions(html, NAMED))
    assert links == linked


NAMED = {"Bento de Jesus": "/b", "Célia Prado": "/c"}


@given(html=st.text(alphabet="@ Bento<>&;ap/\"'", max_size=60))
def test_links_change_no_word(html):
    cleaned = clean_html(html)
    assert plain_text(link_mentions(cleaned, {"Bento": "/b"})) == plain_text(cleaned)


@pytest.mark.parametrize("count", [1, 3])
def test_a_mention_leads_to_what_she_wrote_on_this_board(
    client, author, reader, topic, count, django_assert_num_queries
):
    for _ in range(count):
        answer_by(author, topic, "@Bento, e aí?")
    answer_by(reader, topic, "Tudo indo.")
    client.force_login(author)
    address = reverse("forums:topic", args=[topic.pk])
    client.get(address)
    # One more than a page without mentions, however many there are.
    with django_assert_num_queries(4):
        page = client.get(address).text
    link = re.search(r'class="mention" href="([^"]*)"', page)[1].replace("&amp;", "&")
    found = client.get(link).text
    assert "Tudo indo." in found
    assert "e aí?" not in found
