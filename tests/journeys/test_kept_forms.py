"""Words of forms without a draft on the server (changes, the survey) wait on the device; signing out empties it."""

import pytest
from playwright.sync_api import Page, expect

from learning.courses.models import SurveyPage
from learning.reports.models import SurveyResponse
from learning.work_changes.enums import Stage
from learning.work_changes.models import WorkChange
from tests.journeys import steps
from tests.journeys.test_bad_input import send_after_the_session_ended
from tests.journeys.test_offline import COURSE, press_sign_out, until, with_worker
from tests.journeys.test_reviewing import TUTOR, open_longest_wait
from tests.journeys.test_writing import NOTHING_LEFT
from tests.journeys.windows import PHONE, Person, barriers, visiting

pytestmark = [
    pytest.mark.any_database, pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True),
]  # fmt: skip

EMAIL, OTHER = "estudante@example.org", "luzia@example.org"
WORDS = "A cadeira ao lado do balcão ficou, e a fila anda olhando para ela."
KEPT = "async number => (await (await roda.store()).all('drafts')).length === number"
BACK = "Este texto estava no seu aparelho"


@pytest.fixture
def change(demo_site) -> str:
    """The address of a change of hers that is tried out."""
    found = WorkChange.objects.kept().filter(enrolment__student__email=EMAIL, stage=Stage.EXPERIMENTING)
    return f"/mudancas/{found.earliest('pk').public_id}/"


@pytest.fixture
def survey(demo_site) -> str:
    """Hers, open today."""
    SurveyPage.objects.update(opens_before_days=400)
    SurveyResponse.objects.filter(enrolment__student__email=EMAIL).delete()
    return f"/curso/{SurveyPage.objects.get().get_parent().slug}/questionario/"


def form(page: Page):
    return page.locator("form[data-form-kept]")


def state(page: Page):
    return page.locator("[data-draft-state]")


def killed(page: Page) -> Page:
    """Another tab, where this one is gone without a word."""
    expect(state(page)).to_have_text("salvo neste aparelho")
    again, address = page.context.new_page(), page.url
    page.close()
    again.goto(address)
    return again


def send(page: Page) -> None:
    steps.follow(page, form(page).locator("button[type=submit]"))


@pytest.mark.parametrize(
    ("where", "name"), [("editar/mudanca/", "reason"), ("etapa/", "words"), ("acompanhar/", "reflection")]
)
def test_tab_that_was_killed_gives_a_changes_words_back(chromium, demo_site, change, where, name):
    with visiting(chromium, demo_site, Person(EMAIL), viewport=PHONE) as page:
        page.goto(change + where)
        page.fill(f"[name={name}]", WORDS)
        has_stage = page.locator("[name=stage]").count()
        if has_stage:
            page.locator("[name=stage]").last.check()
        page = killed(page)
        expect(page.locator(f"[name={name}]")).to_have_value(WORDS)
        expect(state(page)).to_contain_text(BACK)
        assert barriers(page) == []
        if has_stage:
            expect(page.locator("[name=stage]").last).to_be_checked()
        page.context.set_offline(True)
        page.fill(f"[name={name}]", WORDS + " Sempre.")
        expect(state(page)).to_have_text("salvo neste aparelho")
        page.context.set_offline(False)
        page.reload()
        expect(page.locator(f"[name={name}]")).to_have_value(WORDS + " Sempre.")


def test_a_new_change_comes_back_is_sent_once_and_forgotten(chromium, demo_site):
    with visiting(chromium, demo_site, Person(EMAIL), viewport=PHONE) as page:
        page.goto("/mudancas/nova/")
        page.fill("[name=title]", "A cadeira ao lado do balcão")
        page.fill("[name=before]", "Ninguém via a recepção por dentro.")
        page.fill("[name=after]", WORDS)
        page.select_option("[name=category]", "acolhimento")
        page = killed(page)
        expect(page.locator("[name=category]")).to_have_value("acolhimento")
        send(page)
        expect(page.locator("main")).to_contain_text(WORDS)
        until(page, NOTHING_LEFT)
        page.goto("/mudancas/nova/")
        expect(page.locator("[name=title]")).to_have_value("")
    assert WorkChange.objects.filter(after=WORDS).count() == 1


def test_what_is_called_off_is_let_go_and_what_is_refused_stays(chromium, demo_site, change):
    with visiting(chromium, demo_site, Person(EMAIL), viewport=PHONE) as page:
        page.goto(f"{change}acompanhar/")
        page.fill("[name=remained]", WORDS)
        expect(state(page)).to_have_text("salvo neste aparelho")
        send(page)
        expect(page.locator(".form-errors")).to_be_visible()
        page = killed_without_typing(page)
        expect(page.locator("[name=remained]")).to_have_value(WORDS)
        steps.follow(page, form(page).locator(".form__actions a"))
        until(page, NOTHING_LEFT)
        page.goto(f"{change}acompanhar/")
        expect(page.locator("[name=remained]")).to_have_value("")


