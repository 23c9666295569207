"""A whole portfolio on one page, its closing text, its guests and who read it."""

import datetime
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from home.accounts.decorators import writing_login_required
from home.richtext.decorators import composer_page
from home.uploads.responses import file_response
from learning.enrolment.models import Enrolment
from learning.portfolio.actions import (
    DraftConflict,
    EntryRefused,
    GuestRefused,
    SavedDraft,
    invite_guest,
    note_file_reading,
    note_reading,
    publish_closing,
    revoke_guest,
    save_closing,
)
from learning.portfolio.enums import ReaderKind, ReadingKind
from learning.portfolio.forms import ClosingForm, GuestForm
from learning.portfolio.models import ClosingText
from learning.portfolio.queries import shares_of_entries
from learning.portfolio.responses import draft_saved, form_refused, wants_json
from learning.portfolio.rules import may_close_portfolio, may_end_pass, may_invite_guest, may_see_readers
from learning.reports.queries import file_of_portfolio, readable_portfolio, whole_portfolio

READINGS_A_PAGE = 50
GUEST_DAYS = 30


@require_GET
@login_required
def portfolio_whole(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    found, reader = _readable_or_404(request, enrolment)
    shows_all = request.GET.get("mostrar") == "tudo" and reader != ReaderKind.GUEST
    whole = whole_portfolio(found, reader, all_sent=shows_all)
    note_reading(by=request.user, enrolment=found, kind=ReadingKind.WHOLE, is_guest=whole.is_guests)
    tabs = [
        {"label": _("Accepted work"), "url": "?", "is_shown": not shows_all},
        {"label": _("All that was sent"), "url": "?mostrar=tudo", "is_shown": shows_all},
    ]
    context = {"portfolio": whole, "tabs": tabs, "enrolment": found, "student": found.student}
    context["may_close"] = may_close_portfolio(request.user, found)
    context["may_see_readers"] = may_see_readers(request.user, found)
    if whole.is_own:
        context["shares"] = shares_of_entries(whole.by_pk)
    return render(request, "learning/portfolio/portfolio_whole.html", context)


@require_safe
@login_required
def portfolio_file(request: HttpRequest, enrolment: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    found, reader = _readable_or_404(request, enrolment)
    upload = file_of_portfolio(found, reader, file)
    if upload is None:
        raise Http404
    is_guest = reader == ReaderKind.GUEST
    note_file_reading(by=request.user, enrolment=found, file_id=file, is_guest=is_guest)
    return file_response(request, upload, upload.name)


@require_GET
@login_required
@composer_page
def closing(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    found = _own_or_404(request, enrolment)
    if not may_close_portfolio(request.user, found):
        raise PermissionDenied
    stored = ClosingText.objects.filter(enrolment=found).first()
    initial = {"text": stored.text, "base_number": stored.draft_number} if stored else {"base_number": 0}
    return _show_closing(request, found, ClosingForm(initial=initial), stored)


@require_POST
@writing_login_required
@composer_page
def closing_draft(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Saves what was typed; with `next=publish` puts it into the portfolio."""
    found = _own_or_404(request, enrolment)
    if not may_close_portfolio(request.user, found):
        raise PermissionDenied
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return form_refused(form.errors) if wants_json(request) else _show_closing(request, found, form, status=422)
    data = form.cleaned_data
    try:
        saved = save_closing(
            by=request.user, enrolment=found, base_number=data["base_number"], text=data["text"], form_key=data["key"]
        )
    except DraftConflict as conflict:
        return _closing_conflict(request, found, form, conflict)
    if request.POST.get("next") == "publish":
        return _publish(request, found, form, saved)
    return draft_saved(request, saved, reverse("learning:closing", args=[enrolment]))


def _publish(request: HttpRequest, found: Enrolment, form: ClosingForm, saved: SavedDraft) -> HttpResponse:
    try:
        publish_closing(by=request.user, enrolment=found)
    except EntryRefused as refusal:
        form.go_on_from(saved.number)
        for problem in refusal.problems:
            form.add_error(problem.field, problem.message)
        return _show_closing(request, found, form, status=422)
    messages.success(request, _("Your closing text is in your portfolio."))
    return redirect("learning:portfolio_whole", found.public_id)


def _closing_conflict(
    request: HttpRequest, found: Enrolment, form: ClosingForm, conflict: DraftConflict
) -> HttpResponse:
    """409: the stored text beside the one just typed. The next saving takes what stands in the form."""
    if wants_json(request):
        return JsonResponse({"number": conflict.stored.draft_number}, status=409)
    form.go_on_from(conflict.stored.draft_number)
    return _show_closing(request, found, form, conflict.stored, status=409)


def _show_closing(
    request: HttpRequest, found: Enrolment, form: ClosingForm, stored: ClosingText | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "enrolment": found, "stored": stored, "is_conflict": status == 409}
    context["published"] = stored.versions.last() if stored else None
    return render(request, "learning/portfolio/closing.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def portfolio_readers(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Who is invited, who read; POST invites."""
    found, _reader = _readable_or_404(request, enrolment)
    if not may_see_readers(request.user, found):
        raise PermissionDenied
    form = GuestForm(request.POST or None, initial={"ends_on": timezone.localdate() + datetime.timedelta(GUEST_DAYS)})
    if request.method == "POST":
        if not may_invite_guest(request.user, found):
            raise PermissionDenied
        if form.is_valid() and _invite(request, found, form):
            return redirect("learning:portfolio_readers", enrolment)
    readings = found.readings.select_related("reader", "version__entry__prompt")
    context = {"enrolment": found, "form": form, "may_invite": may_invite_guest(request.user, found)}
    context["passes"] = [
        (row, row.is_open and may_end_pass(request.user, row))
        for row in found.guest_passes.select_related("guest", "invited_by", "enrolment")
    ]
    context["page"] = Paginator(readings, READINGS_A_PAGE).get_page(request.GET.get("pagina"))
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/portfolio/portfolio_readers.html", context, status=status)


def _invite(request: HttpRequest, found: Enrolment, form: GuestForm) -> bool:
    data = form.cleaned_data
    who = data["name"], data["email"]
    try:
        invite_guest(by=request.user, enrolment=found, who=who, ends_on=data["ends_on"])
    except GuestRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    messages.success(request, _("The invitation is on its way by e-mail."))
    return True


@require_POST
@login_required
def guest_revoke(request: HttpRequest, enrolment: uuid.UUID, pk: int) -> HttpResponse:
    found, _reader = _readable_or_404(request, enrolment)
    guest_pass = get_object_or_404(found.guest_passes.select_related("enrolment"), pk=pk)
    if not may_end_pass(request.user, guest_pass):
        raise PermissionDenied
    revoke_guest(by=request.user, guest_pass=guest_pass)
    messages.success(request, _("The guest can no longer read the portfolio."))
    return redirect("learning:portfolio_readers", enrolment)


def _readable_or_404(request: HttpRequest, public_id: uuid.UUID) -> tuple[Enrolment, str]:
    found = readable_portfolio(request.user, public_id)
    if found is None:
        raise Http404
    return found


def _own_or_404(request: HttpRequest, public_id: uuid.UUID) -> Enrolment:
    enrolments = Enrolment.objects.of(request.user).select_related("course", "offering", "student")
    return get_object_or_404(enrolments, public_id=public_id)
