"""What is tried on the rehearsed server: the main job by people made with commands, and what only a server has."""

import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from tests.journeys.windows import Person, launched
from tests.rehearsal.machine import Machine
from tests.rehearsal.main_job import NAMES, Stage, do_the_main_job, make_people

TRUSTING = ssl._create_unverified_context()
PATIENCE_S = 30
# More than the server takes in one request.
TOO_MUCH = 13 * 1024 * 1024


def visit(server: Machine, administrator: tuple[str, str]) -> None:
    check_health(server)
    check_static(server)
    people = make_people(server)
    people["administradora"] = Person(*administrator)
    with launched() as browser:
        do_the_main_job(Stage(browser, server.address, people))
    check_mails(server, people)
    check_error_pages(server)


def get(server: Machine, path: str, body: bytes | None = None) -> tuple[int, dict, str]:
    try:
        with urllib.request.urlopen(server.address + path, body, context=TRUSTING) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, dict(refusal.headers), refusal.read().decode()


def check_health(server: Machine) -> None:
    assert get(server, "/healthz")[2] == "ok"
    assert '"queue": "ok"' in get(server, "/readyz")[2]


def check_static(server: Machine) -> None:
    status, headers, page = get(server, "/")
    assert status == 200
    assert "max-age" in headers["Strict-Transport-Security"]
    style = re.search(r'href="(/static/[^"]+\.css)"', page).group(1)
    assert "immutable" in get(server, style)[1]["Cache-Control"]


def check_mails(server: Machine, people: dict[str, Person]) -> None:
    """The worker sends them: the set-up's, the tutor's news of a text, the student's of its return."""
    for name in ("administradora", "tutora", "estudante"):
        wait_until(lambda name=name: server.mails_to(people[name].email), f"No mail came for {NAMES[name]}.")
    assert any(server.address in text for text in server.mails_to(people["estudante"].email))


def check_error_pages(server: Machine) -> None:
    """Ends with a server whose application is stopped."""
    assert_has_face(get(server, "/nao-existe/"), 404)
    assert_has_face(get(server, "/conta/login/", b"x" * TOO_MUCH), 413)
    server.stop_web()
    assert_has_face(get(server, "/"), 503)


def assert_has_face(answer: tuple[int, dict, str], expected: int) -> None:
    status, _headers, page = answer
    assert status == expected
    assert 'lang="pt-br"' in page
    assert 'class="masthead' in page


def wait_until(holds: Callable, complaint: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, complaint
        time.sleep(0.5)
