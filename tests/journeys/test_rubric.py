"""The rubric on both sides: a tutor judges with the keyboard alone, and the student finds levels and the way up."""

import pytest
from playwright.sync_api import expect

from home.accounts.models import User
from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from tests.journeys import steps
from tests.journeys.windows import PHONE, Person, barriers, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TUTOR = Person("tutora@example.org")


@pytest.fixture
def waiting(demo_site) -> PortfolioEntry:
    """What somebody of Helena's sent for assessment and nobody has opened."""
    entries = PortfolioEntry.objects.in_charge(User.objects.get(email=TUTOR.email))
    found = entries.filter(state=EntryState.SUBMITTED, versions__intent="final").exclude(prompt__scale="descriptive")
    return found.select_related("enrolment__student").first()


@pytest.mark.slow
def test_tutor_judges_by_keyboard_and_the_student_sees_it(chromium, demo_site, waiting):
    with visiting(chromium, demo_site, TUTOR) as page:
        page.goto(f"/revisao/{waiting.public_id}/")
        steps.press(page, "/abrir/")
        expect(page.locator("[data-rubric-result]")).to_have_text("–")
        for criterion in page.locator(".rubric__criterion").all():
            criterion.get_by_role("radio").first.focus()
            for _press in range(4):
                page.keyboard.press("ArrowDown")
        expect(page.locator("[data-rubric-result]")).to_have_text("75,0")
        page.locator(".rubric__criterion textarea").first.fill("Conte também o que ficou de fora.")
        assert not barriers(page)
        page.fill("textarea[name=overall]", "Um texto que deixa ver a cena.")
        steps.follow(page, page.locator('button[name=decision][value="accept"]'))
    with visiting(chromium, demo_site, Person(waiting.enrolment.student.email)) as page:
        page.goto(f"/curso/aprender-com-o-proprio-trabalho/{waiting.prompt_id}/reflexao/")
        feedback = page.locator(".rubric-judged").first
        expect(feedback).to_contain_text("Conte também o que ficou de fora.")
        expect(feedback).to_contain_text("claro e com consequência")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert not barriers(page)
