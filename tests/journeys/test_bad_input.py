"""What goes wrong while people write, in a real browser: nothing that they wrote is lost, nothing is done twice."""

import pytest
from playwright.sync_api import expect

from forums.models import Topic
from learning.courses.models import ReflectionPage
from tests.journeys import steps
from tests.journeys.windows import Person, log_in, visiting

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "Escrevi isto devagar, entre duas visitas, e não quero escrever outra vez."


@pytest.fixture
def student():
    return Person("estudante@example.org")


@pytest.fixture
def topic(demo_site):
    """A conversation that this student may answer."""
    found = Topic.objects.filter(board__members__person__email="estudante@example.org", is_locked=False).first()
    return f"/conversas/t/{found.pk}/"


@pytest.fixture
def prompt(demo_site):
    """The reflection that came back to this student."""
    page = ReflectionPage.objects.get(slug="p1-um-lugar-do-territorio")
    return f"/curso/{page.course_slug}/{page.pk}/reflexao/"


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
def test_answer_survives_an_expired_session(chromium, demo_site, student, topic, scripts):
    with visiting(chromium, demo_site, student, java_script_enabled=scripts) as page:
        page.goto(topic)
        steps.write(page, "html", TEXT)
        send_after_the_session_ended(page, student, '[action$="/resposta/"]')
        expect(page.locator(".posts")).to_contain_text(TEXT)


def test_reflection_survives_an_expired_session(chromium, demo_site, student, prompt):
    with visiting(chromium, demo_site, student, java_script_enabled=False) as page:
        page.goto(prompt)
        steps.write(page, "text", TEXT)
        send_after_the_session_ended(page, student, "[data-draft-save]")
        page.goto(prompt)
        expect(page.locator("textarea[name=text]")).to_have_value(TEXT)


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
def test_answer_survives_a_log_in_in_another_tab(chromium, demo_site, student, topic, scripts):
    """Whose tokens are then void: with scripts they follow, without them one more press is asked for."""
    with visiting(chromium, demo_site, student, java_script_enabled=scripts) as page:
        page.goto(topic)
        steps.write(page, "html", TEXT)
        page.context.clear_cookies(name="sessionid")
        other = page.context.new_page()
        other.goto("/conta/login/")
        log_in(other, student)
        steps.follow(page, page.locator("form[action$='/resposta/'] button[type=submit]").last)
        if not scripts:
            expect(page.locator("main")).to_contain_text(TEXT)
            steps.follow(page, page.locator("main form button[type=submit]").first)
        expect(page.locator(".posts")).to_contain_text(TEXT)


def send_after_the_session_ended(page, student, form, text=TEXT):
    """She presses the button, logs in again, and presses once more."""
    page.context.clear_cookies(name="sessionid")
    steps.follow(page, page.locator(f"form{form} button[type=submit]").last)
    log_in(page, student)
    expect(page.locator("main")).to_contain_text(text)
    steps.follow(page, page.locator("main form button[type=submit]").first)


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_answer_sent_with_two_presses_stands_there_once(chromium, demo_site, student, topic, scripts):
    with visiting(chromium, demo_site, student, java_script_enabled=scripts) as page:
        page.goto(topic)
        steps.write(page, "html", TEXT)
        page.locator('form[action$="/resposta/"] button[type=submit]').dblclick()
        expect(page.locator(".post", has_text=TEXT)).to_have_count(1)
        page.goto(topic)
        expect(page.locator(".post", has_text=TEXT)).to_have_count(1)


def test_file_over_the_limit_is_refused_and_the_words_stay(chromium, demo_site, student, prompt, settings):
    settings.UPLOAD_MAX_BYTES = 20 * 1024
    photo = {"name": "foto.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 30 * 1024}
    with visiting(chromium, demo_site, student, java_script_enabled=False) as page:
        page.goto(prompt)
        field = page.locator(".field", has=page.locator("input[type=file]"))
        expect(field.locator(".field__hint")).to_contain_text("20")
        steps.write(page, "text", TEXT)
        page.set_input_files("input[type=file]", photo)
        steps.follow(page, page.locator("form[data-draft-save] button[type=submit]").last)
        expect(field.locator(".field__error")).to_contain_text("20")
        expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
