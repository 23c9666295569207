"""Rosa records a change on her phone and takes it to the forum; a colleague tries it too; Rosa follows it up later."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from learning.work_changes.actions import remind_of_follow_ups
from learning.work_changes.enums import Stage
from learning.work_changes.models import WorkChange
from tests.journeys.steps import follow, open_notice
from tests.journeys.windows import PHONE, Person, barriers, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROSA, LUZIA = "estudante@example.org", "luzia@example.org"
TITLE, HERS = "A cadeira ao lado do balcão", "A cadeira no corredor, outra vez"
ASKED = "Quem de vocês já sentou do outro lado?"
LEARNED = "O que ficou foi a pergunta; a cadeira mudou de lugar três vezes."


def record(page: Page, title: str, since: datetime.date | None) -> None:
    page.fill("[name=title]", title)
    page.fill("[name=before]", "Ninguém via a recepção por dentro.")
    page.fill("[name=after]", "Uma de nós senta ali uma hora por semana.")
    if since:
        page.fill("[name=started_on]", since.isoformat())
    page.select_option("[name=category]", "acolhimento")
    follow(page, page.locator("form:has([name=before]) button[type=submit]"))


def calm(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []


def tell_the_forum(page: Page) -> str:
    """From her home to the conversation; returns its address."""
    page.goto("/inicio/")
    follow(page, page.locator('main a[href="/mudancas/nova/"]'))
    page.fill("[name=title]", TITLE)
    page.wait_for_timeout(1000)
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    record(page, TITLE, timezone.localdate())
    calm(page)
    follow(page, page.locator('a[href$="/conversa/"]'))
    page.fill("[name=words]", ASKED)
    follow(page, page.locator("form:has([name=words]) button[type=submit]"))
    expect(page.locator(".change-card")).to_contain_text("Uma de nós senta ali")
    calm(page)
    return page.url


def answer_with_ours(page: Page, conversation: str) -> None:
    page.goto(conversation)
    follow(page, page.locator('.change-card a[href$="/tentamos/"]'))
    follow(page, page.locator('main a[href*="/mudancas/nova/"]'))
    expect(page.locator("[name=title]")).to_have_value("")
    record(page, HERS, None)
    expect(page.locator(".change-card")).to_contain_text(HERS)
    expect(page.locator(".posts")).to_contain_text(HERS)


def six_weeks_pass() -> None:
    """Her phone lies still; the worker reminds her on the day."""
    passed = datetime.timedelta(weeks=6)
    change = WorkChange.objects.get(title=TITLE)
    WorkChange.objects.filter(pk=change.pk).update(
        started_on=change.started_on - passed, recorded_at=change.recorded_at - passed
    )
    remind_of_follow_ups()


def test_a_change_goes_from_a_phone_to_the_forum_and_is_followed_six_weeks_later(chromium, demo_site):
    with visiting(chromium, demo_site, Person(ROSA), viewport=PHONE) as page:
        conversation = tell_the_forum(page)
    with visiting(chromium, demo_site, Person(LUZIA), viewport=PHONE) as page:
        answer_with_ours(page, conversation)
    six_weeks_pass()
    with visiting(chromium, demo_site, Person(ROSA), viewport=PHONE) as page:
        open_notice(page, TITLE)
        page.fill("[name=remained]", "A hora ao lado do balcão.")
        page.fill("[name=reflection]", LEARNED)
        page.check("[name=stage][value=incorporated]")
        follow(page, page.locator("form:has([name=reflection]) button[type=submit]"))
        expect(page.locator("main")).to_contain_text(LEARNED)
        calm(page)
        page.goto(conversation)
        expect(page.locator(".change-card")).to_contain_text("A hora ao lado do balcão.")
        expect(page.locator(".change-card")).not_to_contain_text(LEARNED)
    change = WorkChange.objects.get(title=TITLE)
    assert (change.stage, change.follow_ups.get().weeks) == (Stage.INCORPORATED, 6)
    assert WorkChange.objects.get(title=HERS).linked_to == change
