"""The ways into an account, in a real browser: a passkey, a code by mail, and out again everywhere."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.journeys.windows import Person, barriers, send_form_of, visiting

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = re.compile("/inicio/$")
# The phone's own: it knows its owner by finger or face, and keeps the key.
KEEPER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def student():
    return Person("estudante@example.org")


def give_a_keeper_of_keys(page: Page) -> None:
    phone = page.context.new_cdp_session(page)
    phone.send("WebAuthn.enable")
    phone.send("WebAuthn.addVirtualAuthenticator", {"options": KEEPER})


def sign_out(page: Page) -> None:
    page.locator(".menu__button").click()
    page.locator("form[action$='/logout/'] button").click()
    page.goto("/conta/login/")


@pytest.mark.slow
def test_passkey_made_on_the_phone_opens_the_account(chromium, demo_site, student):
    with visiting(chromium, demo_site, student) as page:
        give_a_keeper_of_keys(page)
        page.goto("/conta/2fa/webauthn/add/")
        if "reauthenticate" in page.url:
            page.fill("input[name=password]", student.password)
            send_form_of(page, "password")
        page.fill("input[name=name]", "Meu celular")
        page.locator("input[name=passwordless]").check()
        assert barriers(page) == []
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
        sign_out(page)
        page.locator("#passkey_login").click()
        expect(page).to_have_url(HOME)


def test_code_by_mail_opens_the_account(chromium, demo_site, student):
    with visiting(chromium, demo_site, java_script_enabled=False) as page:
        page.goto("/conta/login/code/")
        page.fill("input[name=email]", student.email)
        send_form_of(page, "email")
        code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
        page.fill("input[name=code]", code)
        send_form_of(page, "code")
        expect(page).to_have_url(HOME)


@pytest.mark.slow
def test_signing_out_everywhere_closes_the_other_windows(chromium, demo_site, student):
    there = Person(student.email)
    with visiting(chromium, demo_site, student) as page, visiting(chromium, demo_site, there) as other:
        page.goto("/conta/sessions/")
        assert barriers(page) == []
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        other.goto("/inicio/")
        expect(other).to_have_url(re.compile("/conta/login/"))
        page.goto("/inicio/")
        expect(page).to_have_url(HOME)
