"""What a student writes is never lost: a killed tab, a network that goes, two windows, a device that keeps nothing."""

import hashlib
import io
import re
import uuid

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import Page, expect

from home.accounts.models import User
from home.uploads.actions import Part, take_part
from learning.courses.models import ReadItem
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from tests.journeys import steps
from tests.journeys.test_offline import COURSE, until, with_worker
from tests.journeys.windows import DESK, PHONE, Person, barriers, visiting

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Na visita de hoje ouvi primeiro e falei depois."
EMAIL = "estudante@example.org"
NOTHING_LEFT = "() => Object.keys(localStorage).every(key => !key.startsWith('roda-unsent'))"


@pytest.fixture
def student():
    return Person(EMAIL)


@pytest.fixture
def address(demo_site) -> str:
    """A prompt that she has not begun."""
    begun = PortfolioEntry.objects.filter(enrolment__student__email=EMAIL).values("prompt")
    items = ReadItem.objects.filter(outline__slug=COURSE.split("/")[2], kind="reflection").exclude(page__in=begun)
    return f"{COURSE}{items.earliest('pk').page_id}/reflexao/"


def photograph(width: int, height: int) -> bytes:
    """With grain, so that it weighs what a phone's do."""
    content = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(content, "JPEG", quality=80)
    return content.getvalue()


def draft() -> EntryDraft:
    return EntryDraft.objects.filter(entry__enrolment__student__email=EMAIL).latest("pk")


def state(page: Page):
    return page.locator("[data-draft-state]")


def open_and_write(page: Page, address: str, words: str = WORDS) -> None:
    page.goto(address)
    steps.write(page, "text", words)


@pytest.mark.slow
def test_tab_that_was_killed_gives_its_text_back(chromium, demo_site, student, address):
    with visiting(chromium, demo_site, student) as page:
        page.route("**/rascunho/", lambda route: route.abort())
        open_and_write(page, address)
        expect(state(page)).to_have_text("salvo neste aparelho")
        again = page.context.new_page()
        page.close()
        again.goto(address)
        expect(again.locator("trix-editor")).to_have_text(WORDS)
        expect(state(again)).to_contain_text("salvo no servidor")
        assert WORDS in draft().text
        assert barriers(again) == []
        again.reload()
        expect(again.locator("textarea[name=text]")).to_have_value(WORDS)


def test_text_written_without_a_network_is_sent_once_by_one_press(chromium, demo_site, student, address):
    with visiting(chromium, demo_site, student) as page:
        page.goto(address)
        steps.write(page, "text", "Primeiro.")
        expect(state(page)).to_contain_text("salvo no servidor")
        page.context.set_offline(True)
        steps.write(page, "text", WORDS)
        expect(state(page)).to_have_text("salvo neste aparelho; sem internet: continuamos tentando")
        page.context.set_offline(False)
        page.check("input[name=no_patient_data]")
        steps.follow(page, page.locator("button[value=submit]"))
        steps.follow(page, page.locator("button", has_text="Confirmar e enviar"))
        version = EntryVersion.objects.get(entry=draft().entry)
        assert WORDS in version.text
        # Nothing is left on the device: signing out asks nothing.
        page.goto(address)
        expect(page.locator("body")).to_be_visible()
        until(page, NOTHING_LEFT)


@pytest.mark.slow
def test_two_windows_show_both_texts(chromium, demo_site, student, address):
    with visiting(chromium, demo_site, student) as page:
        open_and_write(page, address, "Ouvi a equipe toda.")
        expect(state(page)).to_contain_text("salvo no servidor")
        other = page.context.new_page()
        other.goto(address, wait_until="networkidle")
        with page.expect_response("**/rascunho/"):
            steps.write(page, "text", "Ouvi a equipe inteira.")
        steps.write(other, "text", "Ouvi a equipe toda, com calma.")
        expect(state(other)).to_contain_text("conflito")
        steps.follow(other, other.locator("button", has_text="Salvar rascunho"))
        expect(other.locator(".diff del")).to_contain_text("inteira")
        expect(other.locator(".diff ins")).to_contain_text("toda, com calma")
        assert barriers(other) == []
        steps.follow(other, other.locator("button", has_text="Juntar os dois"))
        assert "inteira" in draft().text
        assert "com calma" in draft().text
        until(other, NOTHING_LEFT)


@pytest.mark.slow
def test_file_goes_on_after_a_cut_and_finds_its_version(chromium, demo_site, student, address):
    content = b"%PDF-1.4\n" + bytes(range(256)) * 2500
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto(address, wait_until="networkidle")
        page.context.set_offline(True)
        file = {"name": "mapa.pdf", "mimeType": "application/pdf", "buffer": content}
        page.set_input_files("input[name=file]", [file])
        expect(page.locator("[data-files]")).to_have_text("mapa.pdf: espera neste aparelho e é enviado sozinho")
        key = uuid.UUID(page.locator("input[name=expected]").input_value().split()[0])
        part = Part(0, len(content), "mapa.pdf", ContentFile(content[:100_000]))
        take_part(by=User.objects.get(email=EMAIL), key=key, part=part)
        page.context.set_offline(False)
        expect(page.locator("[data-files]")).to_have_text("mapa.pdf: anexado")
        assert draft().attachments.get().received_sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.slow
def test_device_that_keeps_nothing_says_so(chromium, demo_site, student, address):
    with visiting(chromium, demo_site, student) as page:
        page.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'QuotaExceededError'); }")
        page.route("**/rascunho/", lambda route: route.abort())
        open_and_write(page, address)
        expect(state(page)).to_contain_text("Este aparelho não guarda nada agora")
        page.unroute("**/rascunho/")
        expect(state(page)).to_contain_text("salvo no servidor")


@pytest.mark.slow
def test_photograph_is_made_smaller_on_the_device(chromium, demo_site, student, address):
    content = photograph(2400, 1800)
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto(address, wait_until="networkidle")
        file = {"name": "rua.jpg", "mimeType": "image/jpeg", "buffer": content}
        page.set_input_files("input[name=file]", [file])
        expect(page.locator("[data-files]")).to_have_text("rua.jpg: anexado")
        assert draft().attachments.get().width == 1600


@pytest.mark.slow
def test_page_without_a_connection_shows_the_texts_that_wait(chromium, demo_site, student, address):
    with visiting(chromium, demo_site, student) as page:
        with_worker(page)
        page.goto(COURSE, wait_until="networkidle")
        page.goto(address, wait_until="networkidle")
        page.locator("textarea[name=text]").focus()
        page.locator("trix-editor").wait_for()
        page.context.set_offline(True)
        steps.write(page, "text", WORDS)
        expect(state(page)).to_contain_text("salvo neste aparelho")
        page.goto("/portfolio/")
        expect(page.locator("[data-text-list] textarea")).to_have_value(re.compile(WORDS))
        assert barriers(page) == []


def test_what_is_asked_stands_beside_the_text_on_a_wide_screen(chromium, demo_site, student, address):
    with visiting(chromium, demo_site, student, viewport=DESK) as page:
        page.goto(address)
        asked, text = page.locator("#prompt"), page.locator("textarea[name=text]")
        left, right = asked.bounding_box(), text.bounding_box()
        assert left["x"] + left["width"] <= right["x"]
        text.focus()
        expect(page.locator("trix-editor")).to_be_in_viewport()
        expect(asked).to_be_in_viewport()
        assert barriers(page) == []
        page.set_viewport_size(PHONE)
        assert asked.bounding_box()["y"] < page.locator("trix-editor").bounding_box()["y"]
        assert barriers(page) == []
