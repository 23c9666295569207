"""Every component in a real browser, on the one page that shows them all."""

import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

ADDRESS = "http://roda.test/styleguide/"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

pytestmark = pytest.mark.browser


@pytest.fixture
def html(client, stranger) -> str:
    """The page as a signed-in person gets it. It is fetched first: no database is asked while the browser runs."""
    client.force_login(stranger)
    return client.get("/styleguide/").content.decode()


@pytest.fixture
def page(html):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        page = browser.new_page()
        page.route("**/*", lambda route: _answer(route, html))
        yield page
        browser.close()


def _answer(route: Route, html: str) -> None:
    if route.request.url == ADDRESS:
        return route.fulfill(body=html, content_type="text/html; charset=utf-8")
    found = finders.find(route.request.url.partition("/static/")[2])
    if not found:
        return route.fulfill(status=404)
    return route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0])


def _open(page: Page, width: int, scheme: str = "light") -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(ADDRESS)


def test_no_component_breaks_a_rule_of_axe(page):
    for width, scheme in [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]:
        _open(page, width, scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_the_page_fits_every_screen_and_every_thumb(page):
    for width in (320, 768, 1600):
        _open(page, width)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        targets = page.locator("a.button, button.button, .places__link, .outline__link, .me__button")
        heights = targets.evaluate_all("(all) => all.map((one) => one.offsetHeight).filter(Boolean)")
        assert len(heights) > 20
        assert min(heights) >= 44


def test_dialog_menu_and_word_count_work(page):
    _open(page, 360)
    page.click("[popovertarget=apagar]")
    assert page.locator("#apagar").evaluate("(dialog) => dialog.matches(':modal')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "apagar"
    page.click(".me__button")
    page.keyboard.press("Escape")
    assert page.locator(".me[open]").count() == 0
    page.fill("#id_text", "Escutei a agente, a família e a vizinha.")
    page.wait_for_function("document.querySelector('output').textContent.startsWith('8 ')")
