"""What a person wrote is not lost when her session has ended meanwhile: it waits for her log-in."""

from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

KEPT = "kept_post"
MOST_BYTES = 1_000_000
NEVER_KEPT = ("csrfmiddlewaretoken",)


def keep_and_log_in(request: HttpRequest) -> HttpResponse:
    """Keeps the posted fields (not files) in the anonymous session and asks to log in; the form waits behind it.

    A script that saves in the background gets 401 and keeps its text itself.
    """
    if request.headers.get("Accept", "").startswith("application/json") or request.htmx:
        return JsonResponse({"error": "log-in"}, status=401)
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_KEPT]
    if sum(len(value) for _, value in fields) > MOST_BYTES:
        return redirect_to_login(request.path)
    request.session[KEPT] = {"path": request.path, "fields": fields}
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('home:kept')})}")
