"""No barrier that axe knows of: light and dark, on a phone and on a desk. No error in the console either."""

import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from forums.models import Topic
from home.accounts.models import User
from learning.courses.models import ReflectionPage, UnitPage
from learning.enrolment.actions import BoardReach, BoardWords, make_staff_board
from learning.enrolment.models import Offering
from learning.portfolio.models import PortfolioEntry
from learning.reviews.actions import keep_bank_comment, open_review
from learning.work_changes.models import ChangeStoryPage, WorkChange
from tests.factories.forums import answer_by
from tests.journeys import steps
from tests.journeys.reach import hindrances
from tests.journeys.windows import DESK, PHONE, Person, barriers, visiting
from tests.project.access_table import TABLE

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

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
    change = WorkChange.objects.get(enrolment=entry.enrolment, linked_to__isnull=False)
    story = ChangeStoryPage.objects.live().first().reading_address
    inside = f"/curso/{COURSE}/"
    return {
        "": ["/", "/cursos/?q=gestao", f"/cursos/{COURSE}/", "/relatos/", story, "/conta/login/", "/conta/signup/"],
        "estudante": [
            "/inicio/", inside, f"{inside}{unit.pk}/", f"{inside}{entry.prompt_id}/reflexao/", "/portfolio/",
            f"/portfolio/{entry.enrolment.public_id}/?mostrar=tudo",
            f"/portfolio/reflexao/{entry.public_id}/compartilhar/", "/conversas/", f"/conversas/t/{topic.pk}/",
            "/avisos/", "/perfil/", "/mudancas/nova/", f"/mudancas/{change.public_id}/",
            f"/conversas/t/{change.linked_to.topic_id}/",
        ],
        "tutora": ["/inicio/", "/revisao/", "/turmas/1/andamento/"],
        "coordenacao": [
            "/inicio/", "/turmas/1/", "/turmas/1/andamento/", "/turmas/1/inscrever/", "/turmas/1/calibragem/",
        ],
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", "estudante", "tutora", "coordenacao"])
def test_main_pages_have_no_barrier(chromium, addresses, demo_site, name):
    found = []
    with visiting(chromium, demo_site, person_of(name)) as page:
        for address in addresses[name]:
            page.goto(address)
            found += barriers_in(page, WAYS)
    assert not found


@pytest.mark.slow
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
def test_no_page_has_a_barrier_or_a_dead_link(chromium, demo_site, unlinked, name):
    found = []
    with visiting(chromium, demo_site, person_of(name)) as page:
        for address, status in wander(page, "/inicio/" if name else "/", *unlinked.get(name, [])):
            found += [f"{status} {address}"] if status >= 400 else barriers_in(page, ALL_WAYS)
    assert not found


# Addresses that no page shows as a page of its own.
UNSEEN = {
    "healthz", "readyz", "service_worker", "fresh_token", "manifest",  # for machines
    "home:upload_parts", "learning:copy_state",  # asked by scripts
    "learning:progress_matrix_csv", "learning:calibration_table", "home:upload", "learning:portfolio_file",  # files
    "learning:review_file", "learning:share_file", "learning:copy_download", "learning:story_picture",
    "learning:story_answer",  # only for who is asked as co-author: tests/journeys/test_gallery.py
    "learning:entry_revive",  # only where an entry was closed: tests/learning/portfolio/test_ending.py
    "home:notification_open",  # leads on to what the notice speaks of
    "home:kept",  # only after a session ended: tests/journeys/test_bad_input.py
    "home:confirm",  # only for who has no password: tests/home/accounts/test_mailed_codes.py
    "learning:invitation",  # only by a letter that names it
    "forums:board_people",  # asked by scripts
    "learning:offering_participation_table", "learning:survey_answers", "learning:work_figures_table",  # files
    "forums:board_new",  # only for who may open boards for everybody: tests/forums/test_site_boards.py
    "forums:caution",  # only for who was warned: tests/forums/test_care_views.py
}  # fmt: skip


@pytest.fixture
def unlinked(demo_site):
    """What the wander finds no link to, by who opens it: a search needs words, and only a fresh post is edited."""
    student = User.objects.get(email="estudante@example.org")
    topic = Topic.objects.filter(board__members__person=student, is_locked=False).first()
    post = answer_by(student, topic)
    tutor = User.objects.get(email="tutora@example.org")
    entry = PortfolioEntry.objects.in_charge(tutor).filter(state="submitted").first()
    open_review(by=tutor, entry=entry)
    comment = keep_bank_comment(by=tutor, code="quem", text="Quem mais estava?")
    reading = f"/revisao/{entry.public_id}/"
    changes = WorkChange.objects.visible_to(student).exclude(enrolment__student=student)
    change = changes.filter(topic__isnull=False).first()
    prompt = ReflectionPage.objects.exclude(asks_change="none").first()
    own = WorkChange.objects.of(student).filter(topic=None, enrolment__student=student).first()
    tried = WorkChange.objects.of(student).filter(enrolment__student=student, stage="experimenting").first()
    coordinator = User.objects.get(email="coordenacao@example.org")
    offering = Offering.objects.staffed_by(coordinator).first()
    words = BoardWords("Supervisão")
    board = make_staff_board(by=coordinator, offering=offering, words=words, reach=BoardReach())
    of_changes = [
        f"/mudancas/{own.public_id}/",
        f"/mudancas/{change.public_id}/tentamos/",
        f"/mudancas/{tried.public_id}/relato/",
        f"/curso/{COURSE}/{prompt.pk}/reflexao/mudanca/",
        f"/curso/{COURSE}/questionario/",
    ]
    return {
        "estudante": [f"/conversas/p/{post.pk}/", "/conversas/busca/?q=equipe", *of_changes],
        "tutora": [reading, f"{reading}comentar/", "/revisao/banco/", f"/revisao/banco/{comment.pk}/"],
        "coordenacao": ["/revisao/segundas-leituras/", f"/turmas/{offering.pk}/murais/{board.pk}/"],
    }


@pytest.mark.slow
def test_wander_reaches_every_address_and_nothing_there_keeps_a_reader_out(chromium, demo_site, unlinked):
    """Zoomed to 400 %, on 320 px, with text of twice the size; targets, headings and fields. Axe has its own test."""
    found, reached = [], set()
    for name in ("", "estudante", "tutora", "coordenacao", "editora"):
        with visiting(chromium, demo_site, person_of(name)) as page:
            for _address, _status in wander(page, "/inicio/" if name else "/", *unlinked.get(name, [])):
                reached.add(resolve(urlsplit(page.url).path).view_name)
                found += hindrances(page)
    never = {name for name, method, *_ in TABLE if method == "GET"} - reached
    assert (sorted(never - UNSEEN), sorted(UNSEEN - never)) == ([], [])
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


def wander(page: Page, *starts: str) -> Iterator[tuple[str, int]]:
    """Opens every kind of page that links lead to from here; gives each address with its status."""
    kinds, waiting = {kind_of(start) for start in starts}, [*starts]
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
