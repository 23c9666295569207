"""The access table: every address of ours × every role. An address that is not in the table fails the test."""

import datetime
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from learning.portfolio.models import GuestPass
from tests.project.access_table import MEETS, ROLES, TABLE

pytestmark = pytest.mark.any_database

FOREIGN = ("admin/", "django-admin/", "conta/", "documents/", "_util/", "styleguide/")
# 401 is how the upload that a script makes asks for a log-in: its own test says so.
ENTERED = {200, 204, 302, 400, 401, 409, 422}


def our_addresses(resolver=None, prefix="", namespace="") -> dict[str, str]:
    """Name -> pattern of every address that is not a library's."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if path.startswith(FOREIGN):
            continue
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found |= our_addresses(entry, path, inner)
        elif isinstance(entry, URLPattern) and entry.name and not entry.name.startswith("wagtail"):
            found[namespace + entry.name] = path
    return found


def test_every_address_is_in_the_table():
    assert set(our_addresses()) == {name for name, *_ in TABLE}


def arguments(world: dict, keys: str) -> list:
    return [world[key] for key in keys.split()]


def signed_in(person) -> tuple[Client, str]:
    """Her browser, and what it keeps: a log-in for each address would take as long as the addresses do."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client, client.cookies.output(header="", sep=";")


def answer_of(browser: tuple[Client, str], method: str, address: str, form: dict) -> str:
    """What a person meets: "in", "log-in", "403" or "404"; whatever it changes is taken back."""
    client, kept = browser
    client.cookies = SimpleCookie(kept)
    rollback = transaction.savepoint()
    answer = client.get(address) if method == "GET" else client.post(address, form)
    answer.getvalue()  # reads a file to its end, which closes it
    transaction.savepoint_rollback(rollback)
    if answer.status_code == 302 and answer.url.startswith(reverse("account_login")):
        return "log-in"
    return "in" if answer.status_code in ENTERED else str(answer.status_code)


def test_every_address_answers_every_role_as_the_table_says(world):
    wrong = []
    browsers = {role: signed_in(world["people"][role]) for role in ROLES}
    for name, method, keys, letters in TABLE:
        address = reverse(name, args=arguments(world, keys))
        for role, letter in zip(ROLES, letters, strict=True):
            form = {"offering": world["offering"], "enrolment": world["enrolment"]}
            met = answer_of(browsers[role], method, address, form)
            if met != MEETS[letter]:
                wrong.append(f"{method} {name} as {role}: {met}, not {MEETS[letter]}")
    assert wrong == []


# What a pass to the student's portfolio opens, and what it lets its guest see without letting her do it.
OPEN_TO_GUESTS = {"learning:portfolio_whole": "in"}
SEEN_BY_GUESTS = {"learning:portfolio_readers": "403", "learning:guest_revoke": "403"}


LONG = [pytest.param(state, marks=pytest.mark.slow) for state in ("over", "revoked")]


@pytest.mark.parametrize("state", ["open", *LONG])
def test_a_guest_meets_what_a_stranger_meets_but_for_the_portfolio(world, state):
    guest, opened = signed_in(world["guest"]), GuestPass.objects.get(pk=world["pass"])
    if state == "over":
        opened.ends_on -= datetime.timedelta(days=30)
    if state == "revoked":
        opened.revoked_at = opened.created_at
    opened.save()
    own = {**OPEN_TO_GUESTS, **SEEN_BY_GUESTS} if state == "open" else {}
    wrong = []
    for name, method, keys, letters in TABLE:
        form = {"offering": world["offering"], "enrolment": world["enrolment"]}
        met = answer_of(guest, method, reverse(name, args=arguments(world, keys)), form)
        if met != own.get(name, MEETS[letters[ROLES.index("stranger")]]):
            wrong.append(f"{method} {name}: {met}")
    assert wrong == []


def test_no_address_that_writes_takes_a_form_without_its_token(world):
    """CSRF: 403 on every POST of a signed-in person without the token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world["people"]["coordinator"])
    writing = [(name, keys) for name, method, keys, *_ in TABLE if method == "POST"]
    open_to = [
        name for name, keys in writing if client.post(reverse(name, args=arguments(world, keys))).status_code != 403
    ]
    assert writing
    assert open_to == []
