"""Error pages in the site's face. They must work when the database does not: no queries, no user."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

DATABASE_AWAY = (OperationalError, InterfaceError)
STATUSES = (400, 403, 404, 413, 429, 500, 503)


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status}.html", {"status": status}), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is away: the same request works a little later."""
    if not isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return error_page(request, 500)
    page = error_page(request, 503)
    page["Retry-After"] = "5"
    return page
