from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from home.notifications.models import Notification
from home.pages.completeness import PublicationRefused
from home.pages.models import StandardPage
from home.pages.tasks import publish_scheduled
from tests.factories.home import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule():
    """Makes a draft that is due since a minute, by a person."""

    def make(title: str, **fields) -> StandardPage:
        page = StandardPage(title=title, live=False, **fields)
        Page.objects.filter(depth=1).get().add_child(instance=page)
        page.go_live_at = timezone.now() - timedelta(minutes=1)
        revision = page.save_revision(user=PersonFactory(), clean=False)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)
        return page

    return make


@pytest.fixture
def _refusing(monkeypatch):
    def check_publishable(page, **options):
        if page.title == "Sem texto":
            raise PublicationRefused(page, ["Falta o texto da foto."])

    monkeypatch.setattr(StandardPage, "check_publishable", check_publishable)


def test_publish_scheduled_publishes_what_is_due(schedule):
    page = schedule("Pronta")
    publish_scheduled()
    page.refresh_from_db()
    assert page.live


@pytest.mark.usefixtures("_refusing")
def test_publish_scheduled_passes_over_a_page_that_refuses_and_tells_its_editor(schedule):
    refused, good = schedule("Sem texto"), schedule("Pronta")
    publish_scheduled()
    refused.refresh_from_db()
    good.refresh_from_db()
    assert (refused.live, good.live) == (False, True)
    notice = Notification.objects.get()
    assert notice.data == {"title": "Sem texto", "reason": "Falta o texto da foto."}
    assert notice.person == refused.latest_revision.user


@pytest.mark.usefixtures("_refusing")
def test_publish_scheduled_tells_of_a_refusal_once(schedule):
    schedule("Sem texto")
    publish_scheduled()
    publish_scheduled()
    assert Notification.objects.count() == 1


def test_publish_scheduled_expires_what_is_over(schedule):
    page = schedule("Pronta")
    publish_scheduled()
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
