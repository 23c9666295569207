"""What a weak signal or an old phone leaves out: one script or all but one, storage, room on the screen.

One reads, marks and writes all the same."""

import pytest
from playwright.sync_api import Page, expect

from learning.courses.models import ReadItem, ReflectionPage
from learning.portfolio.models import PortfolioEntry
from learning.progress.models import ItemProgress
from tests.journeys import steps
from tests.journeys.reach import NARROW, set_browser_text
from tests.journeys.windows import Person, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL = "estudante@example.org"
COURSE = "aprender-com-o-proprio-trabalho"
TEXT = "Escrevi isto com o que o telefone tinha."
SCRIPTS = [
    "htmx-2.min.js", "shell.js", "offline.js", "reading.js", "marks.js", "composer.js", "composer-toolbar.js",
    "trix", "draft-save.js",
]  # fmt: skip
NO_STORAGE = """
  delete window.caches;
  Object.defineProperty(navigator, "serviceWorker", {
    value: {register: () => Promise.reject(new Error("no")), addEventListener() {}, ready: new Promise(() => {})},
  });
  for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
    Object.defineProperty(window, name, {get() { throw new DOMException("no", "SecurityError"); }});
  }"""


@pytest.fixture
def student(demo_site):
    return Person(EMAIL)


@pytest.fixture
def unread(demo_site) -> list[str]:
    """Addresses of readings that the student has not marked."""
    done = ItemProgress.objects.filter(enrolment__student__email=EMAIL).values("item_id")
    rows = ReadItem.objects.filter(outline__slug=COURSE, kind="unit").exclude(page_id__in=done)
    return [f"/curso/{COURSE}/{row.page_id}/" for row in rows.order_by("pk")]


@pytest.fixture
def prompt(demo_site) -> ReflectionPage:
    written = PortfolioEntry.objects.filter(enrolment__student__email=EMAIL)
    course = written.first().enrolment.course
    return ReflectionPage.objects.live().descendant_of(course).exclude(pk__in=written.values("prompt")).first()


def write(page: Page, text: str) -> None:
    """Into the editor where it came, else into the plain field."""
    field = page.locator("textarea[name=text]")
    field.focus()
    page.wait_for_timeout(700)
    if page.locator("trix-editor").count():
        page.locator("trix-editor").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
    else:
        field.fill(text)


def read_and_write(page: Page, reading: str, prompt: ReflectionPage, text: str) -> None:
    page.goto(reading)
    expect(page.locator("article")).to_be_visible()
    steps.press(page, "/lida/")
    expect(page.locator("#messages")).to_contain_text("marcada como lida")
    page.goto(f"{prompt.reading_address}reflexao/")
    write(page, text)
    steps.follow(page, page.locator("button[name=next][value='']"))
    page.goto(f"{prompt.reading_address}reflexao/")
    expect(page.locator("textarea[name=text]").first).to_have_value(text)


@pytest.mark.slow
def test_reading_and_writing_without_all_scripts_but_one(chromium, demo_site, student, unread, prompt):
    with visiting(chromium, demo_site, student) as page:
        page.route(lambda url: url.endswith(".js") and "/shell" not in url, lambda route: route.abort())
        read_and_write(page, unread[0], prompt, TEXT)


@pytest.mark.slow
def test_reading_and_writing_without_any_one_script(chromium, demo_site, student, unread, prompt):
    for number, script in enumerate(SCRIPTS):
        with visiting(chromium, demo_site, student, service_workers="block") as page:
            page.route(lambda url, left=script: left in url, lambda route: route.abort())
            read_and_write(page, unread[number % len(unread)], prompt, f"{TEXT} {script}")
            ItemProgress.objects.filter(enrolment__student__email=EMAIL, item_id=unread[number].split("/")[-2]).delete()


@pytest.mark.slow
def test_reading_and_writing_where_the_browser_keeps_nothing(chromium, demo_site, student, unread, prompt):
    with visiting(chromium, demo_site, student) as page:
        page.context.add_init_script(NO_STORAGE)
        read_and_write(page, unread[0], prompt, TEXT)
        page.goto(unread[1])
        page.get_by_role("button", name="Texto grande").click()
        expect(page.locator("html")).to_have_attribute("data-text", "3")
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-text", "3")
        page.goto(f"/curso/{COURSE}/")
        expect(page.locator("[data-keep] [role=status]").first).to_contain_text("Este navegador não guarda nada")


@pytest.mark.slow
def test_student_reads_writes_and_sends_with_large_text_on_a_narrow_phone(chromium, demo_site, student, unread, prompt):
    with visiting(chromium, demo_site, student, viewport=NARROW) as page:
        set_browser_text(page, 200)
        read_and_write(page, unread[0], prompt, TEXT)
        steps.write_reflection(page, f"{prompt.reading_address}reflexao/", TEXT, final=True)
        expect(page.locator(".receipt")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert PortfolioEntry.objects.get(prompt=prompt, enrolment__student__email=EMAIL).state == "submitted"