def killed_without_typing(page: Page) -> Page:
    until(page, KEPT, 1)
    again, address = page.context.new_page(), page.url
    page.close()
    again.goto(address)
    return again


def test_a_colleague_who_is_chosen_is_asked_and_nothing_is_left(chromium, demo_site, change):
    with visiting(chromium, demo_site, Person(EMAIL), viewport=PHONE) as page:
        page.goto(f"{change}equipe/")
        page.select_option("[name=person]", index=1)
        chosen = page.locator("[name=person]").input_value()
        page = killed(page)
        expect(page.locator("[name=person]")).to_have_value(chosen)
        send(page)
        until(page, NOTHING_LEFT)


def test_signing_out_empties_what_forms_left_and_nobody_else_sees_it(chromium, demo_site, change, survey):
    with visiting(chromium, demo_site, Person(EMAIL), viewport=PHONE) as page:
        page.goto(f"{change}acompanhar/")
        page.fill("[name=reflection]", WORDS)
        expect(state(page)).to_have_text("salvo neste aparelho")
        page.goto("/perfil/")
        until(page, KEPT, 1)
        press_sign_out(page)
        steps.follow(page, page.locator("#unsent button[value=leave]"))
        assert not page.evaluate(
            "indexedDB.databases().then(all => all.some(one => one.name.startsWith('roda-marks')))"
        )
        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('roda-unsent')).length") == 0
        for person in (OTHER, EMAIL):
            sign_in(page, person)
            page.goto(f"{change}acompanhar/" if person == EMAIL else "/mudancas/nova/")
            assert WORDS not in page.content()
            expect(form(page)).to_be_visible()
            page.wait_for_load_state("networkidle")
            expect(state(page)).to_have_text("")
            press_sign_out(page)
            page.wait_for_load_state()


def sign_in(page: Page, email: str) -> None:
    page.goto("/conta/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", "roda-demo")
    steps.follow(page, page.locator("form:has(input[name=password]) button[type=submit]").first)


def test_signing_out_empties_a_reviews_kept_words(chromium, demo_site):
    with visiting(chromium, demo_site, Person(TUTOR)) as page:
        open_longest_wait(page)
        # What is sent while a page closes would leave the browser past `set_offline`.
        page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
        page.locator("#id_overall").fill(WORDS)
        expect(state(page)).to_contain_text("salvo neste aparelho")
        address = page.url
        page.goto("/perfil/")
        until(page, KEPT, 1)
        press_sign_out(page)
        steps.follow(page, page.locator("#unsent button[value=leave]"))
        assert not page.evaluate(
            "indexedDB.databases().then(all => all.some(one => one.name.startsWith('roda-marks')))"
        )
        sign_in(page, TUTOR)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        expect(page.locator("#id_overall")).not_to_have_value(WORDS)
        assert WORDS not in page.content()


def test_survey_survives_a_killed_tab_and_is_answered_once(chromium, demo_site, survey):
    with visiting(chromium, demo_site, Person(EMAIL), viewport=PHONE) as page:
        with_worker(page)
        page.goto(COURSE, wait_until="networkidle")
        page.goto(survey)
        page.fill("[name=Q3]", WORDS)
        page.locator("[name=Q4]").first.check()
        page = killed(page)
        expect(page.locator("[name=Q3]")).to_have_value(WORDS)
        expect(page.locator("[name=Q4]").first).to_be_checked()
        page.context.set_offline(True)
        page.goto("/portfolio/")
        expect(page.locator("[data-text-list] textarea").first).to_have_value(WORDS)
        page.context.set_offline(False)
        page.goto(survey)
        expect(page.locator("[name=Q3]")).to_have_value(WORDS)
        send(page)
        expect(page.locator("main")).to_contain_text(WORDS)
        until(page, NOTHING_LEFT)
    response = SurveyResponse.objects.get(enrolment__student__email=EMAIL)
    assert WORDS in str(response.answers)


@pytest.mark.parametrize("scripts", [True, False])
def test_survey_survives_an_expired_session(chromium, demo_site, survey, scripts):
    """She presses, logs in again, and presses once more."""
    student = Person(EMAIL)
    with visiting(chromium, demo_site, student, java_script_enabled=scripts) as page:
        page.goto(survey)
        page.fill("[name=Q3]", WORDS)
        page.locator("[name=Q4]").first.check()
        send_after_the_session_ended(page, student, "[data-form-kept]", WORDS)
        expect(page.locator("main")).to_contain_text(WORDS)
        if scripts:
            until(page, NOTHING_LEFT)
    answers = SurveyResponse.objects.get(enrolment__student__email=EMAIL).answers
    assert WORDS in str(answers)
    assert len(answers["Q4"]["chosen"]) == 1
