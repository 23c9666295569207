"""Rosa tells a change to everyone, her colleague and an editor agree, a visitor reads it, and Rosa takes it back."""

import pytest
from playwright.sync_api import Page, expect

from learning.work_changes.enums import OfferState
from learning.work_changes.models import ChangeStoryPage, StoryOffer, WorkChange
from tests.journeys.steps import follow, open_notice
from tests.journeys.windows import DESK, PHONE, Person, barriers, visiting

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROSA, LUZIA, MODERATOR = "estudante@example.org", "luzia@example.org", "moderadora@example.org"
TITLE = "A lista de quem não apareceu, lida em voz alta na segunda"
NOW = "Toda segunda lemos dez nomes em voz alta, e cada agente escolhe dois para visitar."


def calm(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []


def offer_again(page: Page, change: WorkChange) -> None:
    page.goto(f"/mudancas/{change.public_id}/")
    follow(page, page.locator('main a[href$="/relato/"]').first)
    page.fill("[name=after]", NOW)
    page.check("[name=shows_name]")
    page.check("[name=no_patient_data]")
    page.check("[name=agrees]")
    follow(page, page.locator("button[value=preview]"))
    expect(page.locator(".story__told")).to_contain_text(NOW)
    calm(page)
    follow(page, page.locator("button[value=send]"))
    expect(page.locator("main")).to_contain_text("Luzia")
    calm(page)


def approve(page: Page, story: ChangeStoryPage) -> None:
    page.goto(f"/admin/pages/{story.pk}/edit/")
    page.locator("[data-w-dropdown-target=toggle]:visible").last.click()
    follow(page, page.locator("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"))


def test_a_story_comes_into_the_gallery_and_goes(chromium, demo_site):
    change = WorkChange.objects.get(title=TITLE)
    old = change.story.page.reading_address
    with visiting(chromium, demo_site, Person(ROSA), viewport=PHONE) as page:
        offer_again(page, change)
    with visiting(chromium, demo_site, viewport=PHONE) as page:
        assert page.goto(old).status == 404
    with visiting(chromium, demo_site, Person(LUZIA), viewport=PHONE) as page:
        open_notice(page, TITLE)
        expect(page.locator(".story__told")).to_contain_text(NOW)
        calm(page)
        follow(page, page.locator("button[name=answer][value=yes]"))
    story = StoryOffer.objects.get(change=change).page
    with visiting(chromium, demo_site, Person(MODERATOR), viewport=DESK) as page:
        approve(page, story)
    assert StoryOffer.objects.get(change=change).state == OfferState.PUBLISHED
    with visiting(chromium, demo_site, viewport=PHONE, java_script_enabled=False) as page:
        page.goto("/")
        follow(page, page.locator('main a[href="/relatos/"]'))
        page.locator("summary", has_text="Filtros").click()
        page.select_option("[name=problema]", "chronic")
        follow(page, page.locator(".filters > button"))
        follow(page, page.get_by_role("link", name=TITLE))
        expect(page.locator("article")).to_contain_text(NOW)
        expect(page.locator("article")).to_contain_text("Rosa Maria Lima dos Santos")
        expect(page.locator("article")).not_to_contain_text("Luzia")
        address = page.url
    with visiting(chromium, demo_site, Person(ROSA), viewport=PHONE) as page:
        page.goto(address)
        follow(page, page.locator('main a[href$="/retirar/"]'))
        calm(page)
        follow(page, page.locator("main form button[type=submit]"))
        assert page.goto(address).status == 404
        page.goto("/relatos/")
        expect(page.locator("main")).not_to_contain_text(TITLE)
        calm(page)
