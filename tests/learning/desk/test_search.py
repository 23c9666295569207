"""The search of the site: three lists, each with what this reader may read and nothing else."""

import uuid

import pytest
from django.urls import reverse

from forums.actions import start_topic
from forums.models import Board
from tests.factories.forums import board_with
from tests.factories.reading import add_item, make_long_course, rewrite

WORD = "jabuticaba"


@pytest.fixture
def orchard(course):
    """A course whose readings say the word."""
    reading = add_item(course.get_children().first().specific, "No quintal", search_text=WORD)
    rewrite(course)
    return reading


def search(client, query=WORD):
    return client.get(reverse("learning:search"), {"q": query})


def codes(answer):
    return {found.code: found.count for found in answer.context["lists"]}


def test_a_student_finds_courses_readings_and_conversations(client, student, orchard, course):
    board = Board.objects.create(title="Mural")
    board.members.create(person=student)
    start_topic(by=student, board=board, subject=f"A {WORD}", html="<p>Doce.</p>", key=uuid.uuid4())
    client.force_login(student)
    answer = search(client)
    assert codes(answer) == {"items": 1, "posts": 1}
    assert reverse("learning:item", args=[course.slug, orchard.pk]) in answer.text
    assert "courses" in codes(search(client, course.title))


def test_strangers_and_visitors_find_nothing_of_the_inside(client, stranger, orchard):
    start_topic(by=stranger, board=board_with(), subject=WORD, html=f"<p>{WORD}</p>", key=uuid.uuid4())
    assert codes(search(client)) == {}
    client.force_login(stranger)
    answer = search(client)
    assert codes(answer) == {}
    assert f"“{WORD}”" in answer.text


def test_more_than_five_lead_to_the_whole_list(client, student, course):
    module = course.get_children().first().specific
    for number in range(6):
        add_item(module, f"{WORD} {number}", search_text=WORD)
    rewrite(course)
    client.force_login(student)
    [found] = search(client).context["lists"]
    assert (found.count, len(found.rows)) == (6, 5)
    assert client.get(found.more).text.count("list__title") == 6


@pytest.mark.parametrize("query", ["", "   ", "\x00", "x" * 5000, "<script>alert(1)</script>"])
def test_any_query_gets_a_page(client, course, query):
    answer = search(client, query)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_what_is_found(client, student, course, count, django_assert_num_queries):
    module = course.get_children().first().specific
    for number in range(count):
        add_item(module, f"{WORD} {number}", search_text=WORD)
        make_long_course(title=f"{WORD} {number}")
    rewrite(course)
    client.force_login(student)
    # session, person, and one for each of the three lists
    with django_assert_num_queries(4):
        search(client)
