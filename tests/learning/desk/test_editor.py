"""The home of somebody who writes the courses."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow

from learning.courses.models import CourseIndexPage
from learning.desk.queries.editor import editor_desk
from tests.factories.learning import make_unit

NO_COURSE = "nenhum curso"


@pytest.fixture
def moderator(stranger):
    stranger.groups.add(Group.objects.get(name="Moderadores"))
    return stranger


def write(page, person, title, days=0):
    """A draft of the page's next words, `days` ago."""
    page.title = title
    moment = timezone.now() - datetime.timedelta(days=days)
    revision = page.save_revision(user=person)
    Page.objects.filter(pk=page.pk).update(latest_revision_created_at=moment)
    return revision


def home(client, person):
    client.force_login(person)
    return client.get(reverse("learning:desk")).text


def test_home_of_an_editor_leads_to_where_she_writes(client, editor, parts):
    page = home(client, editor)
    explore = reverse("wagtailadmin_explore", args=[CourseIndexPage.objects.get().pk])
    assert f'class="button button--primary" href="{explore}"' in page
    assert NO_COURSE not in page
    assert client.get(explore).status_code == 200


def test_who_writes_nothing_is_told_where_courses_are(client, stranger):
    page = home(client, stranger)
    assert 'id="writing"' not in page
    assert f'href="{reverse("learning:catalogue")}"' in page


def test_drafts_are_her_own_newest_first(editor, moderator, parts):
    write(parts.first_unit, editor, "Antiga", days=3)
    write(parts.third_unit, editor, "Nova", days=1)
    write(parts.second_unit, moderator, "Alheia")
    write(parts.discussion, editor, "Publicada").publish(user=moderator)
    rows = editor_desk(editor).drafts
    assert [(row.title, row.is_sent) for row in rows] == [("Nova", False), ("Antiga", False)]
    assert rows[0].url == reverse("wagtailadmin_pages:edit", args=[parts.third_unit.pk])


def test_home_links_drafts_and_says_when_they_changed(client, editor, parts):
    write(parts.first_unit, editor, "Quem <mora> aqui", days=1)
    page = home(client, editor)
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[parts.first_unit.pk])}">Quem &lt;mora&gt; aqui' in page
    assert "ontem" in page


def test_what_was_sent_waits_for_the_moderators(client, editor, moderator, parts):
    assert (editor_desk(editor).waiting, editor_desk(moderator).waiting) == (None, 0)
    write(parts.first_unit, editor, "Enviada")
    Workflow.objects.get().start(parts.first_unit, editor)
    assert editor_desk(editor).drafts[0].is_sent
    desk = editor_desk(moderator)
    assert desk.waiting == 1
    assert f'href="{desk.waiting_url}"' in home(client, moderator)
    assert client.get(desk.waiting_url).status_code == 200


def test_without_a_catalogue_she_begins_at_the_top(editor):
    Page.objects.filter(pk__in=CourseIndexPage.objects.values("pk")).update(live=False)
    assert editor_desk(editor).courses_url == reverse("wagtailadmin_explore_root")


@pytest.mark.parametrize("count", [1, 3])
def test_home_of_an_editor_asks_the_same_number_of_queries(
    client, editor, moderator, parts, django_assert_num_queries, count
):
    for number in range(count):
        page = make_unit(parts.first_module, f"Leitura {number}")
        write(page, editor, f"Rascunho {number}")
        Workflow.objects.get().start(page, editor)
    home(client, editor)
    with django_assert_num_queries(5):  # session with person, places, and the three of the editor's section
        assert client.get(reverse("learning:desk")).text.count("Rascunho") == count
