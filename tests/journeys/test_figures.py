"""What the coordinator is asked: how many introduced a tool that they had not used before?"""

import csv

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import follow
from tests.journeys.windows import DESK, Person, barriers, visiting

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_coordinator_answers_the_question_of_82_4_percent(chromium, demo_site):
    """From her home to the figure, the table behind it, and the file; then narrowed to one tutoring group."""
    with visiting(chromium, demo_site, Person("coordenacao@example.org"), viewport=DESK) as page:
        page.goto("/turmas/")
        page.locator("main details summary").click()
        follow(page, page.get_by_role("link", name="Turma piloto"))
        follow(page, page.locator('a[href$="/mudancas/"].button'))
        first = page.locator("section.numbers").first
        expect(first).to_contain_text("82,4 % (98 de 119 respostas válidas; 1 sem resposta)")
        expect(page.locator("section.numbers").nth(1)).to_contain_text("75,6 % (90 de 119; 1 sem resposta)")
        first.locator("summary").click()
        expect(first.locator("tbody tr").first).to_contain_text("119")
        with page.expect_download() as download:
            first.locator('a[href*=".csv"]').click()
        with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
            head, everybody, *_groups = csv.reader(file, delimiter=";")
        assert dict(zip(head, everybody, strict=True))["Sim (%)"] == "82,4"
        assert barriers(page) == []
        page.emulate_media(media="print")
        expect(page.locator("section.numbers table").nth(1)).to_be_visible()
        page.emulate_media(media="screen")
        page.select_option("select[name=grupo]", label="Roda piloto 1")
        follow(page, page.locator("form.filters button"))
        expect(page.locator("section.numbers").first).to_contain_text("de 40 respostas válidas; 0 sem resposta")
