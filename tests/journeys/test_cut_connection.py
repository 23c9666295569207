"""F21: the network is cut after the request and before the answer.

What became of it is unknown to whoever sent it, until she sends the same form again: then it is one thing, once.
"""

import http.client
import uuid
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse

from forums.models import Post
from learning.portfolio.models import EntryVersion
from learning.reviews.models import Review
from tests.factories.forums import board_with, topic_by
from tests.factories.portfolio import ASKED, opened_review, started_entry
from tests.journeys.relay import Relay

pytestmark = [pytest.mark.django_db(transaction=True)]

TOKEN = "a" * 32


@pytest.fixture
def relay(live_server):
    relay = Relay(live_server.url)
    yield relay
    relay.close()


@pytest.fixture
def send(relay, client):
    """Sends a form as a person through the wire: (status, where to), or None where no answer came."""

    def sent(person, address: str, form: dict) -> tuple[int, str | None] | None:
        client.force_login(person)
        cookies = {settings.SESSION_COOKIE_NAME: client.session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        connection = http.client.HTTPConnection("127.0.0.1", relay.port, timeout=10)
        try:
            connection.request("POST", address, urlencode({**form, "csrfmiddlewaretoken": TOKEN}), headers)
            answer = connection.getresponse()
            return answer.status, answer.headers["Location"]
        except (http.client.BadStatusLine, ConnectionError):
            return None
        finally:
            connection.close()

    return sent


def twice(relay, send, person, address: str, form: dict, again: dict):
    """The first answer is cut off; `again` is sent over the whole wire. Returns what the second was told."""
    relay.cut = True
    assert send(person, address, form) is None
    assert len(relay.dropped) == 1
    relay.cut = False
    return send(person, address, again)


def new_key(form: dict) -> dict:
    return {**form, "key": uuid.uuid4()}


def test_a_submission_that_was_cut_off_is_one_receipt(relay, send, enrolment, parts):
    started_entry(enrolment)
    address = reverse("learning:entry_submit", args=[parts.course.slug, parts.reflection.pk])
    form = new_key({"draft_number": 1})
    answer = twice(relay, send, enrolment.student, address, form, form)
    version = EntryVersion.objects.get()
    assert answer == (302, reverse("learning:receipt", args=[version.public_id]))
    # The control: without the key of the form nobody would know her own submission again.
    assert send(enrolment.student, address, new_key(form)) != answer


def test_a_release_that_was_cut_off_is_one_review(relay, send, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    address = reverse("learning:review_release", args=[review.entry.public_id])
    words = {"overall": ASKED.overall, "request": ASKED.request, "suggested_on": "2026-12-24", "base_number": 0}
    form = new_key({**words, "decision": "return"})
    answer = twice(relay, send, tutor, address, form, form)
    assert answer == (302, reverse("learning:review_queue"))
    assert Review.objects.released().get().key == form["key"]
    assert send(tutor, address, new_key(form)) == (302, reverse("learning:review", args=[review.entry.public_id]))


@pytest.mark.parametrize(("is_same_form", "posts"), [(True, 1), (False, 2)], ids=["same key", "control: another key"])
def test_a_post_that_was_cut_off_is_one_post(relay, send, student, is_same_form, posts):
    topic = topic_by(student, board_with(student))
    address = reverse("forums:post_new", args=[topic.pk])
    form = new_key({"html": "<p>Também tentamos assim.</p>"})
    status, _where = twice(relay, send, student, address, form, form if is_same_form else new_key(form))
    assert status == 302
    assert Post.objects.filter(topic=topic, number__gt=1).count() == posts
