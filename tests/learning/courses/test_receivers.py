import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from learning.courses.actions import rewrite_course
from learning.courses.models import CourseOutline, GlossaryTerm, ReadItem, UnitPage
from tests.factories.courses import GlossaryTermFactory, block
from tests.factories.learning import make_course, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def outline(parts):
    rewrite_course(parts.course)
    return CourseOutline.objects.get(pk=parts.course.pk)


def ids_in(outline) -> list[int]:
    outline.refresh_from_db()
    return [item["id"] for module in outline.outline for item in module["items"]]


def test_publishing_writes_the_row_and_the_outline(parts, outline):
    unit = parts.first_unit
    unit.title = "Andar de novo"
    unit.save_revision().publish()
    assert ReadItem.objects.get(pk=unit.pk).title == "Andar de novo"
    outline.refresh_from_db()
    assert outline.outline[0]["items"][0]["title"] == "Andar de novo"


def test_publication_set_for_later_shows_nothing_yet(parts, outline):
    unit = make_unit(parts.first_module, "Depois", live=False)
    unit.go_live_at = timezone.now() + timezone.timedelta(days=1)
    unit.save_revision().publish()
    assert unit.pk not in ids_in(outline)
    assert not ReadItem.objects.filter(pk=unit.pk).exists()


def test_draft_changes_no_row(parts, outline):
    parts.first_unit.title = "Rascunho"
    parts.first_unit.save_revision()
    assert ReadItem.objects.get(pk=parts.first_unit.pk).title == "Andar, ouvir, contar"


def test_unpublishing_takes_the_row_away(parts, outline):
    parts.first_unit.unpublish()
    assert parts.first_unit.pk not in ids_in(outline)
    assert not ReadItem.objects.filter(pk=parts.first_unit.pk).exists()


def test_moving_within_a_course_follows(parts, outline):
    parts.first_unit.move(parts.second_module, pos="last-child")
    assert ids_in(outline)[-1] == parts.first_unit.pk
    assert ReadItem.objects.get(pk=parts.first_unit.pk).module_id == parts.second_module.pk


def test_moving_to_another_course_follows(parts, outline):
    other = make_course("Outro", "outro")
    unit = make_unit(parts.first_module, "Só aqui")
    unit.save_revision().publish()
    assert unit.pk in ids_in(outline)
    unit.move(other.first_module, pos="first-child")
    assert unit.pk not in ids_in(outline)
    assert ReadItem.objects.get(pk=unit.pk).outline_id == other.course.pk


def test_deleting_a_module_writes_the_outline_once(parts, outline):
    with CaptureQueriesContext(connection) as queries:
        parts.second_module.delete()
    assert sum(query["sql"].startswith('UPDATE "learning_courseoutline"') for query in queries) == 1
    assert ids_in(outline) == [parts.first_unit.pk, parts.second_unit.pk, parts.reflection.pk]
    assert ReadItem.objects.filter(outline=outline).count() == 4


def test_new_slug_of_a_course_turns_its_inner_links(parts, outline):
    unit = UnitPage.objects.get(pk=parts.first_unit.pk)
    unit.body = json.dumps([block("rich_text", f'<p><a linktype="page" id="{parts.reflection.pk}">x</a></p>')])
    unit.save_revision().publish()
    course = parts.course
    course.slug = "novo-nome"
    course.save_revision().publish()
    assert (
        ReadItem.objects.get(pk=unit.pk).segments[0][1]
        == f'<p><a href="/curso/novo-nome/{parts.reflection.pk}/">x</a></p>'
    )


def show(unit: UnitPage, *blocks) -> None:
    unit = UnitPage.objects.get(pk=unit.pk)
    unit.body = json.dumps(blocks)
    unit.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(UnitPage.objects.get(pk=unit.pk))


def test_changed_term_changes_the_pages_that_show_it(parts, outline):
    term = GlossaryTermFactory()
    show(parts.first_unit, block("glossary_term", {"term": term.pk, "note": ""}))
    term.definition = "Outra definição."
    term.save()
    assert ReadItem.objects.get(pk=parts.first_unit.pk).segments[0][1]["definition"] == "Outra definição."


def test_deleted_term_leaves_the_pages_that_showed_it(parts, outline, django_capture_on_commit_callbacks):
    term = GlossaryTermFactory()
    show(parts.first_unit, block("glossary_term", {"term": term.pk, "note": ""}))
    with django_capture_on_commit_callbacks(execute=True):
        GlossaryTerm.objects.get(pk=term.pk).delete()
    assert ReadItem.objects.get(pk=parts.first_unit.pk).segments == []


def test_new_title_shows_on_cards_elsewhere(parts, outline):
    show(parts.first_unit, block("link_card", {"page": parts.second_unit.pk, "address": "", "title": "", "text": ""}))
    parts.second_unit.title = "A equipe de perto"
    parts.second_unit.save_revision().publish()
    assert ReadItem.objects.get(pk=parts.first_unit.pk).segments[0][1]["title"] == "A equipe de perto"


def test_deleting_the_course_deletes_its_rows(parts, outline):
    Page.objects.get(pk=parts.course.pk).specific.delete()
    assert not CourseOutline.objects.filter(pk=parts.course.pk).exists()
    assert not ReadItem.objects.filter(pk=parts.first_unit.pk).exists()
