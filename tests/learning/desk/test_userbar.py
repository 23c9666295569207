"""Wagtail's bar on the pages that editors write: its checker and the way to the form; nothing of it for learners."""

import pytest
from django.urls import reverse

from tests.home.pages.conftest import moderator  # noqa: F401

pytestmark = pytest.mark.django_db
BAR = "<wagtail-userbar>"


def visited(client, person, address) -> str:
    client.force_login(person)
    client.get(reverse("learning:desk"))  # the session learns there what she is
    return client.get(address).text


@pytest.mark.parametrize("name", ["first_unit", "reflection", "course"])
def test_editor_reads_with_the_bar_and_finds_the_form(client, editor, parts, name):
    page = getattr(parts, name)
    shown = visited(client, editor, page.url)
    assert BAR in shown
    assert f'/admin/pages/{page.pk}/edit/"' in shown
    assert '"include": ["main"]' in shown
    assert "empty-meta-description" not in shown.split('"runOnly"')[1].split("]")[0]


def test_learner_reads_without_it_and_pays_nothing(client, student, parts, django_assert_max_num_queries):
    assert BAR not in visited(client, student, parts.first_unit.url)
    with django_assert_max_num_queries(5) as asked:
        client.get(parts.first_unit.url)
    assert not [query for query in asked.captured_queries if "auth_permission" in query["sql"]]


def test_bar_stays_off_screens_that_no_editor_writes(client, editor, parts):
    assert BAR not in visited(client, editor, reverse("learning:portfolio"))


def test_preview_brings_the_checker(client, editor, parts):
    assert BAR in visited(client, editor, reverse("wagtailadmin_pages:view_draft", args=[parts.first_unit.pk]))
