import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from home.accounts.decorators import writing_login_required
from home.prepared import form_token
from learning.portfolio.actions import EntryLocked
from learning.portfolio.models import PortfolioEntry
from learning.reviews.actions import (
    LOCK,
    ReviewClosed,
    ReviewConflict,
    ReviewRefused,
    ReviewTaken,
    accept_entry,
    comment_entry,
    open_review,
    release_unread,
    return_and_open_next,
    return_entry,
    save_review_draft,
    take_over_review,
)
from learning.reviews.composer import asked_html, review_form_html
from learning.reviews.forms import QueueForm, ReviewForm
from learning.reviews.models import Review
from learning.reviews.queries import (
    ReviewScreen,
    groups_of,
    read_queue,
    review_screen,
)
from learning.reviews.responses import form_refused, review_closed, review_conflict, review_saved, wants_json
from learning.reviews.rules import may_review
from learning.reviews.tables import queue_filters, queue_table

ROWS = 25
RELEASES = {
    "return": return_entry,
    "return_next": return_and_open_next,
    "comment": comment_entry,
    "accept": accept_entry,
}


@login_required
@require_GET
def review_queue(request: HttpRequest) -> HttpResponse:
    groups = groups_of(request.user)
    if not groups:
        raise PermissionDenied
    chosen = QueueForm(request.GET, groups=groups).chosen
    number = page_number(request.GET.get("pagina", ""))
    queue = read_queue(request.user, chosen, limit=ROWS, offset=(number - 1) * ROWS)
    if not queue.rows and number > 1:
        queue, number = read_queue(request.user, chosen, limit=ROWS), 1
    filters = queue_filters(groups, chosen.group, chosen.intent)
    context = {
        "queue": queue,
        "table": queue_table(queue, filters, form_token(request)),
        "query": _without_page(request),
        "page": Paginator(range(queue.waiting), ROWS).get_page(number),
    }
    return render(request, "learning/reviews/review_queue.html", context)


@login_required
@require_GET
def review(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _show_review(request, _screen_or_404(request, public_id))


@login_required
@require_POST
def review_open(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    entry = _entry_or_404(request, public_id)
    take = take_over_review if "take_over" in request.POST else open_review
    try:
        take(by=request.user, entry=entry)
    except ReviewTaken as taken:
        messages.warning(request, _("%(name)s is reading it.") % {"name": taken.review.reviewer.name})
    except EntryLocked:
        messages.warning(request, _("It no longer waits for a reading."))
    return redirect("learning:review", public_id)


@require_POST
@writing_login_required
def review_draft(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    address = reverse("learning:review", args=[public_id])
    review = _own_review(request, public_id)
    if review is None:
        return review_closed(request, address)
    form = ReviewForm(request.POST, prompt=review.entry.prompt)
    if not form.is_valid():
        return form_refused(form.errors) if wants_json(request) else _refuse(request, public_id, form)
    data = form.cleaned_data
    try:
        saved = save_review_draft(
            by=request.user, review=review, base_number=data["base_number"], content=form.content, form_key=data["key"]
        )
    except ReviewConflict as conflict:
        return review_conflict(request, form.content, conflict.stored, address)
    except ReviewClosed:
        return review_closed(request, address)
    return review_saved(request, saved, address)


@require_POST
@writing_login_required
def review_release(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Releases the review with the decision that the pressed button names; `return_next` opens the next one too."""
    address = reverse("learning:review", args=[public_id])
    review = _own_review(request, public_id)
    decide = RELEASES.get(request.POST.get("decision", ""))
    if review is None or decide is None:
        return review_closed(request, address)
    form = ReviewForm(request.POST, prompt=review.entry.prompt)
    if not form.is_valid():
        return _refuse(request, public_id, form)
    key, base_number = form.cleaned_data["key"], form.cleaned_data["base_number"]
    try:
        result = decide(by=request.user, review=review, key=key, base_number=base_number, content=form.content)
    except ReviewConflict as conflict:
        return review_conflict(request, form.content, conflict.stored, address)
    except (ReviewClosed, EntryLocked):
        return review_closed(request, address)
    except ReviewRefused as refusal:
        for problem in refusal.problems:
            form.add_error(problem.field or None, problem.message)
        return _refuse(request, public_id, form)
    return _after_release(request, result)


@login_required
@require_POST
def review_drop(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    review = _own_review(request, public_id)
    try:
        if review is None:
            raise ReviewClosed
        release_unread(by=request.user, review=review)
    except ReviewClosed:
        return review_closed(request, reverse("learning:review", args=[public_id]))
    messages.success(request, _("It waits in the queue again, at its old place. Your notes are kept for you."))
    return redirect("learning:review_queue")


def _entry_or_404(request: HttpRequest, public_id: uuid.UUID) -> PortfolioEntry:
    entries = PortfolioEntry.objects.visible_to(request.user).select_related("enrolment", "prompt")
    entry = get_object_or_404(entries, public_id=public_id)
    if not may_review(request.user, entry):
        raise PermissionDenied
    return entry


def _own_review(request: HttpRequest, public_id: uuid.UUID) -> Review | None:
    """Her open review of the entry; for a repeated press the one that its key had released."""
    entry = _entry_or_404(request, public_id)
    reviews = Review.objects.filter(entry=entry, reviewer=request.user).select_related("entry__prompt", "version")
    by_key = {str(review.key): review for review in reviews if review.released_at}
    return by_key.get(request.POST.get("key", "")) or reviews.open().first()


def _screen_or_404(request: HttpRequest, public_id: uuid.UUID) -> ReviewScreen:
    screen = review_screen(request.user, public_id, page_number(request.GET.get("versao", ""), 0))
    if screen is None:
        raise Http404
    return screen


def _refuse(request: HttpRequest, public_id: uuid.UUID, form: ReviewForm) -> HttpResponse:
    return _show_review(request, _screen_or_404(request, public_id), form)


def _show_review(request: HttpRequest, screen: ReviewScreen, form: ReviewForm | None = None) -> HttpResponse:
    context = {
        "screen": screen,
        "asked": asked_html(screen.prompt),
        "text": mark_safe(screen.text),
        "has_form": form is not None or screen.is_read_by(request.user),
        "form": review_form_html(request, screen, form),
        "crumbs": [(_("Queue"), reverse("learning:review_queue")), (screen.student, None)],
        "may_take_over": screen.reading is not None and screen.reading.renewed_at + LOCK < timezone.now(),
    }
    status = 422 if form else 200
    return render(request, "learning/reviews/review.html", context, status=status)


def _after_release(request: HttpRequest, following: Review | None) -> HttpResponse:
    messages.success(request, _("Released: the student has your feedback now."))
    if request.POST["decision"] != "return_next":
        return redirect("learning:review_queue")
    if following is None:
        messages.info(request, _("Nobody else waits for you."))
        return redirect("learning:review_queue")
    return redirect("learning:review", following.entry.public_id)


def page_number(text: str, otherwise: int = 1) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) < 6 and int(text) else otherwise


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("pagina", None)
    return query.urlencode()
