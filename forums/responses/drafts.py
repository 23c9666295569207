"""What the script of the composer is answered, and a page without it."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from home.templatetags.roda import said_time


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def draft_refused(request: HttpRequest, status: int) -> HttpResponse | None:
    """For the script; None where a page is wanted."""
    return JsonResponse({}, status=status) if wants_json(request) else None


def draft_saved(request: HttpRequest, place: str, saved: tuple[int, datetime]) -> HttpResponse:
    """`place` is where a page without script goes on."""
    number, moment = saved
    if wants_json(request):
        return JsonResponse({"number": number, "saved_at": said_time(timezone.localtime(moment).time())})
    messages.success(request, _("Draft saved. Nobody but you reads it."))
    return redirect(place)


def key_sent(request: HttpRequest) -> str:
    """The key of the form that led here by being sent: her device may let go of its text."""
    try:
        return str(uuid.UUID(request.GET.get("enviada", "")))
    except ValueError:
        return ""
