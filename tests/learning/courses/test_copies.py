import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from learning.courses.actions import copy_course
from learning.courses.actions.copies import turned
from learning.courses.models import CourseOutline, CoursePage, LessonPage, ModulePage, ReadItem, UnitPage
from tests.conftest import make_person
from tests.factories.courses import block
from tests.home.pages.conftest import moderator  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(parts):
    """The first reading leads to the second, live; its draft leads to the third. The lesson leads to the reflection."""
    unit = parts.first_unit
    unit.body = json.dumps(links_to(parts.second_unit))
    unit.save_revision().publish()
    unit.body = json.dumps(links_to(parts.third_unit))
    unit.save_revision()
    lesson = parts.lesson
    lesson.introduction = f'<p><a id="{parts.reflection.pk}" linktype="page">a reflexão</a></p>'
    lesson.save_revision().publish()
    return parts


def links_to(page) -> list[dict]:
    return [
        block("rich_text", f'<p><a linktype="page" id="{page.pk}">adiante</a></p>'),
        block("link_card", {"page": page.pk, "address": "", "title": "", "text": ""}),
    ]


def copied_unit(copy: CoursePage, title: str) -> UnitPage:
    return UnitPage.objects.descendant_of(copy).get(title=title)


def targets(unit: UnitPage) -> list[str]:
    text, card = unit.body.raw_data
    return [text["value"], card["value"]["page"]]


def test_copy_leads_to_its_own_pages_live_and_in_drafts(linked):
    copy = copy_course(by=make_person("boss", is_superuser=True), course=linked.course, title="Cópia", slug="copia")
    unit, second = copied_unit(copy, "Andar, ouvir, contar"), copied_unit(copy, "A equipe por dentro")
    third = copied_unit(copy, "O caminho de uma pessoa")
    assert targets(unit) == [f'<p><a linktype="page" id="{second.pk}">adiante</a></p>', second.pk]
    draft = unit.get_latest_revision_as_object()
    assert targets(draft) == [f'<p><a linktype="page" id="{third.pk}">adiante</a></p>', third.pk]
    lesson = LessonPage.objects.descendant_of(copy).get()
    assert f'id="{linked.reflection.pk}"' not in lesson.introduction
    assert not copy.live
    assert not CourseOutline.objects.filter(pk=copy.pk).exists()


def test_the_original_keeps_its_links(linked):
    copy_course(by=make_person("boss", is_superuser=True), course=linked.course, title="Cópia", slug="copia")
    unit = UnitPage.objects.get(pk=linked.first_unit.pk)
    assert targets(unit)[1] == linked.second_unit.pk


def test_published_copy_has_rows_at_its_own_address(linked):
    boss = make_person("boss", is_superuser=True)
    copy = copy_course(by=boss, course=linked.course, title="Cópia", slug="copia", publish=True)
    unit, second = copied_unit(copy, "Andar, ouvir, contar"), copied_unit(copy, "A equipe por dentro")
    row = CourseOutline.objects.get(pk=copy.pk)
    assert row.items.count() == 9
    assert f'href="/curso/copia/{second.pk}/"' in ReadItem.objects.get(pk=unit.pk).segments[0][1]


def test_taken_slug_copies_nothing(linked):
    with pytest.raises(ValidationError):
        copy_course(
            by=make_person("boss", is_superuser=True), course=linked.course, title="Cópia", slug=linked.course.slug
        )
    assert CoursePage.objects.count() == 1


def copy_form(page, **fields) -> dict:
    form = {"new_title": "Cópia", "new_slug": "copia", "new_parent_page": page.get_parent().pk, "copy_subpages": "on"}
    return form | fields


def test_admin_copies_a_course(linked, client, moderator):  # noqa: F811
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:copy", args=[linked.course.pk])
    assert f"{linked.course.slug}-2" in client.get(address).content.decode()
    client.post(address, copy_form(linked.course, publish_copies="on"))
    copy = CoursePage.objects.get(slug="copia")
    assert targets(copied_unit(copy, "Andar, ouvir, contar"))[1] != linked.second_unit.pk
    assert CourseOutline.objects.get(pk=copy.pk).items.count() == 9


def test_admin_copies_a_module_into_the_same_course(linked, client, moderator):  # noqa: F811
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:copy", args=[linked.first_module.pk])
    client.post(address, copy_form(linked.first_module, publish_copies="on"))
    module = ModulePage.objects.get(slug="copia")
    unit = UnitPage.objects.child_of(module).first()
    assert UnitPage.objects.child_of(module).filter(pk=targets(unit)[1]).exists()
    assert ReadItem.objects.get(pk=unit.pk).module_id == module.pk


def test_only_known_pages_are_turned():
    raw = [block("link_card", {"page": 7, "address": ""}), block("rich_text", '<a linktype="page" id="8">x</a>')]
    after = turned(raw, {7: 70})
    assert after[0]["value"]["page"] == 70
    assert after[1] == raw[1]
