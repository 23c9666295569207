"""What the service worker is given. What it does is shown in a browser (tests/journeys/test_offline.py)."""

import re

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from site_config.offline import SHELL, WORKER, person_key

STATIC = re.compile(r'(?:src|href|data-sending|data-device)="/static/([^"]+)"')
# What a browser fetches for its own shelves, not for the page.
HOME_SCREEN = {"img/icon-32.png", "img/icon-180.png"}


def test_worker_is_the_same_for_everybody_and_asked_for_each_time(client, student):
    before = client.get(reverse("service_worker"))
    client.force_login(student)
    after = client.get(reverse("service_worker"))
    assert before.content == after.content
    assert before["Content-Type"] == "text/javascript"
    assert "no-cache" in before["Cache-Control"]
    assert client.get(reverse("service_worker"), headers={"if-none-match": before["ETag"]}).status_code == 304
    assert all(f'"/static/{name}"' in before.text for name in (*SHELL, *WORKER))


def test_page_without_connection_is_nobodys(client, student):
    anonymous = client.get(reverse("offline"))
    client.force_login(student)
    assert client.get(reverse("offline")).content == anonymous.content
    assert "data-person" not in anonymous.text


def test_shell_is_what_outlines_readings_and_the_offline_page_ask_for(client, student, parts):
    client.force_login(student)
    pages = [
        reverse("learning:outline", args=[parts.course.slug]),
        reverse("learning:item", args=[parts.course.slug, parts.first_unit.pk]),
        reverse("offline"),
    ]
    asked = {name for page in pages for name in STATIC.findall(client.get(page).text)}
    assert asked - HOME_SCREEN == set(SHELL)


def test_pages_say_whose_they_are_without_telling_who(client, student, stranger):
    assert 'data-person=""' in client.get(reverse("account_login")).text
    client.force_login(student)
    assert f'data-person="{person_key(student)}"' in client.get(reverse("learning:desk")).text
    assert person_key(student) != person_key(stranger)
    assert person_key(AnonymousUser()) == ""


def test_error_pages_say_nothing_of_a_person(client, db):
    assert "data-person" not in client.get("/nada/").text


def test_fresh_token_is_for_whoever_is_signed_in_and_never_stored(client, student):
    assert client.get(reverse("fresh_token")).status_code == 401
    client.force_login(student)
    answer = client.get(reverse("fresh_token"))
    assert answer.json()["person"] == person_key(student)
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]
