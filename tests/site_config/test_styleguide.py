"""Every part in a real browser, on the one page that shows them all."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from home.parts import PARTS
from site_config.styleguide import GROUPS
from tests.site_config.styleguide_page import open_styleguide, styleguide_window

pytestmark = pytest.mark.any_database


@pytest.fixture
def html(client, stranger) -> str:
    """The page as a signed-in person gets it. It is fetched first: no database is asked while the browser runs."""
    client.force_login(stranger)
    return client.get("/styleguide/").content.decode()


@pytest.fixture
def page(html):
    with styleguide_window(html) as page:
        yield page


def test_every_part_is_shown_with_its_props(html):
    assert sorted(name for group in GROUPS for name in group.part_names) == sorted(PARTS)
    for part in PARTS.values():
        assert f'<summary><span lang="en">{part.name}</span></summary>' in html
        for prop in part.props:
            assert f'<th scope="row">{prop.name}</th>' in html


@pytest.mark.slow
@pytest.mark.browser
def test_no_component_breaks_a_rule_of_axe(page):
    for width, scheme in [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]:
        open_styleguide(page, width, scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_fits_every_screen_and_every_thumb(page):
    for width in (320, 768, 1600):
        open_styleguide(page, width)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        targets = page.locator("a.button, button.button, .places__link, .outline__link, .menu__button, .notice__close")
        heights = targets.evaluate_all("(all) => all.map((one) => one.offsetHeight).filter(Boolean)")
        assert len(heights) > 20
        assert min(heights) >= 44


@pytest.mark.slow
@pytest.mark.browser
def test_dialog_menu_and_word_count_work(page):
    open_styleguide(page, 360)
    page.click("[popovertarget=apagar]")
    assert page.locator("#apagar").evaluate("(dialog) => dialog.matches(':modal')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "apagar"
    page.click(".masthead .menu__button")
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 0
    page.fill("#id_text", "Escutei a agente, a família e a vizinha.")
    page.wait_for_function("document.querySelector('output').textContent.startsWith('8 ')")


@pytest.mark.slow
@pytest.mark.browser
def test_a_message_stays_until_it_is_put_away_and_the_focus_is_not_lost(page):
    open_styleguide(page, 360)
    toasts = page.locator("[data-sample=notices] .notice--toast")
    toasts.first.locator("[data-close]").click()
    assert toasts.count() == 1
    assert page.evaluate("document.activeElement.matches('[data-close]')")
    page.keyboard.press("Enter")
    assert toasts.count() == 0
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.slow
@pytest.mark.browser
def test_without_a_script_a_message_is_a_notice_with_nothing_to_press(html):
    with styleguide_window(html, scripts=False) as page:
        open_styleguide(page, 360)
        assert page.locator("[data-sample=notices] .notice--toast").first.is_visible()
        assert page.locator("[data-close]:visible").count() == 0
