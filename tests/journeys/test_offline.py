"""Reading without a connection, in a real browser: what a device keeps, for whom, and what it says."""

import pytest
from django.db.models import F
from playwright.sync_api import Locator, Page, expect

from home.accounts.models import User
from learning.courses.models import CourseOutline, ReadItem, UnitPage
from learning.enrolment.models import Enrolment
from tests.journeys import steps
from tests.journeys.windows import DESK, Person, barriers, log_in, visiting

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COURSE = "/curso/aprender-com-o-proprio-trabalho/"
# Addresses that lie in a person's own caches.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("roda-of-")) continue;
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""
READY = "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
EMPTY = f"() => ({KEPT})().then(found => !found.length)"
HAS = f"path => ({KEPT})().then(found => found.includes(path))"


@pytest.fixture
def student():
    return Person("estudante@example.org")


@pytest.fixture
def unit(demo_site) -> str:
    return f"{COURSE}{UnitPage.objects.get(slug='andar-ouvir-contar').pk}/"


@pytest.fixture
def other_unit(demo_site) -> str:
    return f"{COURSE}{UnitPage.objects.exclude(slug='andar-ouvir-contar').filter(live=True).first().pk}/"


def until(page: Page, question: str, arg=None) -> None:
    """Asks until the answer is yes; wait_for_function takes a promise for a yes."""
    for _ in range(100):
        if page.evaluate(question, arg):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{question} stayed no; kept are {page.evaluate(KEPT)}")


def with_worker(page: Page) -> None:
    page.goto("/inicio/")
    until(page, READY)


def open_and_keep(page: Page, address: str) -> None:
    page.goto(address)
    until(page, HAS, address)


def without_network(page: Page) -> None:
    page.context.set_offline(True)


@pytest.mark.slow
def test_reading_that_was_open_is_there_without_a_connection(chromium, demo_site, student, unit, other_unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        open_and_keep(page, COURSE)
        open_and_keep(page, unit)
        title = page.locator("h1").inner_text()
        expect(page.locator("[data-kept-bar]")).to_be_hidden()
        without_network(page)
        page.goto(unit)
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("[data-kept-bar]")).to_contain_text("cópia guardada neste aparelho em")
        expect(page.locator("[data-kept-bar] time")).to_contain_text(" de 20")
        expect(page.locator("article img").first).to_have_js_property("complete", True)
        assert page.locator("article img").first.evaluate("picture => picture.naturalWidth") > 0
        assert barriers(page) == []
        page.goto(other_unit)
        expect(page.locator("h1")).to_have_text("Leitura sem internet")
        expect(page.locator("[data-no-connection]")).to_be_visible()
        expect(page.locator("[data-kept-list] a")).to_have_count(2)
        assert barriers(page) == []
        steps.follow(page, page.locator("[data-kept-list] a", has_text=title))
        expect(page.locator("h1")).to_have_text(title)
        page.context.set_offline(False)
        page.reload()
        expect(page.locator("[data-kept-bar]")).to_be_hidden()


