from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from learning.portfolio.actions import EntryRefused, cite_changes, start_entry
from learning.portfolio.forms import CiteForm
from learning.portfolio.queries import cited_now, own_entry
from learning.portfolio.rules import may_start
from learning.work_changes.models import WorkChange


@login_required
@require_http_methods(["GET", "POST"])
def entry_cite(request: HttpRequest, course: str, item: int) -> HttpResponse:
    """Which of her changes at work stand beside her text."""
    found = own_entry(request.user, course, item)
    if found is None:
        raise Http404
    if not may_start(request.user, found.enrolment):
        raise PermissionDenied
    address = reverse("learning:entry", args=[course, item])
    mine = WorkChange.objects.kept().of(request.user)
    form = CiteForm(request.POST or None, changes=mine, chosen=cited_now(found.entry.pk) if found.entry else set())
    if request.method == "POST" and form.is_valid():
        try:
            entry = found.entry or start_entry(by=request.user, enrolment=found.enrolment, prompt=found.prompt)
        except EntryRefused as refusal:
            messages.error(request, refusal.problems[0].message)
            return redirect(address)
        cite_changes(by=request.user, entry=entry, changes=form.cleaned_data["changes"])
        messages.success(request, _("It stands beside your text."))
        return redirect(f"{address}#mudanca")
    context = {"form": form, "prompt": found.prompt, "address": address}
    return render(request, "learning/portfolio/entry_cite.html", context, status=422 if form.errors else 200)
