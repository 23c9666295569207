"""What happens to a reading after its release, or when its reader is another one: T10, T11, T14. Each asks first."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from learning.portfolio.actions import EntryLocked
from learning.portfolio.forms import ReasonForm
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.responses import add_problems
from learning.portfolio.rules import is_own, may_lead
from learning.reviews.actions import ReviewRefused, reassign_entry, reopen_entry, request_second_reading
from learning.reviews.forms import ReaderForm
from learning.reviews.queries import awaiting_reader, readers_for, second_reading_of
from learning.reviews.rules import may_review

writing = require_http_methods(["GET", "HEAD", "POST"])


@writing
@login_required
def entry_reopen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    entry = _entry(request, public_id)
    if not may_review(request.user, entry):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _done(form, reopen_entry, by=request.user, entry=entry, reason=reason):
            messages.success(request, _("It is open again: the student gets a notice and can go on with it."))
            return redirect("learning:review", public_id)
    return _form_page(request, "entry_reopen", form, entry)


@writing
@login_required
def second_reading(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The student's question, once an entry."""
    entry = _entry(request, public_id)
    if not is_own(request.user, entry):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _done(form, request_second_reading, by=request.user, entry=entry, reason=reason):
            messages.success(request, _("Your question went to the coordination, which names another reader."))
            return redirect("learning:entry", entry.enrolment.course.slug, entry.prompt_id)
    return _form_page(request, "second_reading", form, entry)


@writing
@login_required
def entry_reassign(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Names the reader of an entry: of a second reading, or instead of the one who has it."""
    entry = _entry(request, public_id)
    if not may_lead(request.user, entry.enrolment):
        raise PermissionDenied
    form = ReaderForm(request.POST or None, readers=readers_for(entry), initial={"reader": entry.reader_id})
    if form.is_bound and form.is_valid():
        reader = form.cleaned_data["reader"]
        if _done(form, reassign_entry, by=request.user, entry=entry, reader=reader):
            messages.success(request, _("Given to its reader. Both get a notice; its place in the queue stays."))
            return redirect("learning:enrolment_entries", entry.enrolment.public_id)
    return _form_page(request, "entry_reassign", form, entry, asked=second_reading_of(entry))


@require_http_methods(["GET", "HEAD"])
@login_required
def second_readings(request: HttpRequest) -> HttpResponse:
    """What has no reader yet, over all classes. Whoever coordinates none finds an empty page."""
    rows = awaiting_reader(request.user).select_related("enrolment__student", "enrolment__offering", "prompt")
    return render(request, "learning/reviews/second_readings.html", {"rows": rows})


def _entry(request: HttpRequest, public_id: uuid.UUID) -> PortfolioEntry:
    seen = PortfolioEntry.objects.visible_to(request.user)
    related = ("enrolment__offering", "enrolment__student", "enrolment__course", "prompt", "reader")
    return get_object_or_404(seen.select_related(*related), public_id=public_id)


def _done(form, action, **arguments) -> bool:
    try:
        action(**arguments)
    except EntryLocked:
        form.add_error(None, _("It is no longer where you saw it: somebody moved it on. Nothing was changed."))
    except ReviewRefused as refusal:
        add_problems(form, refusal.problems)
    return not form.errors


def _form_page(request: HttpRequest, name: str, form, entry: PortfolioEntry, **context) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    back = reverse("learning:review", args=[entry.public_id])
    if is_own(request.user, entry):
        back = reverse("learning:entry", args=[entry.enrolment.course.slug, entry.prompt_id])
    elif name == "entry_reassign":
        back = reverse("learning:enrolment_entries", args=[entry.enrolment.public_id])
    context |= {"form": form, "entry": entry, "enrolment": entry.enrolment, "prompt": entry.prompt, "back": back}
    return render(request, f"learning/reviews/{name}.html", context, status=status)
