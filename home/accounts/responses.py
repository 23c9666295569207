"""What a log-in stands between: the words of a session that ended wait for it; what is dear asks for a fresh one."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags

KEPT = "kept_post"
MOST_BYTES = 1_000_000
NEVER_KEPT = ("csrfmiddlewaretoken",)
# Whose forms hold what people write.
WRITTEN_IN = ("learning", "forums", "home")
ASKING = ("home:confirm",)
# What the editor for formatted text sends beside each of its fields (home/richtext).
COMPANIONS = ("_format", "_original")
# A key, a number, a choice (formative, pt-br, America/Sao_Paulo), a tick, an address, a date: no words of a person.
CODE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+|[a-z_-]+|[A-Z]\w+/\w+|/\S*|\d{4}-\d\d-\d\d(T\S+)?")


class KeptWords(NamedTuple):
    """What somebody wrote in one field; `is_html` says that the editor sent it, formatted."""

    text: str
    is_html: bool


@dataclass(frozen=True)
class KeptPost:
    """A form that waits. `fields` are sent again as they came; `words` is what its writer would know again."""

    path: str
    fields: Sequence[tuple[str, str]]

    @cached_property
    def words(self) -> list[KeptWords]:
        posted, written = dict(self.fields), []
        for name, value in self.fields:
            # None for a field without the editor; in one with it, a single small word is somebody's text too.
            kind = posted.get(f"{name}_format")
            is_companion = any(name.removesuffix(end) in posted for end in COMPANIONS if name.endswith(end))
            said = (strip_tags(value) if kind == "html" else value).strip()
            if said and not is_companion and (kind or not CODE.fullmatch(said)):
                written.append(KeptWords(value, kind == "html"))
        return written


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which shows the answer in the page where it stands."""
    return request.headers.get("Accept", "").startswith("application/json")


def keep_and_log_in(request: HttpRequest) -> HttpResponse:
    """Keeps the posted fields (not files) in the anonymous session and asks to log in; the form waits behind it.

    A script that saves in the background gets 401 and keeps its text itself.
    """
    if wants_json(request) or request.htmx:
        return JsonResponse({"error": "log-in"}, status=401)
    fields = _fields(request)
    if sum(len(value) for _, value in fields) > MOST_BYTES:
        return redirect_to_login(request.path)
    request.session[KEPT] = {"path": request.path, "fields": fields}
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('home:kept')})}")


def send_again(request: HttpRequest) -> HttpResponse | None:
    """Where a form's token is void since its writer logged in elsewhere meanwhile: the form, to be sent with one press.

    None for everything else: forms of accounts (passwords are never shown), requests of scripts, and those that the
    browser does not say to come from a page of ours.
    """
    origin, route = request.headers.get("Origin", ""), request.resolver_match
    is_ours = urlsplit(origin).netloc == request.get_host()
    if request.method != "POST" or not is_ours or wants_json(request) or request.htmx:
        return None
    if route is not None and route.view_name == "account_login" and request.user.is_authenticated:
        return redirect(request.get_full_path())
    if route is None or route.app_name not in WRITTEN_IN or route.view_name in ASKING:
        return None
    if not request.user.is_authenticated:
        return keep_and_log_in(request)
    shown = {"kept": KeptPost(request.path, _fields(request)), "is_stale": True}
    return render(request, "home/kept.html", shown, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form older than the last log-in, or a browser that keeps no cookies: what was written is not lost.

    The page in its place asks neither the database nor who it is, as every error page.
    """
    return send_again(request) or HttpResponse(render_to_string("403_csrf.html", {"status": 403}), status=403)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_KEPT]


def ask_who_it_is(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """Leads to the question "is it still you?" and from there to `back`; None where she answered a moment ago.

    A log-in counts as an answer. Who logs in by mailed codes alone answers with one (mailed_codes).
    """
    records = get_authentication_records(request, request.user)
    if any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    question = methods[0]["url"] if methods else reverse("home:confirm")
    return redirect(f"{question}?{urlencode({'next': back})}")
