import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

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
