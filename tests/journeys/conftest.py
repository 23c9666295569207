"""What the journeys share: Chromium, and the demo behind a live server, in a state of its own for each test."""

from threading import Lock

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import _MediaFilesHandler
from huey.contrib.djhuey import HUEY
from pytest_django.live_server_helper import LiveServer

from tests.demo import run_queue
from tests.snapshot import restore_snapshot


class PublicMedia(_MediaFilesHandler):
    """Django's test server would look beside our public folder."""

    def get_base_dir(self):
        return settings.MEDIA_ROOT / "public"


class Site(StaticFilesHandler):
    """One request at a time, for SQLite in memory has one connection; the worker does what is queued right behind.

    A window that closes may still send something (a draft's last words); between two tests nobody hears it.
    """

    turn = Lock()
    open = False

    def __init__(self, application):
        super().__init__(PublicMedia(WSGIHandler()))

    def __call__(self, environ, start_response):
        with self.turn:
            if not Site.open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            answer = super().__call__(environ, start_response)
            run_queue(HUEY.dequeue)
        return answer


@pytest.fixture(scope="session")
def site_server(django_db_setup):
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = Site
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def demo_site(chromium, transactional_db, demo_rows, site_server):
    """The address of a server on which the demo was just loaded. What a test changes is gone after it."""
    restore_snapshot(demo_rows)
    ContentType.objects.clear_cache()
    HUEY.storage.flush_all()
    Site.open = True
    yield site_server
    # What the last window still asked for is answered before the tables are emptied, and nothing after it.
    with Site.turn:
        Site.open = False
        HUEY.storage.flush_all()
