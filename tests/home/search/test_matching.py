"""Any text column will do for the test: a notice's key holds the folded text here."""

import json
import time

import pytest
from django.conf import settings

from home.notifications.models import Notification
from home.search import fold, matching
from tests.factories.home import NotificationFactory, PersonFactory

pytestmark = pytest.mark.django_db
COURSES = ["Gestão da clínica", "Reuniões de equipe e gestões", "Saúde do profissional", "Pré-natal, parto e puerpério"]


@pytest.fixture
def _courses():
    person = PersonFactory()
    for title in COURSES:
        NotificationFactory(person=person, key=fold(title), event=title)


def found(query: str) -> list[str]:
    return [row.event for row in matching(Notification.objects.all(), "key", query)]


@pytest.mark.usefixtures("_courses")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("gestao", {0, 1}),
        ("GESTÕES", {0, 1}),
        ("reunioes", {1}),
        ("reunião", {1}),
        ("profissionais", {2}),
        ("saude", {2}),
        ("pre natal", {3}),
        ("partos puerperio", {3}),
        ("clin", {0}),
        ("inica", set()),
        ("gestão puerpério", set()),
        ("", set()),
        ("' | & ! :* ( %_ \\", set()),
    ],
)
def test_matching_finds_words_whatever_their_accents_and_number(query, numbers):
    assert set(found(query)) == {COURSES[number] for number in numbers}


def test_matching_puts_whole_words_before_beginnings():
    person = PersonFactory()
    for title in ("Partograma", "Parto"):
        NotificationFactory(person=person, key=fold(title), event=title)
    assert found("parto") == ["Parto", "Partograma"]


@pytest.mark.usefixtures("_courses")
def test_matching_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found("gestão de equipes")


@pytest.mark.usefixtures("_courses")
def test_matching_takes_every_naughty_string():
    path = settings.SHARED_FOLDER / "corpora/unicode/blns.json"
    if not path.exists():
        pytest.skip("The shared corpora are not here.")
    for text in json.loads(path.read_text()):
        found(text)


@pytest.mark.usefixtures("_courses")
def test_matching_is_quick_on_a_megabyte():
    started = time.process_time()
    assert found("gestão " * 150_000) == [COURSES[0], COURSES[1]]
    assert found("a" * 1_000_000) == []
    assert time.process_time() - started < 2
