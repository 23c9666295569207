import re

from django.middleware.csrf import _does_token_match, get_token, rotate_token
from django.test import RequestFactory
from django.urls import reverse

from home.prepared import form_token


def test_the_forms_of_an_answer_share_a_token_and_two_answers_do_not(client, stranger):
    client.force_login(stranger)
    found = [re.findall('name="csrfmiddlewaretoken" value="(.+?)"', profile(client)) for _ in range(2)]
    assert [len(set(tokens)) for tokens in found] == [1, 1]
    assert len(found[0]) > 1
    assert found[0][0] != found[1][0]


def profile(client):
    return client.get(reverse("home:profile")).text


def test_the_token_is_one_that_django_takes(db):
    request = RequestFactory().get("/")
    assert _does_token_match(form_token(request), request.META["CSRF_COOKIE"])
    assert _does_token_match(get_token(request), request.META["CSRF_COOKIE"])


def test_a_new_secret_gets_a_new_token():
    request = RequestFactory().get("/")
    first = form_token(request)
    rotate_token(request)
    assert not _does_token_match(first, request.META["CSRF_COOKIE"])
    assert _does_token_match(form_token(request), request.META["CSRF_COOKIE"])


def test_a_page_without_a_form_sets_no_cookie(client, db):
    assert "csrftoken" not in client.get(reverse("learning:catalogue")).cookies
