"""Who has no password is asked by a mailed code whether it is still she."""

import re
import time
from urllib.parse import quote

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.urls import reverse

from home.accounts.mailed_codes import WAITING
from home.accounts.responses import ask_who_it_is

BACK = "/portfolio/"
ADDRESS = f"/confirmar/?next={quote(BACK, safe='')}"


@pytest.fixture
def without_password(client, stranger):
    stranger.set_unusable_password()
    stranger.save()
    client.force_login(stranger)
    return stranger


def code_in(mail) -> str:
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.body, re.MULTILINE)[1]


def asked(client, rf, person):
    """As a view that asks for a fresh log-in, in this client's session."""
    request = rf.get("/")
    request.user, request.session = person, client.session
    return ask_who_it_is(request, back=BACK)


def test_a_code_answers_and_leads_back(client, rf, without_password, mailoutbox, run_tasks):
    assert asked(client, rf, without_password).url == ADDRESS
    assert 'name="code"' not in client.get(ADDRESS).text
    assert 'name="code"' in client.post(ADDRESS, {"next": BACK}).text
    run_tasks()
    [mail] = mailoutbox
    assert mail.to == [without_password.email]
    answer = client.post(ADDRESS, {"next": BACK, "code": f" {code_in(mail).lower()} "})
    assert (answer.status_code, answer.url) == (302, BACK)
    assert asked(client, rf, without_password) is None
    session = client.session
    session[RECORDS] = [{**row, "at": time.time() - 301} for row in session[RECORDS]]
    session.save()
    assert asked(client, rf, without_password).url == ADDRESS


def test_a_wrong_code_answers_nothing_and_the_third_ends_it(client, rf, without_password, mailoutbox, run_tasks):
    client.post(ADDRESS, {"next": BACK})
    run_tasks()
    for _ in range(3):
        answer = client.post(ADDRESS, {"next": BACK, "code": "ERRADO"})
        assert answer.status_code == 422
    assert 'name="code"' not in answer.text
    assert client.post(ADDRESS, {"next": BACK, "code": code_in(mailoutbox[0])}).status_code == 422
    assert asked(client, rf, without_password) is not None


def test_a_code_of_long_ago_does_not_count(client, rf, without_password, mailoutbox, run_tasks):
    client.post(ADDRESS, {"next": BACK})
    run_tasks()
    session = client.session
    session[WAITING] = {**session[WAITING], "at": time.time() - 3600}
    session.save()
    assert client.post(ADDRESS, {"next": BACK, "code": code_in(mailoutbox[0])}).status_code == 422
    assert asked(client, rf, without_password) is not None


def test_codes_are_not_sent_without_end(client, without_password, mailoutbox, run_tasks):
    for _ in range(5):
        answer = client.post(ADDRESS, {"next": BACK})
    run_tasks()
    assert len(mailoutbox) == 3
    assert "espere um minuto" in answer.text


def test_who_has_a_password_is_asked_for_it_and_no_code_is_sent(client, stranger, mailoutbox, run_tasks):
    stranger.set_password("onze palavras de cor")
    stranger.save()
    client.force_login(stranger)
    for answer in (client.get(ADDRESS), client.post(ADDRESS, {"next": BACK})):
        assert answer.url == f"{reverse('account_reauthenticate')}?next={quote(BACK, safe='')}"
    run_tasks()
    assert mailoutbox == []


def test_it_leads_back_to_pages_of_ours_alone(client, without_password):
    assert 'value="/"' in client.get("/confirmar/?next=https://example.net/").text
