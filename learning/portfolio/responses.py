"""What the composer is answered: JSON for its script, a page without it."""

import uuid

from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.portfolio.actions import DraftContent, SavedDraft
from learning.portfolio.models import EntryDraft


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def draft_saved(request: HttpRequest, saved: SavedDraft, address: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"number": saved.number, "saved_at": timezone.localtime(saved.saved_at).strftime("%H:%M")})
    messages.success(request, _("Draft saved. Nobody but you reads it."))
    return redirect(address)


def draft_conflict(request: HttpRequest, mine: DraftContent, stored: EntryDraft, address: str) -> HttpResponse:
    """409: the stored text and the one just typed, side by side; she keeps one or joins them."""
    if wants_json(request):
        return JsonResponse({"number": stored.draft_number}, status=409)
    joined = f"{stored.text}{mine.text}"
    context = {"address": address, "stored": stored, "mine": mine, "joined": joined, "key": uuid.uuid4()}
    return render(request, "learning/portfolio/entry_conflict.html", context, status=409)


def entry_locked(request: HttpRequest, address: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({}, status=423)
    messages.error(request, _("This reflection can no longer be changed. What you had saved is kept."))
    return redirect(address)


def length_note(words: int, least: int | None, most: int | None) -> str:
    """A word of warning, no bar: the prompt asks for more or for fewer words."""
    if least and words < least:
        return _("The prompt asks for at least %(number)s words. You may send it as it is.") % {"number": least}
    if most and words > most:
        return _("The prompt asks for at most %(number)s words. You may send it as it is.") % {"number": most}
    return ""


def form_refused(errors: ErrorDict) -> HttpResponse:
    return JsonResponse({"errors": errors.get_json_data()}, status=422)
