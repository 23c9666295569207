"""What an editor meets explains itself: every field and every block, in Portuguese, with an example of each block."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.blocks import Block

from home.pages.models import HomePage, StandardPage
from learning.courses.blocks import UnitBlocks
from learning.courses.examples import EXAMPLES
from learning.courses.models import (
    CourseIndexPage,
    CoursePage,
    DiscussionPage,
    GlossaryTerm,
    LessonPage,
    ModulePage,
    ReflectionPage,
    Rubric,
    SurveyPage,
    UnitPage,
)

MODELS = (
    HomePage, StandardPage, CourseIndexPage, CoursePage, ModulePage, LessonPage, UnitPage, ReflectionPage,
    DiscussionPage, SurveyPage, GlossaryTerm, Rubric,
)  # fmt: skip
# Hidden by css/admin.css.
HIDDEN = {"alt_missing", "mathml"}


def field_panels(panels: list[Panel]) -> Iterator[FieldPanel]:
    for panel in panels:
        if isinstance(panel, FieldPanel):
            yield panel
        yield from field_panels(getattr(panel, "children", []))


def panels_of(model) -> list[Panel]:
    if model in (GlossaryTerm, Rubric):
        return model.panels
    return [*model.content_panels, *model.promote_panels]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_says_what_to_write(model):
    dumb = []
    for panel in field_panels(panels_of(model)):
        field = model._meta.get_field(panel.field_name)
        if not (panel.help_text or field.help_text):
            dumb.append(panel.field_name)
    assert dumb == []


def blocks_below(block: Block, path: str = "") -> Iterator[tuple[str, Block]]:
    for name, child in getattr(block, "child_blocks", {}).items():
        yield f"{path}{name}", child
        yield from blocks_below(child, f"{path}{name}.")


def help_of(block: Block) -> str:
    return getattr(block.meta, "help_text", "") or getattr(getattr(block, "field", None), "help_text", "")


def test_every_block_has_icon_group_description_and_an_example():
    for name, block in UnitBlocks().child_blocks.items():
        assert block.meta.icon != "placeholder", name
        assert block.meta.group, name
        assert block.meta.description, name
        assert block.is_previewable, name
        assert name in EXAMPLES


def test_no_two_blocks_look_alike():
    icons = [block.meta.icon for block in UnitBlocks().child_blocks.values()]
    assert len(icons) == len(set(icons))


def test_every_field_within_a_block_says_what_to_write():
    dumb = [
        path
        for path, block in blocks_below(UnitBlocks())
        if not help_of(block) and not block.meta.group and not HIDDEN & set(path.split("."))
    ]
    assert dumb == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_example_of_a_block_is_drawn_as_readers_see_it(client, editor, name):
    block = UnitBlocks().child_blocks[name]
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "css/pages.css" in response.text
    assert len(response.text.split('<div class="prose">')[1]) > 60


@pytest.mark.django_db
def test_a_new_reading_opens_with_a_text_to_write_in(client, editor, parts):
    client.force_login(editor)
    form = client.get(reverse("wagtailadmin_pages:add", args=["learning", "unitpage", parts.first_module.pk])).text
    assert '"type": "rich_text"' in form.replace("&quot;", '"')
    assert "autofocus" in form
    form = client.get(reverse("wagtailadmin_pages:edit", args=[parts.first_unit.pk])).text
    assert "autofocus" not in form


def test_words_of_wagtail_that_we_replace_are_ours():
    with translation.override("pt-br"):
        assert translation.gettext("Promote") == "Endereço e buscadores"
        assert translation.gettext("Autosave is paused") == "O salvamento automático está em pausa"


@pytest.mark.django_db
def test_scripts_of_the_admin_speak_portuguese_where_wagtail_does_not(client, editor):
    client.force_login(editor)
    script = client.get(reverse("wagtailadmin_javascript_catalog")).text
    assert '"Changes have been autosaved.": "As mudan\\u00e7as foram salvas."' in script
