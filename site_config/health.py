"""Two questions that a supervisor asks: does this process answer, and can it do its work."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from huey.contrib.djhuey import HUEY


def healthz(request: HttpRequest) -> HttpResponse:
    """Says that this process answers; asks nothing of anything else."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Says of database, cache and queue whether each works: 200 when all do, else 503."""
    answers = {name: _works(probe) for name, probe in PROBES.items()}
    status = 200 if all(answers.values()) else 503
    words = {name: "ok" if works else "failed" for name, works in answers.items()}
    return JsonResponse(words, status=status, headers={"Cache-Control": "no-store"})


def _works(probe: Callable[[], None]) -> bool:
    try:
        probe()
    except Exception:  # whatever a driver raises, the answer is the same: it does not work
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.set("readyz", "1", 10)
    if cache.get("readyz") != "1":
        raise ConnectionError("The cache forgot at once.")


def _ask_queue() -> None:
    HUEY.pending_count()


PROBES: dict[str, Callable[[], None]] = {"database": _ask_database, "cache": _ask_cache, "queue": _ask_queue}
