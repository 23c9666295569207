"""What the review's form is answered: JSON for its script, a page without it."""

from django.conf import settings
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_permissions_policy import PermissionsPolicyMiddleware

from learning.courses.rubric_drawing import rubric_hidden
from learning.courses.rubric_sheets import judged_criteria
from learning.reviews.actions import ReviewContent, sheet_of
from learning.reviews.models import Review

RECORDING = PermissionsPolicyMiddleware.compute_header_value(
    {**settings.PERMISSIONS_POLICY, "microphone": "self"}, name="PERMISSIONS_POLICY"
)


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
    context = {"address": address, "stored": stored, "mine": mine, "key": request.POST["key"]}
    if sheet := sheet_of(stored):
        context["hidden"] = rubric_hidden("judgement", mine.judgement)
        context["stored_hidden"] = rubric_hidden("judgement", stored.judgement)
        context["mine_judged"] = judged_criteria(sheet, mine.judgement, {})
        context["stored_judged"] = judged_criteria(sheet, stored.judgement, {})
    return render(request, "learning/reviews/review_conflict.html", context, status=409)


def review_closed(request: HttpRequest, address: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({}, status=423)
    messages.error(request, _("This reading is no longer open to you. What you had written is kept with it."))
    return redirect(address)


def let_in(response: HttpResponse, *, frames: bool, microphone: bool) -> HttpResponse:
    """Lets this page show files in frames of ours, and record a spoken word; no other page may."""
    if frames:
        response._csp_update = {"frame-src": ["'self'"]}
    if microphone:
        response._permissions_policy_override = RECORDING
    return response


def form_refused(errors: ErrorDict) -> HttpResponse:
    return JsonResponse({"errors": errors.get_json_data()}, status=422)
