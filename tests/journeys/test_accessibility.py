"""No barrier that axe knows of: light and dark, on a phone and on a desk. No error in the console either."""

import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from forums.models import Topic
from learning.courses.models import UnitPage
from learning.portfolio.models import PortfolioEntry
from tests.journeys import steps
from tests.journeys.windows import DESK, PHONE, Person, barriers, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COURSE = "aprender-com-o-proprio-trabalho"
WAYS = [(PHONE, "light"), (DESK, "dark")]
ALL_WAYS = list(product((PHONE, DESK), ("light", "dark")))
OURS = re.compile(r"^/(?!admin|django-admin|media|static|documents|conta/logout)")
# What tells one page from another of its kind: numbers, uuids, and everything after the question mark.
PARTICULAR = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|\?.*")


@pytest.fixture
def addresses(demo_site):
    """The pages on which people spend their time, by who opens them."""
    entry = PortfolioEntry.objects.filter(enrolment__student__email="estudante@example.org").earliest("pk")
    topic = Topic.objects.filter(board__members__person__email="estudante@example.org").order_by("-last_number").first()
    unit = UnitPage.objects.get(slug="andar-ouvir-contar")
    inside = f"/curso/{COURSE}/"
    return {
        "": ["/", "/cursos/?q=gestao", f"/cursos/{COURSE}/", "/conta/login/", "/conta/signup/"],
        "estudante": [
            "/inicio/", inside, f"{inside}{unit.pk}/", f"{inside}{entry.prompt_id}/reflexao/", "/portfolio/",
            "/conversas/", f"/conversas/t/{topic.pk}/", "/avisos/", "/perfil/",
        ],
        "tutora": ["/inicio/", "/revisao/", "/turmas/1/andamento/"],
        "coordenacao": ["/inicio/", "/turmas/1/", "/turmas/1/andamento/", "/turmas/1/inscrever/"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["", "estudante", "tutora", "coordenacao"])
def test_main_pages_have_no_barrier(chromium, addresses, demo_site, name):
    found = []
    with visiting(chromium, demo_site, person_of(name)) as page:
        for address in addresses[name]:
            page.goto(address)
            found += barriers_in(page, WAYS)
    assert not found


def test_writing_pages_have_no_barrier_while_one_writes(chromium, demo_site, addresses):
    """The editor for formatted text and the tutor's form come only with the writing."""
    found = []
    with visiting(chromium, demo_site, person_of("estudante")) as page:
        page.goto(next(address for address in addresses["estudante"] if "/t/" in address))
        steps.write(page, "html", "Também vi isso por aqui.")
        found += barriers_in(page, WAYS)
    with visiting(chromium, demo_site, person_of("tutora")) as page:
        steps.open_review(page, "Davi Lacerda Moreira")
        found += barriers_in(page, WAYS)
    assert not found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", "estudante", "tutora", "coordenacao", "editora"])
def test_no_page_has_a_barrier_or_a_dead_link(chromium, demo_site, name):
    found = []
    with visiting(chromium, demo_site, person_of(name)) as page:
        for address, status in wander(page, "/inicio/" if name else "/"):
            found += [f"{status} {address}"] if status >= 400 else barriers_in(page, ALL_WAYS)
    assert not found


def person_of(name: str) -> Person | None:
    return Person(f"{name}@example.org") if name else None


def barriers_in(page: Page, ways: list) -> list[str]:
    found = []
    for size, scheme in ways:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{line} ({scheme}, {size['width']} px)" for line in barriers(page)]
    return found


def wander(page: Page, start: str) -> Iterator[tuple[str, int]]:
    """Opens every kind of page that links lead to from here; gives each address with its status."""
    kinds, waiting = {kind_of(start)}, [start]
    while waiting:
        address = waiting.pop(0)
        status = page.goto(address).status
        # A notice may lead an editor into Wagtail's own pages.
        if not OURS.match(urlsplit(page.url).path):
            continue
        yield address, status
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            path = link.split("#")[0]
            if OURS.match(path) and not path.split("?")[0].endswith(".csv") and kind_of(path) not in kinds:
                kinds.add(kind_of(path))
                waiting.append(path)


def kind_of(address: str) -> str:
    return PARTICULAR.sub("N", address)
