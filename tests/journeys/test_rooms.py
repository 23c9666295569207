"""Answering in a conversation: a colleague is named from the list, what is being written outlives its page."""

import pytest
from playwright.sync_api import expect

from forums.models import Topic
from tests.journeys import steps
from tests.journeys.windows import Person, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_draft_with_a_name_from_the_list_comes_back_and_goes_once(chromium, demo_site):
    topic = Topic.objects.filter(board__members__person__email="estudante@example.org", is_locked=False).first()
    address = f"/conversas/t/{topic.pk}/"
    with visiting(chromium, demo_site, Person("estudante@example.org")) as page:
        page.goto(address)
        steps.write(page, "html", "Como foi aí, ")
        page.keyboard.type("@hel")
        expect(page.locator("[data-mention]")).to_have_text("Helena Prado Nogueira")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        text = "Como foi aí, @Helena Prado Nogueira"
        expect(page.locator("[data-draft-state]")).to_contain_text("salvo no servidor", timeout=15_000)
        page.goto(address)
        expect(page.locator("textarea[name=html]")).to_have_value(text)
        steps.follow(page, page.get_by_role("button", name="Enviar resposta"))
        expect(page.locator(".post", has_text=text)).to_have_count(1)
        # Neither the server nor the device brings back what was sent.
        page.goto(address)
        expect(page.locator(".post", has_text=text)).to_have_count(1)
        expect(page.locator("textarea[name=html]")).to_have_value("")
