"""Wiring that every request passes: a request id with one log line, and the content policy by path."""

import time
import uuid
from collections.abc import Callable
from functools import cache

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from site_config.libras import libras_policy, offers_libras

log = structlog.get_logger("roda.request")

QUIET = ("healthz", "readyz")


class RequestLogMiddleware:
    """Gives the request an id and writes one line at its end. Never a query string, a name or a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex
        # The one thing that is ever bound: the next request's takes its place.
        structlog.contextvars.bind_contextvars(request_id=request.id)
        started = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else None
        if route not in QUIET:
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", method=request.method, route=route, status=response.status_code, ms=elapsed)
        response["X-Request-ID"] = request.id
        return response


ADMIN_PATHS = ("/admin/", "/django-admin/")
SPECIAL = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp, with a policy of its own for the admins' paths, whose scripts and styles stand inline.

    A page that asks for nothing special gets the policy as it was written out once: building it anew for each
    answer was a twenty-fifth of a reading page's cost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        super().__init__(get_response)
        self.usual = build_policy()
        self.admins = build_policy(config=settings.ADMIN_CONTENT_SECURITY_POLICY)
        self.with_libras = cache(lambda address: build_policy(config=libras_policy(address)))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if HEADER in response:
            return response
        if request.path.startswith(ADMIN_PATHS):
            response[HEADER] = self.admins
        elif hasattr(request, "_csp_nonce") or any(hasattr(response, name) for name in SPECIAL):
            return super().process_response(request, response)
        elif offers_libras(request):
            response[HEADER] = self.with_libras(settings.VLIBRAS_URL)
        else:
            response[HEADER] = self.usual
        return response
