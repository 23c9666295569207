"""A student shares a version with peers, and peers read it."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.queries import prepared_topic_url
from home.uploads.responses import file_response
from learning.portfolio.actions import (
    EntryLocked,
    EntryRefused,
    note_file_reading,
    note_text_readings,
    revoke_share,
    share_entry,
)
from learning.portfolio.consents import SHARING
from learning.portfolio.enums import EntryState
from learning.portfolio.forms import ShareForm
from learning.portfolio.models import PortfolioEntry, Share
from learning.portfolio.queries import audiences_of, shared_file, shares_of, shares_with
from learning.portfolio.rules import may_share, reads_as_staff

SHARES_A_PAGE = 30


@require_http_methods(["GET", "POST"])
@login_required
def entry_share(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET shows what would be shared, with whom, and what stands; POST shares."""
    entry = _own_entry_or_404(request, public_id)
    choices = audiences_of(request.user, entry.enrolment)
    is_accepted = entry.state == EntryState.ACCEPTED
    form = ShareForm(request.POST or None, choices=choices, is_accepted=is_accepted)
    if request.method == "POST":
        if not may_share(request.user, entry):
            raise PermissionDenied
        share = _share(request, entry, form)
        if share is not None:
            return _go_on(share)
    status = 422 if request.method == "POST" else 200
    context = {"entry": entry, "form": form, "shares": shares_of(entry), "may_share": may_share(request.user, entry)}
    context["version"] = entry.versions.standing().last()
    return render(request, "learning/portfolio/entry_share.html", context, status=status)


def _share(request: HttpRequest, entry: PortfolioEntry, form: ShareForm) -> Share | None:
    """None where something is missing: the form says what."""
    if not form.is_valid():
        return None
    try:
        share = share_entry(by=request.user, entry=entry, wish=form.wish)
    except EntryLocked:
        form.add_error(None, _("This reflection cannot be shared as it stands."))
    except EntryRefused as refusal:
        for problem in refusal.problems:
            form.add_error(problem.field or None, problem.message)
    else:
        messages.success(request, _("It is shared. You can take it back here whenever you want."))
        return share
    return None


def _go_on(share: Share) -> HttpResponse:
    """Into the forum with a card that leads to the version; else back to where it can be taken back."""
    entry = share.version.entry
    if share.board_id is None:
        return redirect("learning:entry_share", entry.public_id)
    address = settings.SITE_URL.rstrip("/") + reverse("learning:share", args=[share.public_id])
    title = entry.prompt.title
    html = format_html(
        '<p>{}</p><p><a href="{}">{}</a></p>', _("I want to share a reflection with you:"), address, title
    )
    return redirect(prepared_topic_url(share.board_id, title, html))


@require_POST
@login_required
def share_revoke(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(
        Share.objects.visible_to(request.user).select_related("version__entry__enrolment"), public_id=public_id
    )
    if found.version.entry.enrolment.student_id != request.user.pk:
        raise PermissionDenied
    revoke_share(by=request.user, share=found)
    messages.success(request, _("You took it back: from now on nobody reads it by this share."))
    return redirect("learning:entry_share", found.version.entry.public_id)


@require_safe
@login_required
def shared(request: HttpRequest) -> HttpResponse:
    """What classmates share with her."""
    page = Paginator(shares_with(request.user), SHARES_A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "learning/portfolio/shared.html", {"page": page})


@require_safe
@login_required
def share(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _share_or_404(request, public_id)
    entry = found.version.entry
    is_own = entry.enrolment.student_id == request.user.pk
    if reads_as_staff(request.user, entry):
        note_text_readings(by=request.user, enrolment_id=entry.enrolment_id, version_ids=[found.version_id])
    context = {"share": found, "version": found.version, "entry": entry, "is_own": is_own}
    context["files"] = found.version.attachments.order_by("pk")
    context["consent"] = SHARING[found.consent_version]
    return render(request, "learning/portfolio/share.html", context)


@require_safe
@login_required
def share_file(request: HttpRequest, public_id: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    found = _share_or_404(request, public_id)
    upload = shared_file(found, file)
    if upload is None:
        raise Http404
    if reads_as_staff(request.user, found.version.entry):
        note_file_reading(by=request.user, enrolment=found.version.entry.enrolment, file_id=file)
    return file_response(request, upload, upload.name)


def _share_or_404(request: HttpRequest, public_id: uuid.UUID) -> Share:
    shares = Share.objects.visible_to(request.user).select_related(
        "version__entry__prompt", "version__entry__enrolment__student", "version__entry__enrolment__course", "board"
    )
    return get_object_or_404(shares, public_id=public_id)


def _own_entry_or_404(request: HttpRequest, public_id: uuid.UUID) -> PortfolioEntry:
    entries = PortfolioEntry.objects.of(request.user).select_related("prompt", "enrolment__course")
    return get_object_or_404(entries, public_id=public_id)