@pytest.mark.slow
def test_copy_has_the_size_of_text_that_was_chosen_last(chromium, demo_site, student, unit, other_unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        open_and_keep(page, unit)
        open_and_keep(page, other_unit)
        page.get_by_role("button", name="Texto grande").click()
        without_network(page)
        page.goto(unit)
        expect(page.locator("[data-kept-bar]")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("data-text", "3")
        expect(page.get_by_role("button", name="Texto grande")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="Texto normal")).to_have_attribute("aria-pressed", "false")
        page.get_by_role("button", name="Texto maior").click()
        page.goto(other_unit)
        expect(page.locator("html")).to_have_attribute("data-text", "2")


@pytest.mark.slow
def test_first_reading_of_a_new_device_is_kept_too(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        page.goto(unit)
        until(page, HAS, unit)
        without_network(page)
        page.goto(unit)
        expect(page.locator("[data-kept-bar]")).to_be_visible()


@pytest.mark.slow
def test_what_is_kept_is_told_with_a_connection_as_well(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student, viewport=DESK) as page:
        with_worker(page)
        page.goto("/sem-rede/")
        expect(page.locator("[data-kept-none]")).to_be_visible()
        open_and_keep(page, unit)
        page.goto("/sem-rede/")
        expect(page.locator("[data-kept-none]")).to_be_hidden()
        expect(page.locator("[data-no-connection]")).to_be_hidden()
        expect(page.locator("[data-kept-list] a")).to_have_count(1)


@pytest.mark.slow
def test_nothing_is_kept_but_outlines_readings_and_their_pictures(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        for address in ("/inicio/", "/portfolio/", "/perfil/", "/conversas/", "/conta/password/change/", COURSE, unit):
            page.goto(address)
        until(page, HAS, unit)
        kept = page.evaluate(KEPT)
    assert [path for path in kept if not path.startswith((COURSE, "/media/images/"))] == []
    assert [path for path in kept if "reflexao" in path or "lida" in path] == []


@pytest.mark.slow
def test_signing_out_empties_the_device(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        open_and_keep(page, unit)
        sign_out(page)
        until(page, EMPTY)
        without_network(page)
        page.goto(unit)
        expect(page.locator("h1")).to_have_text("Leitura sem internet")
        expect(page.locator("[data-kept-list] a")).to_have_count(0)


def test_copies_of_one_person_are_never_shown_to_the_next(chromium, demo_site, student, unit):
    """Her session ended without a sign-out, and somebody else signs in on the same device."""
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        open_and_keep(page, unit)
        page.context.clear_cookies(name="sessionid")
        log_in(page, Person("tutora@example.org"))
        page.goto("/inicio/")
        until(page, EMPTY)
        without_network(page)
        page.goto(unit)
        expect(page.locator("[data-kept-list] a")).to_have_count(0)
        page.context.set_offline(False)
        page.goto("/inicio/")


@pytest.mark.slow
def test_copy_goes_with_the_right_to_read(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        open_and_keep(page, unit)
        Enrolment.objects.filter(student=User.objects.get(email=student.email)).update(state="withdrawn")
        assert page.goto(unit).status == 404
        until(page, f"path => ({HAS})(path).then(is => !is)", unit)


@pytest.mark.slow
def test_signing_out_asks_first_while_something_is_unsent(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto("/perfil/")
        page.evaluate("sessionStorage.setItem('roda-answer:/x/', 'ainda não enviei')")
        press_sign_out(page)
        expect(page.locator("#unsent")).to_be_visible()
        assert barriers(page) == []
        page.locator("#unsent button[value=stay]").click()
        expect(page.locator("#unsent")).to_be_hidden()
        page.goto("/inicio/")
        expect(page.locator(".menu__button")).to_be_visible()
        press_sign_out(page)
        steps.follow(page, page.locator("#unsent button[value=leave]"))
        assert page.evaluate("sessionStorage.getItem('roda-answer:/x/')") is None
        expect(page.locator(".menu__button")).to_have_count(0)


@pytest.mark.slow
def test_module_kept_with_one_press_is_read_without_a_connection(chromium, demo_site, student, unit):
    mine = Enrolment.objects.filter(student__email=student.email)
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto(COURSE)
        before = list(mine.values_list("resume_item_id", "last_learning_at"))
        box = module_of(page, unit)
        box.locator("button").click()
        expect(box.locator("[role=status]")).to_contain_text("Guardado neste aparelho")
        expect(box.locator("button")).to_have_text("Tirar deste aparelho")
        assert list(mine.values_list("resume_item_id", "last_learning_at")) == before
        assert barriers(page) == []
        without_network(page)
        page.goto(unit)
        expect(page.locator("[data-kept-bar]")).to_be_visible()
        picture = page.locator("article img").first
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth") > 0
        assert "width-320" in picture.evaluate("picture => picture.currentSrc")
        page.goto(COURSE)
        box = module_of(page, unit)
        expect(box.locator("[role=status]")).to_contain_text("Guardado neste aparelho")
        box.locator("button").click()
        expect(box.locator("button")).to_have_text("Guardar para ler sem internet")
        page.goto(unit)
        expect(page.locator("h1")).to_have_text("Leitura sem internet")


@pytest.mark.slow
def test_module_takes_at_most_three_megabytes(chromium, demo_site, student, unit):
    long = [["html", f"<p>{'longo ' * 300_000}</p>"]]
    ReadItem.objects.filter(kind="unit").update(segments=long)
    CourseOutline.objects.update(rev=F("rev") + 1)
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto(COURSE)
        box = module_of(page, unit)
        box.locator("button").click()
        expect(box.locator("[role=status]")).to_contain_text("O resto não cabe em 3 MB")
        until(page, HAS, COURSE)


@pytest.mark.slow
def test_module_that_a_full_device_cannot_keep_leaves_nothing(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto(COURSE)
        fill_device(page, demo_site)
        box = module_of(page, unit)
        box.locator("button").click()
        expect(box.locator("[role=status]")).to_have_text(
            "Não há mais espaço neste aparelho. Nada deste módulo ficou guardado."
        )
        assert unit not in page.evaluate(KEPT)


@pytest.mark.slow
def test_module_whose_keeping_breaks_off_can_be_gone_on_with(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto(COURSE)
        box = module_of(page, unit)
        without_network(page)
        box.locator("button").click()
        expect(box.locator("[role=status]")).to_have_text("A conexão caiu. Toque de novo para continuar.")
        page.context.set_offline(False)
        box.locator("button").click()
        expect(box.locator("[role=status]")).to_contain_text("Guardado neste aparelho")


@pytest.mark.slow
def test_full_device_is_told_plainly(chromium, demo_site, student, unit):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        fill_device(page, demo_site)
        page.goto(unit)
        expect(page.locator("[data-offline-says]")).to_contain_text("Não há mais espaço neste aparelho")
        expect(page.locator("article")).to_be_visible()


@pytest.mark.slow
def test_reading_works_where_the_browser_keeps_nothing(chromium, demo_site, student, unit):
    blocked = """
      delete window.caches;
      Object.defineProperty(navigator, "serviceWorker", {
        value: {register: () => Promise.reject(new Error("no")), addEventListener() {}, ready: new Promise(() => {})},
      });
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(window, name, {get() { throw new DOMException("no", "SecurityError"); }});
      }"""
    with visiting(chromium, demo_site, student) as page:
        page.context.add_init_script(blocked)
        page.goto(unit)
        expect(page.locator("article")).to_be_visible()
        page.goto(COURSE)
        expect(module_of(page, unit)).to_contain_text("Este navegador não guarda nada")
        expect(module_of(page, unit).locator("button")).to_be_hidden()
        press_sign_out(page)
        expect(page.locator(".menu__button")).to_have_count(0)


def module_of(page: Page, unit: str) -> Locator:
    return page.locator(".outline__module", has=page.locator(f"a[href='{unit}']")).locator("[data-keep]")


def fill_device(page: Page, site: str) -> None:
    phone = page.context.new_cdp_session(page)
    phone.send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": 1})


def press_sign_out(page: Page) -> None:
    page.locator(".menu__button").click()
    page.locator("form[action='/conta/logout/'] button").click()


def sign_out(page: Page) -> None:
    with page.expect_navigation():
        press_sign_out(page)
