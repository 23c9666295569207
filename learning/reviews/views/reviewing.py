import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from home.accounts.decorators import writing_login_required
from home.prepared import form_token
from home.richtext.responses import say_taken
from home.uploads.actions import UploadRefused, receive_upload
from learning.enrolment.queries import staff_notes_of
from learning.portfolio.actions import EntryLocked, note_text_readings
from learning.reviews.actions import (
    LOCK,
    ReviewClosed,
    ReviewConflict,
    ReviewRefused,
    ReviewTaken,
    accept_entry,
    attach_to_review,
    comment_entry,
    open_review,
    release_unread,
    remove_from_review,
    return_and_open_next,
    return_entry,
    save_review_draft,
    sheet_of,
    take_over_review,
)
from learning.reviews.composer import asked_html, review_form_html
from learning.reviews.forms import QueueForm, ReviewForm
from learning.reviews.fragments import differences_html, notes_html, text_html
from learning.reviews.models import Review
from learning.reviews.queries import (
    QueueFilter,
    ReviewScreen,
    bank_of,
    read_queue,
    screen_cites,
    steps_of,
    version_of,
)
from learning.reviews.responses import (
    form_refused,
    let_in,
    review_closed,
    review_conflict,
    review_saved,
    wants_json,
)
from learning.reviews.tables import queue_table
from learning.reviews.views.finding import entry_or_404, own_review, page_number, screen_or_404

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
    chosen = QueueForm(request.GET).chosen if request.GET else QueueFilter()
    number = page_number(request.GET.get("pagina", ""))
    queue = read_queue(request.user, chosen, limit=ROWS, offset=(number - 1) * ROWS)
    if not queue.groups:
        raise PermissionDenied
    if not queue.rows and number > 1:
        queue, number = read_queue(request.user, chosen, limit=ROWS), 1
    context = {
        "queue": queue,
        "table": queue_table(queue, form_token(request)),
        "query": _without_page(request),
        "page": Paginator(range(queue.waiting), ROWS).get_page(number),
    }
    return render(request, "learning/reviews/review_queue.html", context)


