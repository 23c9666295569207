"""Answering in a conversation: the form stays at the foot, a colleague is named from a list, words outlive a page."""

import pytest
from playwright.sync_api import expect

from forums.models import Topic
from tests.journeys import steps
from tests.journeys.windows import DESK, Person, barriers, visiting

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


def test_the_form_stays_at_the_foot_while_one_reads(chromium, demo_site):
    topic = Topic.objects.filter(subject="Conversa de cinco minutos antes das 9h").get()
    with visiting(chromium, demo_site, Person("estudante@example.org"), viewport=DESK) as page:
        page.goto(f"/conversas/t/{topic.pk}/?ir=1")
        field, send = page.locator("textarea[name=html]"), page.get_by_role("button", name="Enviar resposta")
        expect(field).to_be_in_viewport()
        expect(page.locator(".post").last).not_to_be_in_viewport()
        assert page.locator(".composer").bounding_box()["height"] < 130
        steps.write(page, "html", "Aqui também, de tarde na feira.")
        expect(page.locator("input[name=files]")).to_be_in_viewport()
        # Reading on makes it small again; the words stay in sight, and the place where she reads too.
        place = page.evaluate("scrollY")
        page.mouse.click(20, 300)
        expect(page.locator("input[name=files]")).to_be_hidden()
        assert page.evaluate("scrollY") == place
        expect(page.locator("trix-editor")).to_be_in_viewport()
        assert barriers(page) == []
        steps.follow(page, send)
        expect(page.locator(".post", has_text="de tarde na feira")).to_have_count(1)


def test_what_was_refused_stands_whole_at_its_place(chromium, demo_site):
    topic = Topic.objects.filter(subject="Conversa de cinco minutos antes das 9h").get()
    with visiting(chromium, demo_site, Person("estudante@example.org"), viewport=DESK) as page:
        page.goto(f"/conversas/t/{topic.pk}/?ir=1")
        steps.write(page, "html", "Uma resposta longa.")
        Topic.objects.filter(pk=topic.pk).update(is_locked=True)
        steps.follow(page, page.get_by_role("button", name="Enviar resposta"))
        expect(page.locator(".form-errors")).to_be_in_viewport()
        expect(page.locator("trix-editor")).to_have_text("Uma resposta longa.")
        assert page.locator(".composer").bounding_box()["height"] > 300
