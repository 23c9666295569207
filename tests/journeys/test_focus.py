"""Where the focus is after a page changed under a person's hands, and what is said then: never nowhere."""

import pytest
from playwright.sync_api import Page, expect

from learning.courses.models import ReflectionPage, UnitPage
from tests.journeys import steps
from tests.journeys.windows import DESK, Person, visiting

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STUDENT = "estudante@example.org"
FOCUSED = "document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 200)"


@pytest.fixture
def unit(demo_site) -> str:
    return UnitPage.objects.get(slug="andar-ouvir-contar").reading_address


@pytest.fixture
def prompt(demo_site) -> str:
    return f"{ReflectionPage.objects.get(slug='p1-um-lugar-do-territorio').reading_address}reflexao/"


def focused(page: Page) -> str:
    return page.evaluate(FOCUSED)


@pytest.mark.slow
def test_reading_page_keeps_the_focus_through_what_it_does(chromium, demo_site, unit):
    with visiting(chromium, demo_site, Person(STUDENT)) as page:
        page.goto(unit)
        answer = page.locator("form[data-answer]").first
        answer.locator("textarea").focus()
        page.keyboard.type("Com três casas da minha rua.")
        expect(answer.locator("[role=status]")).to_have_text("Guardada.", timeout=10_000)
        expect(answer.locator("textarea")).to_be_focused()
        larger = page.get_by_role("button", name="Texto maior")
        larger.focus()
        page.keyboard.press("Enter")
        expect(larger).to_have_attribute("aria-pressed", "true")
        expect(larger).to_be_focused()
        page.reload()
        expect(page.get_by_role("button", name="Texto maior")).to_have_attribute("aria-pressed", "true")


def test_editor_takes_the_focus_over_from_the_field(chromium, demo_site, prompt):
    with visiting(chromium, demo_site, Person(STUDENT)) as page:
        page.goto(prompt)
        steps.write(page, "text", "Escrevo.")
        assert "trix-editor" in focused(page)
        expect(page.locator("[data-draft-state]")).to_contain_text("salvo no servidor")
        assert "trix-editor" in focused(page)


def test_filter_that_sends_itself_gives_the_focus_back(chromium, demo_site):
    with visiting(chromium, demo_site, Person("tutora@example.org"), viewport=DESK) as page:
        page.goto("/cursos/")
        with page.expect_navigation():
            page.select_option("select[name=tipo]", index=1)
        expect(page.locator("select[name=tipo]")).to_be_focused()


@pytest.mark.slow
def test_error_brings_the_focus_to_what_it_says(chromium, demo_site, unit, prompt):
    with visiting(chromium, demo_site) as page:
        page.goto("/conta/login/")
        page.fill("input[name=login]", STUDENT)
        page.fill("input[name=password]", "errada")
        steps.follow(page, page.locator("form:has(input[name=password]) button[type=submit]").first)
        assert "form-errors" in focused(page)
    with visiting(chromium, demo_site, Person(STUDENT)) as page:
        page.goto("/perfil/")
        page.fill("input[name=phone]", "ligue já")
        steps.follow(page, page.locator("form:has(input[name=phone]) button[type=submit]"))
        assert "form-errors" in focused(page)
        page.goto(unit)
        answer = page.locator("form[data-answer]").first
        answer.locator("textarea").evaluate("field => { field.removeAttribute('maxlength'); }")
        answer.evaluate("form => { form.removeAttribute('hx-post'); form.elements.text.value = 'a'.repeat(5001); }")
        answer.evaluate("form => { HTMLFormElement.prototype.submit.call(form); }")
        page.wait_for_url("**/resposta*/**")
        assert "textarea" in focused(page)
