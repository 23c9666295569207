"""What a student's pages weigh and how soon they show something, at 400 kbit/s and 400 ms. Budgets: ux.md.

`pytest -m browser -s tests/journeys/test_weak_network.py` prints the table.
"""

import pytest
from pytest_django.live_server_helper import LiveServer

from forums.models import Topic
from learning.courses.models import ReflectionPage, UnitPage
from tests.journeys.steps import follow
from tests.journeys.weak_network import HEAD, NginxSite, Sent, Weighed, open_and_wait, weaken, weigh
from tests.journeys.windows import Person, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COURSE = "/curso/aprender-com-o-proprio-trabalho/"
KB = 1000
COLD, HTML, CSS, SCRIPTS, REQUESTS = 150 * KB, 15 * KB, 20 * KB, 30 * KB, 12
COLD_PAINT, WARM_PAINT = 5.0, 2.0


@pytest.fixture(scope="session")
def nginx_server(django_db_setup):
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = NginxSite
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def nginx_site(demo_site, nginx_server):
    return nginx_server


@pytest.fixture
def student(chromium, nginx_site):
    """Signed in already: her browser keeps that, and nothing else."""
    person = Person("estudante@example.org")
    with visiting(chromium, nginx_site, person):
        pass
    return person


@pytest.fixture
def addresses(demo_site) -> dict[str, str]:
    topics = Topic.objects.filter(board__members__person__email="estudante@example.org")
    topic = topics.order_by("-last_number").first()
    return {
        "home": "/inicio/",
        "outline": COURSE,
        "unit": f"{COURSE}{UnitPage.objects.get(slug='andar-ouvir-contar').pk}/",
        "prompt": f"{COURSE}{ReflectionPage.objects.get(slug='p1-um-lugar-do-territorio').pk}/reflexao/",
        "topic": f"/conversas/t/{topic.pk}/",
        "board": f"/conversas/{topic.board_id}/",
        "catalogue": "/cursos/",
        "portfolio": "/portfolio/",
        "profile": "/perfil/",
    }


def over_budget(page: Weighed) -> list[str]:
    measured = {
        "bytes cold without pictures": (page.bytes, COLD),
        "bytes of HTML": (page.html, HTML),
        "bytes of CSS": (page.of_kind("css"), CSS),
        "bytes of JavaScript": (page.of_kind("javascript"), SCRIPTS),
        "requests": (len(page.without_pictures), REQUESTS),
        "seconds to the first paint, cold": (page.cold_paint, COLD_PAINT),
        "seconds to the first paint, warm": (page.warm_paint, WARM_PAINT),
    }
    return [f"{page.name}: {met} {what}, at most {most}" for what, (met, most) in measured.items() if met > most]


def judge(chromium, site, student, addresses) -> list[str]:
    print(f"\n{HEAD}")
    found = []
    for name, address in addresses.items():
        page = weigh(chromium, site, student, name, address, service_workers="block")
        print(page.row())
        found += over_budget(page)
    return found


@pytest.mark.slow
def test_a_reading_keeps_the_budget(chromium, nginx_site, student, addresses):
    assert judge(chromium, nginx_site, student, {"unit": addresses["unit"]}) == []


@pytest.mark.slow
def test_every_page_of_a_student_keeps_the_budget(chromium, nginx_site, student, addresses):
    assert judge(chromium, nginx_site, student, addresses) == []


@pytest.mark.slow
def test_the_signal_is_weak(chromium, nginx_site, student, addresses):
    """The control: what is far away and large takes its time, so a quick first paint is no accident of the test."""
    page = weigh(chromium, nginx_site, student, "unit", addresses["unit"], service_workers="block")
    assert page.cold_paint > 0.8 + page.html / 50_000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["prompt", "topic"])
def test_the_editor_comes_only_when_somebody_writes(chromium, nginx_site, student, addresses, name):
    with visiting(chromium, nginx_site, student, service_workers="block") as page:
        cold, _ = open_and_wait(page, addresses[name])
        assert not [sent.path for sent in cold if "trix" in sent.path]
        page.locator("[data-composer] textarea").first.focus()
        page.locator("trix-editor").first.wait_for()
    assert [sent.path for sent in NginxSite.sent if "trix" in sent.path]


@pytest.mark.slow
def test_economy_mode_brings_smaller_pictures(chromium, nginx_site, student, addresses):
    with visiting(chromium, nginx_site, student, service_workers="block") as page:
        usual = pictures_at(page, addresses["unit"])
        page.locator(".foot a[href='/economia/']").click()
        follow(page, page.locator("main form[action='/economia/'] button"))
        small = pictures_at(page, addresses["unit"])
    assert 0 < len(small) <= len(usual)
    assert sum(sent.bytes for sent in small) < sum(sent.bytes for sent in usual)


def pictures_at(page, address: str) -> list[Sent]:
    sent, _ = open_and_wait(page, address)
    return [picture for picture in sent if picture.path.startswith("/media/")]


@pytest.mark.slow
def test_first_visit_keeps_the_budget_with_all_that_the_worker_fetches(chromium, nginx_site, student, addresses):
    with visiting(chromium, nginx_site, student) as page:
        weaken(page)
        open_and_wait(page, addresses["unit"])
        page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
        page.wait_for_timeout(1000)
        sent = [sent for sent in NginxSite.sent if not sent.path.startswith("/media/")]
    assert {"/service-worker.js", "/sem-rede/"} <= {one.path for one in sent}
    assert sum(one.bytes for one in sent) <= COLD
    print(f"first visit with the worker: {len(sent)} requests, {sum(one.bytes for one in sent) / KB:.1f} kB")
