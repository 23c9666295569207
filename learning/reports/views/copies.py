"""Copies to take along: a student's own portfolio, and a class's for its coordination."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from home.accounts.responses import ask_who_it_is
from learning.enrolment.models import Enrolment, Offering
from learning.reports.actions import CopyUsedUp, TooManyCopies, note_download, request_copy
from learning.reports.enums import ExportKind
from learning.reports.forms import CopyForm
from learning.reports.models import Export
from learning.reports.queries import copies_of, copies_url, export_file
from learning.reports.rules import may_copy_offering, may_copy_portfolio, may_take


@require_http_methods(["GET", "POST"])
@login_required
def portfolio_copies(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    enrolments = Enrolment.objects.of(request.user).select_related("course", "offering", "student")
    found = get_object_or_404(enrolments, public_id=enrolment)
    if not may_copy_portfolio(request.user, found):
        raise PermissionDenied
    name = _("Portfolio: %(course)s") % {"course": found.course.title}
    context = {"enrolment": found, "copies": copies_of(request.user, enrolment=found)}
    return _copies(request, CopyForm(request.POST or None), context, name=name, enrolment=found)


@require_http_methods(["GET", "POST"])
@login_required
def offering_copies(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Offering.objects.visible_to(request.user).select_related("course"), pk=pk)
    if not may_copy_offering(request.user, found):
        raise PermissionDenied
    name = _("Portfolios of %(offering)s") % {"offering": found.name}
    context = {"offering": found, "copies": copies_of(request.user, offering=found)}
    form = CopyForm(request.POST or None, leave_out=ExportKind.ZIP)
    return _copies(request, form, context, name=name, offering=found)


def _copies(request: HttpRequest, form: CopyForm, context: dict, *, name: str, **of) -> HttpResponse:
    """The page of either; a valid POST asks for a copy."""
    if request.method == "POST" and form.is_valid():
        try:
            request_copy(by=request.user, kind=form.cleaned_data["kind"], name=name, **of)
        except TooManyCopies:
            messages.error(request, _("Some copies of yours are still being made. Wait for one before you ask again."))
        return redirect(request.path)
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/reports/copies.html", {**context, "form": form}, status=status)


@require_safe
@login_required
def copy_state(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The row of one copy, for a page that asks now and then how far it is."""
    found = get_object_or_404(Export.objects.visible_to(request.user), public_id=public_id)
    return render(request, "learning/reports/copy_row.html", {"copy": found})


@require_safe
@login_required
def copy_download(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """An open session is not enough: a phone lent for a minute would give all of a portfolio away."""
    chosen = Export.objects.visible_to(request.user).select_related("requested_by", "enrolment", "offering")
    found = get_object_or_404(chosen, public_id=public_id)
    if not may_take(found):
        raise PermissionDenied
    if not found.is_ready:
        raise Http404
    if asked := ask_who_it_is(request, back=copies_url(found)):
        return asked
    if request.method == "GET":
        try:
            note_download(by=request.user, export=found)
        except CopyUsedUp:
            messages.error(request, _("This copy was downloaded three times. Ask for a new one: it costs nothing."))
            return redirect(copies_url(found))
    return _sealed_file(found)


def _sealed_file(found: Export) -> HttpResponse:
    """Never as a page of this site, whatever is in it."""
    content = export_file(found)
    if content is None:
        raise Http404
    extension = found.path.rpartition(".")[2]
    name = f"{slugify(found.name)[:80]}.{extension}"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
