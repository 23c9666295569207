import pytest
from django.urls import reverse

from home.accounts.models import User

CHANGE = reverse("home:text_size")


def size_on(page) -> str:
    return page.text.split('data-text="', 1)[1][0]


def test_size_is_kept_in_the_account_of_who_is_signed_in(client, stranger):
    client.force_login(stranger)
    answer = client.post(CHANGE, {"text_size": "3", "next": "/perfil/#texto"})
    assert answer.url == "/perfil/#texto"
    assert not answer.cookies
    assert User.objects.get(pk=stranger.pk).text_size == 3
    client.logout()
    assert size_on(client.get("/economia/")) == "1"
    client.force_login(stranger)
    assert size_on(client.get("/economia/")) == "3"


def test_size_of_a_visitor_is_kept_on_the_device(client, db):
    client.post(CHANGE, {"text_size": "4"})
    assert size_on(client.get("/economia/")) == "4"


@pytest.mark.parametrize("size", ["", "0", "5", "¹", "x", "1.2"])
def test_unknown_size_changes_nothing(client, stranger, size):
    client.post(CHANGE, {"text_size": size})
    client.cookies["text_size"] = size
    assert size_on(client.get("/economia/")) == "1"
    client.force_login(stranger)
    assert client.post(CHANGE, {"text_size": size}).status_code == 302
    assert User.objects.get(pk=stranger.pk).text_size == 1


def test_size_never_leads_away(client, db):
    assert client.post(CHANGE, {"text_size": "2", "next": "https://example.net/"}).url == "/"
