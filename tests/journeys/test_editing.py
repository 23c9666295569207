"""How few presses an editor needs: ux.md promises at most six for a reading with text and a video."""

import pytest
from playwright.sync_api import expect

from learning.courses.models import ModulePage, UnitPage
from tests.journeys import editing
from tests.journeys.windows import COUNTING, DESK, PHONE, Person, barriers, presses, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDITOR = "editora@example.org"
TITLE = "O que se ouve na sala de espera"
TEXT = "Quem espera conversa, e na conversa há notícias do território."
ADDRESS = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FIELDS = """[...document.querySelectorAll("form[data-edit-form] :is(input, textarea, select, [contenteditable])")]
  .filter(field => field.type != "hidden" && field.checkVisibility() && field.getClientRects().length)
  .map(field => field.name || field.className)"""


@pytest.mark.slow
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_reading_with_text_and_a_video_takes_six_presses(chromium, demo_site, size):
    with visiting(chromium, demo_site, Person(EDITOR), viewport=size) as page:
        page.add_init_script(COUNTING)
        page.goto("/admin/")
        page.locator("a[href$='/nova-pagina/leitura/']").click()
        page.get_by_role("link", name="M0").click()
        expect(page.locator("#id_title")).to_be_focused()
        page.keyboard.type(TITLE)
        assert len(page.evaluate(FIELDS)) <= 8, page.evaluate(FIELDS)
        editing.type_formatted(page, TEXT)
        editing.add_block(page, editing.VIDEO)
        expect(page.locator("[name$='-address']")).to_be_focused()
        page.keyboard.type(ADDRESS)
        number = editing.save(page)
        assert presses(page) <= 6
    unit = UnitPage.objects.get(pk=number).get_latest_revision_as_object()
    assert unit.title == TITLE
    assert [block.block_type for block in unit.body] == ["rich_text", "video"]
    assert TEXT in unit.body[0].value.source
    assert unit.body[1].value["address"] == ADDRESS
    assert unit.get_parent().specific == ModulePage.objects.get(code="M0")


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_editors_own_screens_keep_nobody_out(chromium, demo_site, size, scheme):
    with visiting(chromium, demo_site, Person(EDITOR), viewport=size, color_scheme=scheme) as page:
        for address in ("", "nova-pagina/leitura/", "novo-curso/", "pendencias/rascunhos/", "pendencias/tropecos/"):
            page.goto(f"/admin/{address}")
            assert barriers(page) == []


@pytest.mark.slow
def test_content_checker_opens_on_a_reading(chromium, demo_site):
    """Under the readers' own content policy, which the bar must not break."""
    unit = UnitPage.objects.filter(live=True).first()
    with visiting(chromium, demo_site, Person(EDITOR), viewport=DESK) as page:
        page.goto("/inicio/")
        page.goto(unit.url)
        page.locator("wagtail-userbar [data-wagtail-userbar-trigger]").click()
        assert page.locator(f"wagtail-userbar a[href$='/admin/pages/{unit.pk}/edit/']").is_visible()
        page.locator("wagtail-userbar #checker-trigger").click()
        page.locator("wagtail-userbar #checker-results").wait_for(state="visible")
