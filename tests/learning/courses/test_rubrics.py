import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks import Block

from home.pages.completeness import PublicationRefused
from learning.courses.blocks import RubricBlocks
from learning.courses.enums import Scale
from learning.courses.models import Rubric, RubricVersion
from tests.factories.rubrics import criteria, criterion, draft_rubric, give_rubric, publish
from tests.learning.courses.test_words_for_editors import blocks_below, help_of

pytestmark = pytest.mark.django_db


def address(name: str, *args) -> str:
    return reverse(f"wagtailsnippets_learning_rubric:{name}", args=args)


def test_a_draft_has_no_version():
    rubric = draft_rubric()
    rubric.save_revision()
    assert not rubric.versions.exists()


def test_each_publication_that_changes_something_makes_a_version():
    rubric = draft_rubric()
    first = publish(rubric)
    assert publish(rubric) == first
    second = publish(rubric, criteria=json.dumps(criteria("Sustenta a pergunta.")))
    assert [first.number, second.number] == [1, 2]
    first.refresh_from_db()
    assert [version.sheet.criteria[0].levels[2].text for version in (first, second)] == [
        "Pergunta por quê.",
        "Sustenta a pergunta.",
    ]


def test_a_criterion_keeps_its_key_from_version_to_version():
    rubric = draft_rubric()
    before = publish(rubric).sheet
    after = publish(rubric, criteria=json.dumps(criteria("Outra frase."))).sheet
    assert [row.key for row in before.criteria] == [row.key for row in after.criteria]


@pytest.mark.parametrize("stream", [[], [criterion("a", "Um nível só", 1, ["um"])]])
def test_publication_of_an_unfinished_rubric_is_refused(stream):
    rubric = draft_rubric(criteria=json.dumps(stream))
    with pytest.raises(ValidationError):
        publish(rubric)
    assert not RubricVersion.objects.exists()


def test_a_prompt_with_an_unpublished_rubric_is_not_published(parts):
    parts.reflection.rubric = draft_rubric()
    with pytest.raises(PublicationRefused, match="rascunho"):
        parts.reflection.check_publishable()


def test_pass_or_fail_needs_a_rubric(parts):
    parts.reflection.scale = Scale.PASS_FAIL
    with pytest.raises(PublicationRefused, match="barema"):
        parts.reflection.check_publishable()
    give_rubric(parts.reflection, Scale.PASS_FAIL)
    parts.reflection.check_publishable()


def test_points_need_levels_with_points(parts):
    flat = criteria()
    for block in flat:
        for level in block["value"]["levels"]:
            level["value"]["points"] = 0
    rubric = give_rubric(parts.reflection, Scale.DESCRIPTIVE)
    publish(rubric, criteria=json.dumps(flat))
    parts.reflection.check_publishable()
    parts.reflection.scale = Scale.POINTS
    with pytest.raises(PublicationRefused, match="pontos"):
        parts.reflection.check_publishable()


def form(title: str) -> dict:
    """What the admin's form posts: one criterion with two levels."""
    levels = {}
    for number, label in enumerate(["começando", "claro"]):
        prefix = f"criteria-0-value-levels-{number}"
        levels |= {
            f"{prefix}-deleted": "", f"{prefix}-order": number, f"{prefix}-type": "item", f"{prefix}-id": "",
            f"{prefix}-value-label": label, f"{prefix}-value-points": number, f"{prefix}-value-text": "O que se vê.",
        }  # fmt: skip
    return {
        "title": title, "introduction": "", "criteria-count": 1, "criteria-0-deleted": "", "criteria-0-order": 0,
        "criteria-0-type": "criterion", "criteria-0-id": "", "criteria-0-value-name": "Descreve",
        "criteria-0-value-description": "", "criteria-0-value-weight": 1, "criteria-0-value-levels-count": 2, **levels,
    }  # fmt: skip


def test_an_editor_makes_and_publishes_a_rubric(client, editor):
    client.force_login(editor)
    assert "Baremas" in client.get(reverse("wagtailadmin_home")).text
    response = client.post(address("add"), {**form("Barema novo"), "action-publish": "1"})
    assert response.status_code == 302
    [version] = Rubric.objects.get(title="Barema novo").versions.all()
    assert [level.label for level in version.sheet.criteria[0].levels] == ["começando", "claro"]


def test_an_editor_copies_a_rubric(client, editor):
    rubric = draft_rubric(title="O primeiro")
    publish(rubric)
    client.force_login(editor)
    assert "O primeiro" in client.get(address("copy", rubric.pk)).text


def test_an_editor_sees_it_as_students_will(client, editor):
    rubric = draft_rubric()
    client.force_login(editor)
    preview = reverse("wagtailsnippets_learning_rubric:preview_on_edit", args=[rubric.pk])
    client.post(preview, form("Em preparo"))
    page = client.get(preview)
    assert page.status_code == 200
    assert "O que se vê." in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_says_who_uses_it(client, editor, parts, count, django_assert_max_num_queries):
    give_rubric(parts.reflection)
    for _ in range(count):
        draft_rubric()
    client.force_login(editor)
    client.get(address("list"))
    with django_assert_max_num_queries(20):
        page = client.get(address("list")).text
    assert "Reflexões que o usam" in page


def test_a_published_rubric_is_not_deleted(client, admin_user):
    published, draft = draft_rubric(), draft_rubric()
    publish(published)
    client.force_login(admin_user)
    for rubric in (published, draft):
        client.post(address("delete", rubric.pk))
    assert set(Rubric.objects.all()) == {published}


def test_every_field_within_a_criterion_says_what_to_write():
    def names(block: Block) -> list[str]:
        return [path for path, child in blocks_below(block) if "." in path and not help_of(child)]

    assert names(RubricBlocks()) == []


def test_the_preview_of_a_reflection_shows_its_rubric(client, editor, parts):
    give_rubric(parts.reflection)
    parts.reflection.save_revision()
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_pages:view_draft", args=[parts.reflection.pk]))
    assert "Pergunta por quê." in page.text
