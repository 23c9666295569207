"""The editor in a browser: under the site's content policy, from the keyboard, and without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.home.richtext.composer_site import START

pytestmark = [
    pytest.mark.any_database,
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.home.richtext.composer_site"),
]
FORMATTED = "<h2>Visita</h2><p>Fomos <strong>todos</strong>.</p><ul><li>um</li><li>dois</li></ul>"


@pytest.fixture
def initial():
    def start(html: str) -> None:
        START["value"] = html

    yield start
    START["value"] = ""


@pytest.fixture
def open_page(live_server, chromium):
    contexts, complaints = [], []

    def open_page(**options):
        context = chromium.new_context(viewport={"width": 360, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/compor/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def start_editor(page):
    page.focus("textarea")
    page.wait_for_selector("[data-composer=ready]")
    return page.locator("trix-editor")


def send(page) -> str:
    page.click("#send")
    return page.inner_text("#kept")


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(60)


def test_nothing_of_the_editor_is_loaded_before_it_gets_the_focus(open_page):
    page = open_page()
    assert page.evaluate("performance.getEntriesByType('resource').filter((r) => r.name.includes('trix')).length") == 0
    start_editor(page)
    assert page.evaluate("performance.getEntriesByType('resource').filter((r) => r.name.includes('trix')).length") == 1


def test_words_and_formatting_are_kept(open_page):
    page = open_page()
    start_editor(page)
    page.keyboard.type("um ", delay=20)
    press(page, "Control+b")
    page.keyboard.type("forte", delay=20)
    press(page, "Control+b", "Enter", "Enter")
    page.keyboard.type("dois", delay=20)
    assert send(page) == "<p>um <strong>forte</strong></p><p>dois</p>"


def test_a_formatted_text_opens_and_is_saved_unchanged(open_page, initial):
    initial(FORMATTED)
    page = open_page()
    start_editor(page)
    page.wait_for_timeout(200)
    assert send(page) == FORMATTED


def test_the_toolbar_works_from_the_keyboard(open_page):
    page = open_page()
    start_editor(page)
    press(page, "Shift+Tab")
    toolbar = page.locator("[data-composer-toolbar]")
    bold = toolbar.locator("[data-trix-attribute=bold]")
    assert bold.evaluate("(button) => button === document.activeElement")
    press(page, "ArrowRight")
    assert toolbar.locator("[data-trix-attribute=italic]").evaluate("(button) => button === document.activeElement")
    press(page, "Home")
    assert bold.get_attribute("aria-pressed") == "false"
    press(page, "Enter")
    assert bold.get_attribute("aria-pressed") == "true"
    # The focus is back in the text, ready for the words.
    page.keyboard.type("forte", delay=20)
    assert send(page) == "<p><strong>forte</strong></p>"


def test_a_link_is_put_in_by_its_dialog(open_page):
    page = open_page()
    start_editor(page)
    page.keyboard.type("guia", delay=20)
    press(page, "Control+a", "Control+k")
    page.keyboard.type("https://a.br/guia", delay=5)
    press(page, "Enter")
    assert send(page) == '<p><a href="https://a.br/guia" rel="nofollow noopener noreferrer">guia</a></p>'


def test_files_do_not_fall_into_the_text(open_page):
    page = open_page()
    editor = start_editor(page)
    editor.evaluate(
        "(element) => element.editor.insertFile(new File(['x'], 'x.png', {type: 'image/png'}))",
    )
    assert page.locator("trix-editor figure").count() == 0


def test_other_scripts_load_and_insert(open_page):
    page = open_page()
    page.evaluate(
        "document.querySelector('[data-composer]').dispatchEvent("
        "new CustomEvent('composer:load', {bubbles: true, detail: {html: '<p>rascunho</p>'}}))"
    )
    page.wait_for_selector("[data-composer=ready]")
    page.wait_for_function("document.querySelector('textarea').value.includes('rascunho')")
    assert send(page) == "<p>rascunho</p>"


def test_without_a_script_the_words_are_kept(open_page, initial):
    initial(FORMATTED)
    page = open_page(java_script_enabled=False)
    assert page.locator("trix-toolbar").is_hidden()
    page.fill("textarea", page.input_value("textarea") + "\n\nNova linha")
    assert send(page) == FORMATTED + "<p>Nova linha</p>"


def test_the_editor_passes_axe(open_page, initial):
    initial(FORMATTED)
    page = open_page()
    assert Axe().run(page).response["violations"] == []
    start_editor(page)
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
