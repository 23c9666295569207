"""The main job with the keyboard alone (Tab, Enter, Space, arrow keys). At each stop one sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from forums.models import Topic
from learning.courses.models import ReflectionPage
from learning.portfolio.models import PortfolioEntry
from tests.journeys.windows import DESK, Person, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STUDENT, TUTOR, NAME = "estudante@example.org", "tutora@example.org", "Rosa"
MOST_STOPS = 150
# A stop shows an outline of at least 2 px on something that has a size.
SEEN = """() => {
  const stop = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(stop);
  const { width, height } = stop.getBoundingClientRect();
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && width > 0 && height > 0;
}"""
WHERE = "document.activeElement.outerHTML.slice(0, 160)"


def stop_at(page: Page, target: str, key: str = "Tab") -> None:
    """Presses Tab until the element has the focus; raises AssertionError at a stop that one cannot see."""
    page.locator(target).first.wait_for(state="attached")
    for _ in range(MOST_STOPS):
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
        page.keyboard.press(key)
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(SEEN), page.evaluate(WHERE)
    raise AssertionError(f"no way to {target} on {page.url}")


def press(page: Page, target: str, key: str = "Enter") -> None:
    """Goes to a link or a button and presses it, and waits for the page that it brings."""
    stop_at(page, target)
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page: Page, name: str, text: str) -> None:
    """The field takes the focus, and the editor takes it over."""
    stop_at(page, f"textarea[name={name}], trix-editor")
    expect(page.locator("trix-editor").first).to_be_focused()
    page.keyboard.type(text)


def log_in(page: Page, email: str) -> None:
    page.goto("/conta/login/")
    stop_at(page, "input[name=login]")
    page.keyboard.type(email)
    stop_at(page, "input[name=password]")
    page.keyboard.type("roda-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inicio/")


@pytest.fixture
def prompt(demo_site):
    """A reflection that the student has not begun."""
    written = PortfolioEntry.objects.filter(enrolment__student__email=STUDENT)
    course = written.first().enrolment.course
    unwritten = ReflectionPage.objects.live().descendant_of(course).exclude(pk__in=written.values("prompt"))
    return unwritten.first()


def test_main_job_by_keyboard(chromium, demo_site, prompt):
    with visiting(chromium, demo_site, viewport=DESK) as page:
        log_in(page, STUDENT)
        read(page)
        reflect(page, prompt)
    entry = PortfolioEntry.objects.get(prompt=prompt, enrolment__student__email=STUDENT)
    assert entry.state == "submitted"
    with visiting(chromium, demo_site, viewport=DESK) as page:
        log_in(page, TUTOR)
        give_back(page, entry)
    entry.refresh_from_db()
    assert entry.state == "returned"
    topic = Topic.objects.filter(board__members__person__email=STUDENT, is_locked=False).first()
    with visiting(chromium, demo_site, viewport=DESK) as page:
        log_in(page, STUDENT)
        answer(page, topic)


def read(page: Page) -> None:
    """The next reading, from home, marked as read."""
    press(page, ".next .eyebrow a")
    press(page, "a[data-unit]:has(.mark--todo)")
    title = page.locator("h1").inner_text()
    press(page, "form[data-mark] button", "Space")
    expect(page.locator("#messages")).to_contain_text(title)


def reflect(page: Page, prompt) -> None:
    page.goto(f"{prompt.reading_address}reflexao/")
    write(page, "text", "Fui à feira com a agente e vimos coisas que a ficha não mostra.")
    if prompt.allow_formative:
        stop_at(page, "[name=intent]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        expect(page.locator("[name=intent]").first).to_be_checked()
    if prompt.no_patient_data_ack:
        stop_at(page, "[name=no_patient_data]")
        page.keyboard.press("Space")
    press(page, "button[name=next][value=submit]")
    press(page, "form:has(input[name=draft_number]) button[type=submit]")
    expect(page.locator(".receipt")).to_be_visible()


def give_back(page: Page, entry) -> None:
    page.goto(f"/revisao/{entry.public_id}/")
    press(page, "form[action$='/abrir/'] button")
    stop_at(page, "[name=overall]")
    page.keyboard.type("Vi você na feira.")
    stop_at(page, "[name=request]")
    page.keyboard.type("O que a ficha poderia mostrar?")
    press(page, "button[name=decision][value=return]")


def answer(page: Page, topic) -> None:
    page.goto(f"/conversas/t/{topic.pk}/")
    write(page, "html", "Aqui também foi assim.")
    press(page, "form[action$='/resposta/'] button[type=submit]")
    expect(page.locator(".posts")).to_contain_text("Aqui também foi assim.")


def test_shortcuts_lead_where_they_say_and_back(chromium, demo_site):
    with visiting(chromium, demo_site, Person(STUDENT), viewport=DESK) as page:
        for target in ("content", "places", "search", "foot"):
            page.goto("/inicio/")
            stop_at(page, f".skip[href='#{target}']")
            expect(page.locator(f".skip[href='#{target}']")).to_be_in_viewport(ratio=1)
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            inside = page.evaluate(f"document.getElementById({target!r}).contains(document.activeElement)")
            assert inside, (target, page.evaluate(WHERE))
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement !== document.body")


def test_my_menu_opens_and_closes_by_keyboard(chromium, demo_site):
    with visiting(chromium, demo_site, Person(STUDENT), viewport=DESK) as page:
        page.goto("/inicio/")
        stop_at(page, ".menu__button")
        page.keyboard.press("Enter")
        stop_at(page, "form[action='/conta/logout/'] button")
        page.keyboard.press("Escape")
        expect(page.locator(".menu__button")).to_be_focused()
        expect(page.locator(".menu__panel")).to_be_hidden()