@login_required
@require_GET
def review(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _show_review(request, screen_or_404(request, public_id))


@login_required
@require_POST
def review_open(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    entry = entry_or_404(request, public_id)
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
    review = own_review(request, public_id)
    if review is None:
        return review_closed(request, address)
    form = ReviewForm(request.POST, request.FILES, prompt=review.entry.prompt, sheet=sheet_of(review))
    if not form.is_valid():
        return form_refused(form.errors) if wants_json(request) else _refuse(request, public_id, form)
    try:
        saved = _save(request, review, form)
    except ReviewConflict as conflict:
        return review_conflict(request, form.content, conflict.stored, address)
    except ReviewClosed:
        return review_closed(request, address)
    except UploadRefused as refusal:
        form.add_error("file", str(refusal))
        return form_refused(form.errors) if wants_json(request) else _refuse(request, public_id, form)
    return review_saved(request, saved, address)


@require_POST
@writing_login_required
def review_release(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Releases the review with the decision that the pressed button names; `return_next` opens the next one too."""
    address = reverse("learning:review", args=[public_id])
    review = own_review(request, public_id)
    decide = RELEASES.get(request.POST.get("decision", ""))
    if review is None or decide is None:
        return review_closed(request, address)
    form = ReviewForm(request.POST, request.FILES, prompt=review.entry.prompt, sheet=sheet_of(review))
    if not form.is_valid():
        return _refuse(request, public_id, form)
    key, base_number = form.cleaned_data["key"], form.cleaned_data["base_number"]
    try:
        _take_file(request, review, form)
        result = decide(by=request.user, review=review, key=key, base_number=base_number, content=form.content)
    except ReviewConflict as conflict:
        return review_conflict(request, form.content, conflict.stored, address)
    except (ReviewClosed, EntryLocked):
        return review_closed(request, address)
    except (ReviewRefused, UploadRefused) as refusal:
        _tell_problems(form, refusal)
        return _refuse(request, public_id, form)
    return _after_release(request, result)


@login_required
@require_POST
def review_drop(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Lets the entry go unread; what was typed since the last save stays with her notes."""
    address = reverse("learning:review", args=[public_id])
    review = own_review(request, public_id)
    if review is None:
        return review_closed(request, address)
    form = ReviewForm(request.POST, request.FILES, prompt=review.entry.prompt, sheet=sheet_of(review))
    if not form.is_valid():
        return _refuse(request, public_id, form)
    try:
        _save(request, review, form)
        release_unread(by=request.user, review=review)
    except ReviewConflict as conflict:
        return review_conflict(request, form.content, conflict.stored, address)
    except (ReviewClosed, EntryLocked):
        return review_closed(request, address)
    except (ReviewRefused, UploadRefused) as refusal:
        _tell_problems(form, refusal)
        return _refuse(request, public_id, form)
    say_taken(request, _("It waits in the queue again, at its old place. Your notes are kept for you."))
    return redirect("learning:review_queue")


def _save(request: HttpRequest, review: Review, form: ReviewForm) -> Review:
    """A file that came along is kept first: a conflict of texts must not cost it."""
    data = form.cleaned_data
    _take_file(request, review, form)
    if data["remove"]:
        remove_from_review(by=request.user, review=review, public_id=data["remove"])
    return save_review_draft(
        by=request.user, review=review, base_number=data["base_number"], content=form.content, form_key=data["key"]
    )


def _take_file(request: HttpRequest, review: Review, form: ReviewForm) -> None:
    file = form.cleaned_data["file"]
    if file and review.released_at is None:
        upload = receive_upload(by=request.user, file=file, name=file.name)
        attach_to_review(by=request.user, review=review, upload=upload)


def _tell_problems(form: ReviewForm, refusal: ReviewRefused | UploadRefused) -> None:
    if isinstance(refusal, UploadRefused):
        form.add_error("file", str(refusal))
        return
    for problem in refusal.problems:
        form.add_error(problem.field or None, problem.message)


def _refuse(request: HttpRequest, public_id: uuid.UUID, form: ReviewForm) -> HttpResponse:
    return _show_review(request, screen_or_404(request, public_id), form)


def _show_review(request: HttpRequest, screen: ReviewScreen, form: ReviewForm | None = None) -> HttpResponse:
    compared = _compared(request, screen)
    earlier = _earlier_text(request, screen, compared) if compared else ""
    has_form = form is not None or screen.is_read_by(request.user)
    context = {
        "screen": screen,
        "files": screen.files,
        "compared": compared,
        "differences": differences_html(earlier, screen.text) if compared else "",
        "bank": bank_of(request.user, screen.prompt.course_slug) if has_form else [],
        "staff_notes": [] if screen.is_blind else staff_notes_of(request.user, screen.enrolment_id),
        "cited": screen_cites(screen),
        "asked": asked_html(screen.prompt),
        "text": text_html(screen),
        "notes": notes_html(request, screen),
        "has_form": has_form,
        "form": review_form_html(request, screen, form),
        "crumbs": [(_("Queue"), reverse("learning:review_queue")), (screen.student, None)],
        "steps": steps_of(screen),
        "may_take_over": screen.reading is not None and screen.reading.renewed_at + LOCK < timezone.now(),
    }
    response = render(request, "learning/reviews/review.html", context, status=422 if form else 200)
    return let_in(response, frames=any(file.is_pdf for file in screen.files), microphone=has_form)


def _compared(request: HttpRequest, screen: ReviewScreen) -> int:
    """The number of the earlier version that the one shown shall be compared with, 0 for none."""
    number = page_number(request.GET.get("comparar", ""), 0)
    return number if number in [version.number for version in screen.earlier] else 0


def _earlier_text(request: HttpRequest, screen: ReviewScreen, number: int) -> str:
    version = version_of(screen.entry_id, number)
    note_text_readings(by=request.user, enrolment_id=screen.enrolment_id, version_ids=[version.pk])
    return version.text


def _after_release(request: HttpRequest, following: Review | None) -> HttpResponse:
    say_taken(request, _("Released: the student has your feedback now."))
    if request.POST["decision"] != "return_next":
        return redirect("learning:review_queue")
    if following is None:
        messages.info(request, _("Nobody else waits for you."))
        return redirect("learning:review_queue")
    return redirect("learning:review", following.entry.public_id)


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("pagina", None)
    return query.urlencode()
