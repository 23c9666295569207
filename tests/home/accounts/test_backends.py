import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, get_user
from django.test import RequestFactory
from django.urls import reverse

from home.accounts.backends import AccountBackend, PasswordBackend
from home.accounts.models import User

BACKENDS = (PasswordBackend(), AccountBackend())


@pytest.mark.parametrize("backend", BACKENDS, ids=["password", "account"])
def test_the_person_of_a_request_is_the_one_of_the_database(backend, stranger, django_assert_num_queries):
    with django_assert_num_queries(1):
        read = backend.get_user(stranger.pk)
        values = vars(read)
    stored = vars(User.objects.get(pk=stranger.pk))
    assert {name: values[name] for name in stored if name != "_state"} == {
        name: value for name, value in stored.items() if name != "_state"
    }
    assert (read._state.db, read._state.adding, read.get_deferred_fields()) == ("default", False, set())


@pytest.mark.parametrize("backend", BACKENDS, ids=["password", "account"])
def test_whoever_is_not_active_or_not_there_is_nobody(backend, stranger):
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    assert backend.get_user(stranger.pk) is None
    assert backend.get_user(10**12) is None


def test_a_deactivated_person_is_out_at_once(client, stranger):
    client.force_login(stranger)
    assert client.get(reverse("home:profile")).status_code == 200
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    assert client.get(reverse("home:profile")).status_code == 302


def test_a_new_password_ends_the_other_sessions(client, stranger):
    client.force_login(stranger)
    stranger.set_password("another word of hers")
    stranger.save()
    assert client.get(reverse("home:profile")).status_code == 302


def test_a_log_in_by_the_form_comes_back_as_the_same_person(client, stranger):
    stranger.set_password("a word of hers")
    stranger.save()
    stranger.emailaddress_set.create(email=stranger.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": stranger.email, "password": "a word of hers"})
    assert client.session[BACKEND_SESSION_KEY] in settings.AUTHENTICATION_BACKENDS
    assert client.get(reverse("home:profile")).context["user"] == stranger


def test_a_session_of_a_backend_that_is_gone_is_nobody(client, stranger):
    client.force_login(stranger)
    session = client.session
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    request = RequestFactory().get("/")
    request.session = session
    assert get_user(request).is_anonymous
