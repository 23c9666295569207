"""Reading without a connection: the service worker, the page that it shows then, a fresh token for what waited.

The first two are the same for everybody. Whose copies a device keeps is said by each page of a signed-in person
(`person_key`), and the worker empties the rest.
"""

import hashlib
import json
import uuid
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import etag, require_GET

# The worker itself, read in this order.
WORKER = (
    "js/device.js", "js/kept-pages.js", "js/offline-page.js", "js/kept-modules.js", "js/waiting.js",
    "js/service-worker.js",
)  # fmt: skip
# What outlines and readings stand on; a test holds this list to what their pages ask for.
SHELL = (
    "css/roda.css", "css/pages.css", "img/mark.svg", "django_htmx/htmx-2.min.js", "js/shell.js", "js/offline.js",
    "js/reading.js", "js/keep-module.js", "js/marks.js", "js/device.js",
)  # fmt: skip
OFFLINE_PATH = "/sem-rede/"
# Milliseconds after which a copy that the device has comes before an answer that is still on its way.
PATIENCE = 6000


def person_key(user) -> str:
    """Names a person's copies on her device; tells nothing about her, and nobody is signed in without one."""
    return _key_of(user.pk) if user.pk else ""


@lru_cache(maxsize=4096)
def _key_of(number: int) -> str:
    return salted_hmac("roda.offline", str(number), algorithm="sha256").hexdigest()[:24]


def worker_text() -> str:
    return _write_worker() if settings.DEBUG else _worker_once()


def _write_worker() -> str:
    shell = [static(name) for name in SHELL]
    facts = {
        "version": _digest(),
        "shell": shell,
        # Where names carry no hash, a stored file may be an older one.
        "hashed": shell[0] != settings.STATIC_URL + SHELL[0],
        "offline": OFFLINE_PATH,
        "patience": PATIENCE,
        "token": reverse("fresh_token"),
        "parts": reverse("home:upload_parts", args=[uuid.UUID(int=0)]).partition("0000")[0],
    }
    parts = ", ".join(json.dumps(static(name)) for name in WORKER)
    return f"self.RODA = {json.dumps(facts)};\nimportScripts({parts});\n"


def _digest() -> str:
    """Changes with any file that the worker keeps or is made of."""
    paths = (Path(finders.find(name)) for name in (*SHELL, *WORKER))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


_worker_once = lru_cache(maxsize=1)(_write_worker)


@require_GET
@cache_control(no_cache=True)
@etag(lambda request: f'"{hashlib.sha256(worker_text().encode()).hexdigest()[:16]}"')
def service_worker(request: HttpRequest) -> HttpResponse:
    """Served from the root, for a worker answers for what lies beside and below it."""
    return HttpResponse(worker_text(), content_type="text/javascript")


@require_GET
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows without a connection; it fills in what is kept on the device."""
    return render(request, "offline/offline.html")


@require_GET
@never_cache
def fresh_token(request: HttpRequest) -> JsonResponse:
    """For a page that was kept: its own token is as old as the copy. Says also who is signed in now."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "log-in"}, status=401)
    return JsonResponse({"token": get_token(request), "person": person_key(request.user)})
