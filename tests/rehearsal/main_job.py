"""The main job on a server that holds nothing yet: from an empty catalogue to the coordinator's table."""

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Browser, Page, expect

from tests.journeys import editing, steps
from tests.journeys.windows import DESK, PHONE, Person, log_in, visiting
from tests.rehearsal.machine import Machine, new_password

NAMES = {
    "administradora": "Alba Administradora",
    "editora": "Edite Barros Reis",
    "moderadora": "Moema Dutra Paz",
    "coordenadora": "Cora Leal Pinto",
    "tutora": "Tuane Rocha Luz",
    "estudante": "Ester Dias Melo",
}
ADMIN_GROUPS = {"editora": "Editores", "moderadora": "Moderadores"}
COURSE, SLUG = "Escutar o território", "escutar-o-territorio"
READING, PROMPT, TALK = "Uma volta a pé", "Um lugar onde nunca parei", "O que vimos na volta"
CODE, GROUP = "VOLTA2026", "Roda do Centro"
REQUEST = "Quem passa por lá, e quando?"


@dataclass
class Stage:
    browser: Browser
    address: str
    people: dict[str, Person]

    def visit(self, name: str) -> AbstractContextManager[Page]:
        size = PHONE if name == "estudante" else DESK
        return visiting(self.browser, self.address, self.people[name], viewport=size)


def make_people(server: Machine) -> dict[str, Person]:
    """Everyone but the administrator, whom the set-up made."""
    people = {}
    for name in list(NAMES)[1:]:
        person = people[name] = Person(f"{name}@example.org", new_password())
        groups = ["--group", ADMIN_GROUPS[name]] if name in ADMIN_GROUPS else []
        words = ["make_person", person.email, "--name", NAMES[name], *groups]
        server.manage(*words, given=f"{person.password}\n")
    return people


def do_the_main_job(stage: Stage) -> None:
    pages = write_a_course(stage)
    publish(stage, pages)
    offering = open_a_class(stage)
    enrol(stage, offering)
    read(stage)
    write_and_revise(stage)
    talk(stage)
    see_how_far(stage, offering)
    second_factor_is_asked_for(stage)


def write_a_course(stage: Stage) -> list[int]:
    """Returns the numbers of the drafts, the course first; the reading waits for its moderator."""
    with stage.visit("editora") as page:
        course = begin(page, catalogue(page), "coursepage", COURSE)
        module = begin(page, course, "modulepage", "Andar e ouvir")
        editing.begin_page(page, module, "unitpage", READING)
        editing.add_text(page, "Saia pela porta da unidade e ande quinze minutos sem destino.")
        reading = editing.save(page)
        editing.hand_in(page)
        editing.begin_page(page, module, "reflectionpage", PROMPT)
        page.fill("#id_prompt", "Conte de um lugar por onde você sempre passa e onde nunca parou.")
        prompt = editing.save(page)
        talk = begin(page, module, "discussionpage", TALK)
    return [course, module, reading, prompt, talk]


def begin(page: Page, parent: int, kind: str, title: str) -> int:
    editing.begin_page(page, parent, kind, title)
    return editing.save(page)


def catalogue(page: Page) -> int:
    """The page under which courses stand, found in the admin's tree."""
    page.goto("/admin/pages/")
    steps.follow(page, page.locator("td.children a").first)
    return editing.id_in(page.get_by_role("link", name=re.compile("^(Cursos|Courses)$")).first.get_attribute("href"))


def publish(stage: Stage, pages: list[int]) -> None:
    with stage.visit("moderadora") as page:
        for number in pages:
            page.goto(f"/admin/pages/{number}/edit/")
            waits = page.locator(editing.APPROVE).count()
            editing.hand_in(page, editing.APPROVE if waits else editing.PUBLISH)


