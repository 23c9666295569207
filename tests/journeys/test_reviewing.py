"""The tutor's work place in a browser: comments, keys, a lost network, and ten returns in few presses."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from learning.courses.models import ReflectionPage
from learning.enrolment.models import TutoringGroup
from learning.portfolio.models import PortfolioEntry
from learning.reviews.models import Annotation, Review
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import sent_entry
from tests.journeys.steps import follow
from tests.journeys.test_offline import until
from tests.journeys.test_writing import NOTHING_LEFT
from tests.journeys.windows import DESK, PHONE, Person, barriers, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TUTOR = "tutora@example.org"
SAID = "Li com atenção o que você escreveu."
QUESTION = "O que aconteceu depois? Conte o passo seguinte."
# Selects so many characters from the beginning of a paragraph, as a finger or a mouse would.
SELECT = """([paragraph, length]) => {
  const words = document.querySelectorAll("[data-work-text] p")[paragraph].firstChild;
  getSelection().setBaseAndExtent(words, 0, words, Math.min(length, words.length));
}"""


def open_longest_wait(page: Page) -> None:
    page.goto("/revisao/")
    with page.expect_navigation():
        page.locator("tbody button, tbody a.button").first.click()


def comment(page: Page, paragraph: int = 0) -> None:
    page.evaluate(SELECT, [paragraph, 40])
    page.locator("[data-note-offer]").click()
    page.locator("#note-dialog textarea").fill(QUESTION)
    page.locator("#note-dialog input[value=question]").check()
    page.locator("#note-dialog button[type=submit]").click()
    expect(page.locator("#notes [data-note]").filter(has_text=QUESTION)).to_have_count(1)


@pytest.mark.parametrize("size", [DESK, pytest.param(PHONE, marks=pytest.mark.slow)])
def test_selected_words_are_commented_on_and_found_from_both_sides(chromium, demo_site, size):
    with visiting(chromium, demo_site, Person(TUTOR), viewport=size) as page:
        open_longest_wait(page)
        comment(page)
        note = Annotation.objects.get(text=QUESTION)
        expect(page.locator(f"#note-{note.public_id}")).to_be_focused()
        assert page.locator(f"mark[data-notes~='{note.public_id}']").first.inner_text() == note.exact
        page.locator(f"#passage-{note.public_id}").click()
        expect(page.locator(f"#note-{note.public_id}")).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert barriers(page) == []


@pytest.mark.slow
def test_keys_lead_through_the_comments_and_can_be_switched_off(chromium, demo_site):
    with visiting(chromium, demo_site, Person(TUTOR), viewport=DESK) as page:
        open_longest_wait(page)
        comment(page, 0)
        page.evaluate(SELECT, [1, 30])
        page.keyboard.press("c")
        expect(page.locator("#note-dialog textarea")).to_be_focused()
        page.keyboard.type("j e k são letras aqui")
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("j")
        expect(page.locator("[data-note]").first).to_be_focused()
        page.keyboard.press("d")
        expect(page.locator("[data-review-key]")).to_be_focused()
        page.keyboard.press("?")
        expect(page.locator("#keys-help")).to_be_visible()
        page.locator("[data-keys-toggle]").uncheck()
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("?")
        expect(page.locator("#keys-help")).not_to_be_visible()


@pytest.mark.slow
def test_what_was_typed_survives_a_lost_network_and_a_reload(chromium, demo_site):
    with visiting(chromium, demo_site, Person(TUTOR), viewport=DESK) as page:
        open_longest_wait(page)
        page.context.set_offline(True)
        field = page.locator("#id_overall")
        field.click()
        field.press_sequentially("Sigo amanhã. /cena ")
        expect(field).to_have_value(re.compile("^Sigo amanhã. Conte uma cena: .* $"))
        typed = field.input_value()
        expect(page.locator("[data-draft-state]")).to_contain_text("sem")
        page.context.set_offline(False)
        page.reload()
        expect(field).to_have_value(re.compile(re.escape(typed.strip())))
        expect(page.locator("#review-form[data-unsaved]")).to_have_count(0)
    assert Review.objects.open().filter(overall__startswith="Sigo amanhã. Conte uma cena").count() == 1


@pytest.mark.slow
def test_tab_that_was_killed_gives_review_and_comment_back(chromium, demo_site):
    with visiting(chromium, demo_site, Person(TUTOR), viewport=DESK) as page:
        open_longest_wait(page)
        page.context.set_offline(True)
        page.locator("#id_overall").fill(SAID)
        expect(page.locator("[data-draft-state]")).to_contain_text("salvo neste aparelho")
        page.evaluate(SELECT, [0, 40])
        page.locator("[data-note-offer]").click()
        page.locator("#note-dialog textarea").fill(QUESTION)
        until(page, "async () => (await (await roda.store()).all('drafts')).length === 2")
        again = page.context.new_page()
        page.close()
        again.context.set_offline(False)
        again.goto(page.url)
        expect(again.locator("#id_overall")).to_have_value(SAID)
        expect(again.locator("[data-draft-state]")).to_contain_text("salvo no servidor")
        expect(again.locator("#note-dialog textarea")).to_have_value(QUESTION)
        again.locator("#note-dialog input[value=question]").check()
        again.locator("#note-dialog button[type=submit]").click()
        expect(again.locator("#notes [data-note]").filter(has_text=QUESTION)).to_have_count(1)
        # What the server has, the device lets go: signing out asks nothing.
        again.locator("#id_request").fill(QUESTION)
        follow(again, again.locator("button[value=return]"))
        until(again, NOTHING_LEFT)
    assert Review.objects.released().filter(overall=SAID, annotations__text=QUESTION).count() == 1


def test_ten_returns_take_no_more_than_twenty_one_presses(chromium, demo_site):
    """Moodle: 47. The first opens the one that has waited longest; then each return opens the next."""
    group = TutoringGroup.objects.filter(staff__person__email=TUTOR).first()
    ReflectionPage.objects.update(allow_formative=True)
    entries = [sent_entry(EnrolmentFactory(tutoring_group=group)).pk for _ in range(10)]
    long_ago = timezone.now() - datetime.timedelta(days=60)
    PortfolioEntry.objects.filter(pk__in=entries).update(waiting_since=long_ago)
    with visiting(chromium, demo_site, Person(TUTOR), viewport=DESK) as page:
        open_longest_wait(page)
        presses = 1
        for _ in range(10):
            page.locator("#id_overall").click()
            page.keyboard.type(SAID)
            page.keyboard.press("Tab")
            page.keyboard.type("Quem mais estava na sala?")
            with page.expect_navigation():
                page.keyboard.press("Control+Enter")
            presses += 2
    assert Review.objects.released().filter(overall=SAID).count() == 10
    assert presses <= 21
