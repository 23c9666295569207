"""What the review's form is answered: JSON for its script, a page without it."""

import uuid

from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.reviews.actions import ReviewContent
from learning.reviews.models import Review


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def review_saved(request: HttpRequest, saved: Review, address: str) -> HttpResponse:
    if wants_json(request):
        at = timezone.localtime(saved.saved_at or saved.renewed_at).strftime("%H:%M")
        return JsonResponse({"number": saved.draft_number, "saved_at": at})
    messages.success(request, _("Your review is kept. The student sees nothing of it yet."))
    return redirect(address)


def review_conflict(request: HttpRequest, mine: ReviewContent, stored: Review, address: str) -> HttpResponse:
    """409: what is stored and what was just typed, side by side."""
    if wants_json(request):
        return JsonResponse({"number": stored.draft_number}, status=409)
    context = {"address": address, "stored": stored, "mine": mine, "key": uuid.uuid4()}
    return render(request, "learning/reviews/review_conflict.html", context, status=409)


def review_closed(request: HttpRequest, address: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({}, status=423)
    messages.error(request, _("This reading is no longer open to you. What you had written is kept with it."))
    return redirect(address)


def form_refused(errors: ErrorDict) -> HttpResponse:
    return JsonResponse({"errors": errors.get_json_data()}, status=422)
