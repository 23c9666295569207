"""How few presses the main job needs, from a person's home: the table of ux.md."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from learning.courses.caches import forget_everything
from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment
from learning.portfolio.actions import save_draft, start_entry
from learning.portfolio.models import PortfolioEntry
from tests.factories.portfolio import content
from tests.journeys import steps
from tests.journeys.windows import COUNTING, DESK, PHONE, Person, presses, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STUDENT, TUTOR = "estudante@example.org", "tutora@example.org"


def counted(chromium, site, email, size):
    """A window that counts, on the person's home."""
    return visiting(chromium, site, Person(email), viewport=size)


def go_home(page: Page) -> None:
    page.add_init_script(COUNTING)
    page.goto("/inicio/")
    page.evaluate("sessionStorage.presses = 0")


@pytest.fixture
def draft(demo_site):
    """A reflection that the student has written and not sent, due today."""
    enrolment = Enrolment.objects.select_related("offering").get(student__email=STUDENT, is_current=True)
    prompt = unwritten(enrolment)
    days = (timezone.localdate() - enrolment.offering.starts_on).days
    ReflectionPage.objects.filter(pk=prompt.pk).update(due_after_days=days)
    forget_everything()
    return written_entry(enrolment, prompt)


def unwritten(enrolment) -> ReflectionPage | None:
    written = PortfolioEntry.objects.filter(enrolment=enrolment).values("prompt")
    return ReflectionPage.objects.live().descendant_of(enrolment.course).exclude(pk__in=written).first()


def written_entry(enrolment, prompt) -> PortfolioEntry:
    entry = start_entry(by=enrolment.student, enrolment=enrolment, prompt=prompt)
    save_draft(by=enrolment.student, entry=entry, base_number=0, content=content())
    return entry


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_student_sees_what_comes_next_and_opens_it_with_one_press(chromium, demo_site, size):
    with counted(chromium, demo_site, STUDENT, size) as page:
        go_home(page)
        title, why = page.locator(".next__title"), page.locator(".next__why")
        expect(why).to_be_in_viewport(ratio=1)
        assert why.inner_text()
        step = title.inner_text()
        steps.follow(page, page.locator(".next a.button"))
        expect(page.locator("h1")).to_have_text(step)
        assert presses(page) == 1


def test_student_reads_her_tutors_feedback_with_one_press(chromium, demo_site):
    with counted(chromium, demo_site, STUDENT, PHONE) as page:
        go_home(page)
        steps.follow(page, page.locator("#came-back + ul a").first)
        expect(page.locator("#feedback")).to_be_in_viewport()
        assert presses(page) == 1


def test_student_reads_on_where_she_stopped_with_one_press(chromium, demo_site):
    with counted(chromium, demo_site, STUDENT, PHONE) as page:
        course = page.goto("/inicio/") and page.locator(".next .eyebrow a").get_attribute("href")
        page.goto(course)
        steps.follow(page, page.locator("a[data-unit]").last)
        stopped = page.locator("h1").inner_text()
        go_home(page)
        steps.follow(page, page.locator(".next__resume a, .next a.button").last)
        expect(page.locator("h1")).to_have_text(stopped)
        assert presses(page) == 1


def test_student_sends_what_she_has_written_with_two_presses(chromium, demo_site, draft):
    with counted(chromium, demo_site, STUDENT, PHONE) as page:
        go_home(page)
        steps.follow(page, page.locator("main a[href$='/enviar/']").first)
        steps.follow(page, page.locator("form:has(input[name=draft_number]) button[type=submit]"))
        expect(page.locator(".receipt")).to_be_visible()
        assert presses(page) == 2
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_tutor_opens_the_longest_waiting_with_one_press_and_is_on_the_next_with_two_more(chromium, demo_site):
    """Ten in a row: tests/journeys/test_reviewing.py."""
    with counted(chromium, demo_site, TUTOR, DESK) as page:
        go_home(page)
        steps.follow(page, page.locator(".card form button"))
        expect(page.locator("#review-form")).to_be_visible()
        assert presses(page) == 1
        first = page.url
        return_with_comments(page)
        expect(page.locator("#review-form")).to_be_visible()
        assert page.url != first
        assert not page.url.endswith("/devolutiva/")
        assert presses(page) == 3


def return_with_comments(page: Page) -> None:
    page.locator("[name=overall]").click()
    page.keyboard.type("Vi você na sala.")
    page.keyboard.press("Tab")
    expect(page.locator("[name=request]")).to_be_focused()
    page.keyboard.type("Quem faltou nesse dia?")
    steps.follow(page, page.locator("button[name=decision][value=return_next]"))
