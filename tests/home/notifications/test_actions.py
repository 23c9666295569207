import pytest

from home.notifications.actions import mark_all_read, notify
from home.notifications.models import Notification, OutboxMail
from home.notifications.queries import unread_count
from tests.factories.home import NotificationFactory, PersonFactory

pytestmark = pytest.mark.django_db
EVENT = "pages.publication_refused"
DATA = {"title": "Acolhimento", "reason": "Falta o texto da foto."}


def test_notify_writes_the_notice_and_its_mail(stranger):
    notice = notify(EVENT, stranger, key="1", url="/inicio/", data=DATA)
    assert (notice.person, notice.data, notice.read_at) == (stranger, DATA, None)
    assert notice.mail.message_id.startswith("<")
    assert unread_count(stranger) == 1


def test_notify_twice_with_one_key_tells_once(stranger):
    notify(EVENT, stranger, key="1", url="/inicio/", data=DATA)
    assert notify(EVENT, stranger, key="1", url="/inicio/", data=DATA) is None
    assert (Notification.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_notify_refuses_an_unknown_event(stranger):
    with pytest.raises(KeyError):
        notify("nobody.knows", stranger, key="1", url="/inicio/")


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)", ""])
def test_notify_refuses_an_address_outside_the_site(stranger, url):
    with pytest.raises(ValueError, match="path of this site"):
        notify(EVENT, stranger, key="1", url=url)


def test_notify_refuses_a_thing_that_cannot_say_who_may_see_it(stranger):
    with pytest.raises(TypeError):
        notify(EVENT, stranger, key="1", url="/", about=stranger)


def test_mark_all_read_leaves_other_people_alone(stranger):
    NotificationFactory.create_batch(2, person=stranger)
    other = NotificationFactory(person=PersonFactory())
    assert mark_all_read(by=stranger) == 2
    assert (unread_count(stranger), unread_count(other.person)) == (0, 1)
