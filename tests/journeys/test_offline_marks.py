"""A reading that is marked without a connection: the mark waits on the device, is sent once, and every step is said."""

import pytest
from playwright.sync_api import Page, expect

from learning.courses.models import ReadItem
from learning.progress.models import ItemProgress
from tests.journeys.test_offline import COURSE, HAS, press_sign_out, until, with_worker, without_network
from tests.journeys.windows import Person, barriers, log_in, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITS, SENT = "Será enviado quando houver internet", "Enviado: está marcada como lida"
# A phone in a dead spot often believes that it is connected.
BELIEVES = "Object.defineProperty(Navigator.prototype, 'onLine', {get: () => true})"


@pytest.fixture
def student():
    return Person("estudante@example.org")


@pytest.fixture
def unread(demo_site) -> int:
    """A reading that the student has not marked."""
    done = ItemProgress.objects.filter(enrolment__student__email="estudante@example.org").values("item_id")
    mine = ReadItem.objects.filter(outline__slug=COURSE.split("/")[2], kind="unit").exclude(page_id__in=done)
    return mine.earliest("pk").page_id


def marks_of(unread: int) -> int:
    return ItemProgress.objects.filter(item_id=unread, enrolment__student__email="estudante@example.org").count()


def open_and_keep(page: Page, unread: int) -> None:
    with_worker(page)
    page.goto(f"{COURSE}{unread}/")
    until(page, HAS, f"{COURSE}{unread}/")


def press(page: Page):
    button = page.locator("form[data-mark] button")
    button.click()
    return button


def says(page: Page):
    return page.locator("[data-offline-says]")


@pytest.mark.slow
def test_mark_made_without_a_connection_is_sent_once_when_there_is_one(chromium, demo_site, student, unread):
    with visiting(chromium, demo_site, student) as page:
        open_and_keep(page, unread)
        without_network(page)
        button = press(page)
        expect(says(page)).to_have_text(WAITS)
        expect(button).to_have_text(WAITS)
        assert barriers(page) == []
        button.click(force=True)
        page.goto(f"{COURSE}{unread}/")
        expect(button).to_have_text(WAITS)
        other = page.context.new_page()
        other.goto(f"{COURSE}{unread}/")
        expect(other.locator("form[data-mark] button")).to_have_text(WAITS)
        assert marks_of(unread) == 0
        page.context.set_offline(False)
        said_in_either(page, other, SENT)
        assert marks_of(unread) == 1
        page.goto(f"{COURSE}{unread}/")
        expect(page.locator("form[data-mark]")).to_have_count(0)


def sent_once(page: Page, unread: int) -> None:
    """The page that was left may have sent it just before, and have said so."""
    for _ in range(50):
        if marks_of(unread):
            break
        page.wait_for_timeout(200)
    assert marks_of(unread) == 1


def said_in_either(page: Page, other: Page, words: str) -> None:
    """Of two open pages one sends, and says so."""
    for _ in range(50):
        if words in (says(page).inner_text(), says(other).inner_text()):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"nobody says {words}")


@pytest.mark.slow
def test_press_that_the_network_did_not_take_is_kept(chromium, demo_site, student, unread):
    with visiting(chromium, demo_site, student) as page:
        page.add_init_script(BELIEVES)
        open_and_keep(page, unread)
        without_network(page)
        press(page)
        expect(page.locator("form[data-mark] button")).to_have_text(WAITS)
        expect(page.locator("[data-kept-bar]")).to_be_visible()
        page.context.set_offline(False)
        page.goto("/inicio/")
        sent_once(page, unread)


@pytest.mark.slow
def test_mark_waits_through_a_session_that_ended(chromium, demo_site, student, unread):
    with visiting(chromium, demo_site, student) as page:
        open_and_keep(page, unread)
        without_network(page)
        press(page)
        expect(says(page)).to_have_text(WAITS)
        page.context.clear_cookies(name="sessionid")
        page.context.set_offline(False)
        expect(says(page)).to_have_text("Sua sessão terminou. Entre de novo, e o que espera será enviado.")
        log_in(page, student)
        expect(says(page)).to_have_text(SENT)
        assert marks_of(unread) == 1


@pytest.mark.slow
def test_signing_out_asks_while_a_mark_waits(chromium, demo_site, student, unread):
    with visiting(chromium, demo_site, student) as page:
        open_and_keep(page, unread)
        without_network(page)
        press(page)
        expect(says(page)).to_have_text(WAITS)
        press_sign_out(page)
        expect(page.locator("#unsent")).to_be_visible()
        page.locator("#unsent button[value=stay]").click()
        page.context.set_offline(False)
        expect(says(page)).to_have_text(SENT)
        assert marks_of(unread) == 1


@pytest.mark.slow
def test_device_that_keeps_nothing_says_so(chromium, demo_site, student, unread):
    with visiting(chromium, demo_site, student) as page:
        page.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }")
        open_and_keep(page, unread)
        without_network(page)
        button = press(page)
        expect(says(page)).to_contain_text("Este aparelho não guarda nada agora")
        expect(button).not_to_have_text(WAITS)


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
def test_mark_with_a_connection_is_a_plain_form(chromium, demo_site, student, unread, scripts):
    with visiting(chromium, demo_site, student, java_script_enabled=scripts) as page:
        page.goto(f"{COURSE}{unread}/")
        with page.expect_navigation():
            press(page)
        expect(page.locator("#messages")).to_contain_text("como lida")
        assert marks_of(unread) == 1
