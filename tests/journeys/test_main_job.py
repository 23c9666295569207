"""The main job, once from end to end: from an editor's new reading to the coordinator's table of who is how far."""

import re
from dataclasses import dataclass

import pytest
from django.core import mail
from playwright.sync_api import Browser, expect

from home.pages.models import CustomImage
from learning.courses.models import ModulePage, UnitPage
from learning.enrolment.models import Offering
from tests.journeys import editing, steps
from tests.journeys.windows import DESK, PHONE, Person, visiting

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COURSE = "aprender-com-o-proprio-trabalho"
GROUP = "Roda da Serra"
TITLE = "O que muda quando alguém pergunta"
TEXT = "Uma pergunta simples pode abrir uma conversa que estava fechada."
ALT_TEXT = "Três pessoas conversam diante de uma unidade de saúde."
NAME = "Judite Barros Lemos"
FIRST = "Na segunda-feira a sala estava cheia antes das sete. Eu chamei pelo nome, e duas pessoas não responderam."
QUESTION = "Quem eram as duas pessoas? Conte o que você fez depois."
SECOND = "Voltei às duas casas na quarta. Uma delas não sabia do horário: nós é que tínhamos mudado sem avisar."
CHANGE = "Agora avisamos a mudança de horário pelo nome, na visita."


@dataclass
class Stage:
    """Where it is played: each person in windows of her own, with or without scripts."""

    browser: Browser
    site: str
    scripts: bool = True

    def visit(self, person=None, size=PHONE):
        return visiting(self.browser, self.site, person, viewport=size, java_script_enabled=self.scripts)


@dataclass
class Cast:
    student: Person
    tutor: Person
    colleague: Person
    coordinator: Person


@pytest.fixture
def module(demo_site):
    return ModulePage.objects.get(code="M0")


@pytest.fixture
def offering(demo_site):
    return Offering.objects.get(course__slug=COURSE, name="2026/2")


@pytest.fixture
def cast():
    staff = [Person(f"{name}@example.org") for name in ("tutora", "joel", "coordenacao")]
    return Cast(Person("judite@example.org", steps.PASSWORD), *staff)


def test_main_job(chromium, demo_site, module, offering, cast):
    stage = Stage(chromium, demo_site)
    reading = publish_a_reading(stage, module)
    learn_and_teach(stage, cast, reading, offering)


@pytest.mark.slow
def test_main_job_without_scripts(chromium, demo_site, module, offering, cast):
    """The admin's own pages need scripts: the reading is published by the action behind its button."""
    learn_and_teach(Stage(chromium, demo_site, scripts=False), cast, publish_directly(module), offering)


def publish_directly(module):
    picture = {"image": CustomImage.objects.first(), "alt_text": ALT_TEXT}
    body = [("rich_text", f"<p>{TEXT}</p>"), ("image", picture)]
    page = module.add_child(instance=UnitPage(title=TITLE, body=body, live=False))
    page.save_revision().publish()
    return page.pk


def learn_and_teach(stage, cast, reading, offering):
    join(stage, cast.student)
    with stage.visit(cast.coordinator, DESK) as page:
        steps.place(page, offering.pk, NAME, GROUP)
    board = read_the_first_module(stage, cast.student, reading)
    reflect(stage, cast)
    discuss(stage, cast, board)
    with stage.visit(cast.coordinator, DESK) as page:
        page.goto("/inicio/")
        page.locator(f'a[href^="/turmas/{offering.pk}/andamento/"]').first.click()
        assert "100%" in steps.row_of(page, NAME)


def publish_a_reading(stage, module):
    """An editor writes it, a moderator lets it through; returns its number."""
    with stage.visit(Person("editora@example.org"), DESK) as page:
        editing.begin_page(page, module.pk, "unitpage", TITLE)
        editing.add_text(page, TEXT)
        editing.add_picture(page)
        number = editing.save(page)
        editing.save(page, editing.SUBMIT)
        assert editing.complaints(page)
        editing.describe_picture(page, ALT_TEXT)
        editing.hand_in(page)
    with stage.visit(Person("moderadora@example.org"), DESK) as page:
        page.goto(f"/admin/pages/{number}/edit/")
        editing.hand_in(page, editing.APPROVE)
    return number


def join(stage, student):
    with stage.visit() as page:
        steps.sign_up(page, NAME, student.email)
        steps.confirm_address(page, link_in(last_mail_to(student.email)))
    with stage.visit(student) as page:
        steps.enrol(page, COURSE)


def last_mail_to(address):
    return next(message.body for message in reversed(mail.outbox) if address in message.to)


def link_in(text):
    return re.search(r"https?://[^\s/]+(/\S+)", text).group(1)


def read_the_first_module(stage, student, reading):
    """All that is read and talked about in it; returns the address of the board of the last conversation."""
    with stage.visit(student) as page:
        page.goto(f"/curso/{COURSE}/")
        steps.follow(page, page.locator("header .toolbar a"))
        assert len(steps.read_on(page)) == 3
        for subject in ("Como aviso que vou faltar?", "Uma semana de chuva"):
            discussion = page.url
            steps.follow(page, page.locator('a.button[href^="/conversas/"]'))
            board = page.url
            steps.start_topic(page, board, subject, "Escrevo aqui porque ainda não sei por onde começar.")
            page.goto(discussion)
            steps.follow(page, page.locator("a[rel=next]"))
        page.goto(f"/curso/{COURSE}/{reading}/")
        expect(page.locator("article")).to_contain_text(TEXT)
        expect(page.locator("article img")).to_have_attribute("alt", ALT_TEXT)
        steps.press(page, "/lida/")
    return board


def reflect(stage, cast):
    with stage.visit(cast.student) as page:
        page.goto("/inicio/")
        steps.follow(page, page.locator(".next a.button"))
        prompt = page.url
        steps.write_reflection(page, prompt, FIRST, final=False)
        expect(page.locator(".receipt code").last).to_have_text(re.compile(r"^[0-9a-f]{64}$"))
    with stage.visit(cast.tutor, DESK) as page:
        steps.open_review(page, NAME)
        expect(page.locator(".review__work")).to_contain_text("duas pessoas não responderam")
        steps.decide(page, "return", "Gostei de ver a sala pelos seus olhos.", QUESTION)
    with stage.visit(cast.student) as page:
        page.goto("/inicio/")
        page.locator(".list__row--returned a").first.click()
        expect(page.locator("main")).to_contain_text(QUESTION)
        steps.write_reflection(page, page.url, SECOND, final=True)
    with stage.visit(cast.tutor, DESK) as page:
        steps.open_review(page, NAME)
        steps.decide(page, "accept", "Agora dá para ver o que mudou.")
    with stage.visit(cast.student) as page:
        page.goto("/inicio/")
        expect(page.locator("#came-back + ul")).to_contain_text("Um dia de trabalho")


def discuss(stage, cast, board):
    """She tells a change at work; a colleague answers; she hears of it."""
    with stage.visit(cast.student) as page:
        topic = steps.start_topic(page, board, "Mudamos o aviso de horário", CHANGE)
    with stage.visit(cast.colleague) as page:
        page.goto(board)
        steps.follow(page, page.get_by_role("link", name="Mudamos o aviso de horário"))
        expect(page.locator(".posts")).to_contain_text(CHANGE)
        steps.reply(page, "Aqui fizemos igual, e as faltas caíram.")
    with stage.visit(cast.student) as page:
        steps.open_notice(page, "Mudamos o aviso de horário")
        assert page.url.startswith(topic)
        expect(page.locator(".posts")).to_contain_text("as faltas caíram")