def open_a_class(stage: Stage) -> int:
    """The administrator opens it for a coordinator, who makes a group with its tutor; returns its number."""
    with stage.visit("administradora") as page:
        page.goto("/turmas/")
        steps.follow(page, page.locator(f'a[href$="/nova/{SLUG}/"]'))
        fill_class(page)
        offering = int(page.url.rstrip("/").split("/")[-1])
        add_staff(page, offering, stage.people["coordenadora"], "coordinator")
    with stage.visit("coordenadora") as page:
        page.goto(f"/turmas/{offering}/grupos/novo/")
        page.fill("input[name=name]", GROUP)
        send(page)
        add_staff(page, offering, stage.people["tutora"])
    return offering


def fill_class(page: Page) -> None:
    today = date.today()
    dates = {"starts_on": 0, "ends_on": 90, "enrolment_opens_on": -1, "enrolment_closes_on": 30}
    page.fill("input[name=name]", "2026/1")
    page.fill("input[name=enrolment_code]", CODE)
    page.check("input[name=enrolment_mode][value=code]")
    for field, days in dates.items():
        page.fill(f"input[name={field}]", (today + timedelta(days=days)).isoformat())
    send(page)


def add_staff(page: Page, offering: int, person: Person, place: str = "") -> None:
    """As coordinator, or as tutor of the first group."""
    page.goto(f"/turmas/{offering}/equipe/nova/")
    page.fill("input[name=email]", person.email)
    page.locator(f'input[name=place][value="{place}"]' if place else "input[name=place]").first.check()
    send(page)


def send(page: Page) -> None:
    steps.follow(page, page.locator("main form button[type=submit]").first)
    assert not page.locator(".field--error").count(), page.locator("main").inner_text()


def enrol(stage: Stage, offering: int) -> None:
    with stage.visit("estudante") as page:
        steps.enrol(page, SLUG, CODE)
    with stage.visit("coordenadora") as page:
        steps.place(page, offering, NAMES["estudante"], GROUP)


def read(stage: Stage) -> None:
    with stage.visit("estudante") as page:
        page.goto("/inicio/")
        steps.follow(page, page.locator(".next a.button"))
        assert steps.read_on(page) == [READING]


def write_and_revise(stage: Stage) -> None:
    with stage.visit("estudante") as page:
        page.goto("/inicio/")
        steps.follow(page, page.locator(".next a.button"))
        steps.write_reflection(page, page.url, "Há um banco na esquina da feira.", final=False)
        expect(page.locator(".receipt")).to_be_visible()
    review(stage, "return", REQUEST)
    with stage.visit("estudante") as page:
        page.goto("/inicio/")
        steps.follow(page, page.locator(".list__row--returned a").first)
        expect(page.locator("main")).to_contain_text(REQUEST)
        steps.write_reflection(page, page.url, "Às seis da manhã sentam ali as feirantes.", final=True)
    review(stage, "accept")


def review(stage: Stage, decision: str, request: str = "") -> None:
    with stage.visit("tutora") as page:
        steps.open_review(page, NAMES["estudante"])
        steps.decide(page, decision, "Li com gosto.", request)


def talk(stage: Stage) -> None:
    with stage.visit("estudante") as page:
        page.goto("/inicio/")
        steps.follow(page, page.locator(".next a.button"))
        steps.follow(page, page.locator('a.button[href^="/conversas/"]'))
        topic = steps.start_topic(page, page.url, "O banco da feira", "Agora a visita começa às seis.")
    with stage.visit("tutora") as page:
        page.goto(topic)
        steps.reply(page, "Contem à turma como foi.")
    with stage.visit("estudante") as page:
        steps.open_notice(page, "O banco da feira")


def see_how_far(stage: Stage, offering: int) -> None:
    with stage.visit("coordenadora") as page:
        page.goto(f"/turmas/{offering}/andamento/")
        assert "100%" in steps.row_of(page, NAMES["estudante"])


def second_factor_is_asked_for(stage: Stage) -> None:
    """Who has set it up is asked for it in every new browser."""
    tutor = stage.people["tutora"]
    with visiting(stage.browser, stage.address) as page:
        log_in(page, Person(tutor.email, tutor.password))
        assert "/2fa/authenticate" in page.url
