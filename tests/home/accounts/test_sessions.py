import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as OldSession
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import Session, User
from home.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionStore()
    session["roles"] = ["tutor", "ção"]
    session.create()
    return session


def test_session_is_read_as_it_was_written(session):
    assert dict(SessionStore(session.session_key).items()) == {"roles": ["tutor", "ção"]}


def test_expired_session_is_empty_and_gets_a_new_key(session):
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    read = SessionStore(session.session_key)
    assert "roles" not in read
    assert read.session_key is None


@pytest.mark.parametrize("key", ["unknown-key-of-a-session", "' or 1=1 --       "])
def test_unknown_key_gives_an_empty_session(session, key):
    read = SessionStore(key)
    assert "roles" not in read
    assert read.session_key is None


def test_tampered_session_is_empty(session):
    Session.objects.update(session_data="not signed by us")
    assert "roles" not in SessionStore(session.session_key)


def test_a_session_brings_its_person_along_in_one_query(client, stranger, django_assert_num_queries):
    client.force_login(stranger)
    read = SessionStore(client.session.session_key)
    with django_assert_num_queries(1):
        person = read.person
        values = vars(person)
    stored = vars(User.objects.get(pk=stranger.pk))
    assert {name: values[name] for name in stored if name != "_state"} == {
        name: value for name, value in stored.items() if name != "_state"
    }
    assert (person._state.db, person._state.adding, person.get_deferred_fields()) == ("default", False, set())


def test_a_row_that_names_another_person_lets_nobody_in_as_her(client, stranger, editor):
    client.force_login(stranger)
    Session.objects.update(person=editor)
    assert SessionStore(client.session.session_key).person is None
    assert client.get(reverse("home:profile")).context["user"] == stranger


def test_an_old_password_brings_nobody_along(client, stranger):
    client.force_login(stranger)
    User.objects.filter(pk=stranger.pk).update(password="another")
    assert SessionStore(client.session.session_key).person is None


def test_signing_out_leaves_no_row(client, stranger):
    client.force_login(stranger)
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(person=stranger).exists()


def test_a_person_without_an_account_any_more_takes_her_sessions_along(client, stranger):
    client.force_login(stranger)
    stranger.delete()
    assert not Session.objects.exists()


def test_sessions_of_before_are_taken_over(client, stranger):
    """Nobody is signed out where a server gets the new table."""
    client.force_login(stranger)
    kept = Session.objects.get()
    columns = {"session_key": kept.pk, "session_data": kept.session_data, "expire_date": kept.expire_date}
    OldSession.objects.create(**columns)
    kept.delete()
    import_module("home.accounts.migrations.0004_sessions").take_over(apps, None)
    assert client.get(reverse("home:profile")).context["user"] == stranger
    assert (Session.objects.get().person, OldSession.objects.exists()) == (stranger, False)
