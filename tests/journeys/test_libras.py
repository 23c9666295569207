"""VLibras, with a host of its own that stands in for the government's: nothing goes there before a press."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from learning.courses.models import CourseOutline, ReflectionPage
from tests.journeys.windows import Person, barriers, visiting

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Like the real one, it begins when the page is loaded and opens on a press of its own button.
WIDGET = b"""
window.VLibras = {
  Widget: class {
    constructor(root) {
      window.onload = () => {
        document.querySelector("[vw-access-button]").onclick = () => { document.body.dataset.signs = root; };
      };
    }
  },
};"""


class StandIn(BaseHTTPRequestHandler):
    asked: list[str]
    works = True
    address = ""

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200 if self.works else 404)
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()
        self.wfile.write(WIDGET if self.works else b"")

    def log_message(self, *words):
        pass


@pytest.fixture
def widget(settings) -> Iterator[type[StandIn]]:
    """The stand-in; `asked` holds the paths of the requests that it got."""
    handler = type("Asked", (StandIn,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    handler.address = f"http://127.0.0.1:{server.server_port}"
    settings.VLIBRAS_URL = f"{handler.address}/app/vlibras-plugin.js"
    yield handler
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_the_widget_comes_on_a_press_alone(chromium, demo_site, widget):
    course = CourseOutline.objects.get(slug="aprender-com-o-proprio-trabalho")
    unit = next(row for row in course.items.filter(kind="unit") if "think" in dict(row.segments))
    with visiting(chromium, demo_site, Person("estudante@example.org"), guest=widget.address) as page:
        page.goto(f"/curso/{course.slug}/{unit.page_id}/")
        expect(page.locator("form[data-answer]")).not_to_have_count(0)
        page.get_by_role("link", name="Ver em Libras").click()
        expect(page.locator("form[data-answer]")).to_have_count(0)
        expect(page.locator(".think")).not_to_have_count(0)
        button = page.get_by_role("button", name="Ver em Libras")
        expect(button).to_be_visible()
        assert barriers(page) == []
        page.goto("/cursos/")
        assert widget.asked == []
        button.click()
        expect(page.locator("[data-libras] [role=status]")).to_have_text("O VLibras está aberto nesta página")
        assert page.evaluate("document.body.dataset.signs") == f"{widget.address}/app"
        assert page.evaluate("document.activeElement.textContent") == "Ver em Libras"
        button.click()
        assert widget.asked == ["/app/vlibras-plugin.js"]


@pytest.mark.slow
def test_a_widget_that_does_not_come_is_told_and_may_be_asked_again(chromium, demo_site, widget):
    context = chromium.new_context(base_url=demo_site, locale="pt-BR")
    page = context.new_page()
    widget.works = False
    page.goto("/cursos/")
    page.get_by_role("button", name="Ver em Libras").click()
    expect(page.locator("[data-libras] [role=status]")).to_contain_text("O VLibras não veio")
    page.get_by_role("button", name="Ver em Libras").click()
    expect(page.locator("[data-libras] [role=status]")).to_contain_text("O VLibras não veio")
    assert len(widget.asked) == 2
    context.close()


def test_a_page_with_a_reflection_does_not_let_it_in(chromium, demo_site, widget):
    prompt = ReflectionPage.objects.get(slug="p1-um-lugar-do-territorio")
    with visiting(chromium, demo_site, Person("estudante@example.org")) as page:
        for address in (f"/curso/{prompt.course_slug}/{prompt.pk}/reflexao/", "/portfolio/", "/inicio/"):
            answer = page.goto(address)
            assert widget.address not in answer.headers["content-security-policy"]
            expect(page.locator("[data-libras]")).to_have_count(0)
    assert widget.asked == []
