"""What the staff sees of one student's entries, and what the coordination decides about them: T13 and T16."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.uploads.actions import UploadRefused, receive_upload
from learning.enrolment.models import Enrolment
from learning.portfolio.actions import EntryLocked, EntryRefused, exempt_entry, revive_entry
from learning.portfolio.forms import ExemptionForm
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries import prompt_pages, student_entries
from learning.portfolio.responses import add_problems
from learning.portfolio.rules import is_staff_over, may_lead

writing = require_http_methods(["GET", "HEAD", "POST"])


@require_http_methods(["GET", "HEAD"])
@login_required
def enrolment_entries(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    found = _enrolment(request, enrolment)
    if not is_staff_over(request.user, found):
        raise PermissionDenied
    leads = may_lead(request.user, found)
    context = {"enrolment": found, "rows": student_entries(found, with_nameless=leads), "leads": leads}
    return render(request, "learning/portfolio/enrolment_entries.html", context)


@writing
@login_required
def entry_exempt(request: HttpRequest, enrolment: uuid.UUID, item: int) -> HttpResponse:
    found = _enrolment(request, enrolment)
    if not may_lead(request.user, found):
        raise PermissionDenied
    prompt = get_object_or_404(prompt_pages(found.offering), pk=item)
    form = ExemptionForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid() and _exempted(request, found, prompt, form):
        messages.success(request, _("Exempted: it counts as done, and the student gets a notice."))
        return redirect("learning:enrolment_entries", found.public_id)
    context = {"enrolment": found, "prompt": prompt, "form": form}
    return render(request, "learning/portfolio/entry_exempt.html", context, status=422 if form.errors else 200)


def _exempted(request: HttpRequest, enrolment: Enrolment, prompt, form: ExemptionForm) -> bool:
    file = form.cleaned_data["document"]
    try:
        document = receive_upload(by=request.user, file=file, name=file.name)
        exempt_entry(
            by=request.user, enrolment=enrolment, prompt=prompt, reason=form.cleaned_data["reason"], document=document
        )
    except UploadRefused as refusal:
        form.add_error("document", str(refusal))
    except EntryLocked:
        form.add_error(None, _("It is with its reader or settled already: nothing was changed."))
    except EntryRefused as refusal:
        add_problems(form, refusal.problems)
    return not form.errors


@writing
@login_required
def entry_revive(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    seen = PortfolioEntry.objects.visible_to(request.user).select_related("enrolment__offering__course", "prompt")
    entry = get_object_or_404(seen, public_id=public_id)
    if not may_lead(request.user, entry.enrolment):
        raise PermissionDenied
    if request.method != "POST":
        context = {"entry": entry, "enrolment": entry.enrolment, "prompt": entry.prompt}
        return render(request, "learning/portfolio/entry_revive.html", context)
    try:
        revive_entry(by=request.user, entry=entry)
    except EntryLocked:
        messages.info(request, _("It is open already."))
    except EntryRefused as refusal:
        messages.error(request, refusal.problems[0].message)
    else:
        messages.success(request, _("It is open again, as it was before. The student gets a notice."))
    return redirect("learning:enrolment_entries", entry.enrolment.public_id)


def _enrolment(request: HttpRequest, public_id: uuid.UUID) -> Enrolment:
    seen = Enrolment.objects.visible_to(request.user).select_related("offering__course", "student", "course")
    return get_object_or_404(seen, public_id=public_id)
