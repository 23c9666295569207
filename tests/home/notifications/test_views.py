import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from home.notifications.actions import mark_all_read
from tests.factories.home import NotificationFactory, PersonFactory

pytestmark = pytest.mark.django_db
LIST = "/avisos/"


@pytest.mark.parametrize("count", [1, 3])
def test_notifications_cost_the_same_queries_however_many(client, stranger, django_assert_num_queries, count):
    NotificationFactory.create_batch(count, person=stranger)
    client.force_login(stranger)
    with django_assert_num_queries(4):
        page = client.get(LIST)
    assert page.content.decode().count("Acolhimento") == count


def test_notifications_are_one_persons_alone(client, stranger):
    NotificationFactory(person=PersonFactory(), data={"title": "Segredo", "reason": ""})
    client.force_login(stranger)
    assert "Segredo" not in client.get(LIST).content.decode()


def test_notifications_escape_what_people_wrote(client, stranger):
    NotificationFactory(person=stranger, data={"title": "<script>x</script>", "reason": "<img src=x>\n{{ 7 }}"})
    client.force_login(stranger)
    html = client.get(LIST).content.decode()
    assert "<script>x" not in html
    assert "&lt;img src=x&gt;<br>{{ 7 }}" in html


def test_notification_open_marks_it_read_and_leads_on(client, stranger):
    notice = NotificationFactory(person=stranger)
    client.force_login(stranger)
    response = client.get(reverse("home:notification_open", args=[notice.pk]))
    notice.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/inicio/")
    assert notice.read_at is not None


def test_notification_open_of_another_person_is_not_found(client, stranger):
    notice = NotificationFactory(person=PersonFactory())
    client.force_login(stranger)
    assert client.get(reverse("home:notification_open", args=[notice.pk])).status_code == 404


def test_notifications_read_takes_a_post_alone(client, stranger):
    notice = NotificationFactory(person=stranger)
    client.force_login(stranger)
    assert client.get(reverse("home:notifications_read")).status_code == 405
    assert client.post(reverse("home:notifications_read"), follow=True).status_code == 200
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_notifications_ask_an_anonymous_reader_to_log_in(client):
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_notifications_about_something_lost_say_nothing_of_it(
    client, student, offering, django_assert_num_queries, count
):
    NotificationFactory.create_batch(count, person=student, about=offering, data={"title": "Segredo", "reason": ""})
    client.force_login(student)
    ContentType.objects.get_for_model(offering)
    with django_assert_num_queries(5):
        page = client.get(LIST)
    assert "Segredo" in page.content.decode()
    student.enrolments.all().delete()
    assert "Segredo" not in client.get(LIST).content.decode()


BELL = re.compile(r'href="/avisos/">.*?</a>', re.S)


def bell_of(client) -> str:
    """What is written beside the bell, on a page that knows nothing of notices."""
    return " ".join(strip_tags(BELL.search(client.get(reverse("home:profile")).text)[0].partition(">")[2]).split())


def test_the_bell_of_every_page_says_how_many_wait(client):
    person, other = PersonFactory(), PersonFactory()
    NotificationFactory.create_batch(2, person=person)
    NotificationFactory(person=other)
    NotificationFactory(person=person, read_at=timezone.now())
    client.force_login(person)
    assert bell_of(client) == "Avisos 2 não lidos"
    mark_all_read(by=person)
    assert bell_of(client) == "Avisos"


def test_the_bell_does_not_count_beyond_what_anybody_reads(client):
    person = PersonFactory()
    NotificationFactory.create_batch(100, person=person)
    client.force_login(person)
    assert bell_of(client) == "Avisos 99+ não lidos"
