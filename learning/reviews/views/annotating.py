"""Comments on passages: written by the reader of an open review, answered by both sides once released."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from home.accounts.decorators import writing_login_required
from learning.portfolio.rules import is_own
from learning.reviews.actions import (
    ReviewClosed,
    ReviewRefused,
    annotate,
    change_annotation,
    delete_annotation,
    reopen_annotation,
    reply_to_annotation,
    resolve_annotation,
    restore_annotation,
)
from learning.reviews.anchors import passages
from learning.reviews.forms import NoteForm, ReplyForm
from learning.reviews.fragments import notes_html, student_notes
from learning.reviews.models import Annotation
from learning.reviews.responses import review_closed
from learning.reviews.rules import may_answer_annotation, may_write_annotation
from learning.reviews.views.finding import own_review, screen_or_404

TAKING: dict[str, Callable] = {"delete": delete_annotation, "restore": restore_annotation}
MARKING: dict[str, Callable] = {"resolve": resolve_annotation, "reopen": reopen_annotation}


@require_http_methods(["GET", "POST"])
@writing_login_required
def annotation_new(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET: the text as a list of sentences to choose from. POST: keeps a comment, from there or from the text."""
    address = reverse("learning:review", args=[public_id])
    review = own_review(request, public_id)
    if review is None:
        return review_closed(request, address)
    if request.method == "GET":
        return _choose(request, public_id, NoteForm(initial={"key": uuid.uuid4(), "kind": "deepen"}))
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return _refuse(request, public_id, form)
    try:
        note = annotate(
            by=request.user, review=review, key=form.cleaned_data["key"], passage=form.passage, remark=form.remark
        )
    except ReviewClosed:
        return review_closed(request, address)
    except ReviewRefused as refusal:
        for problem in refusal.problems:
            form.add_error(None, problem.message)
        return _refuse(request, public_id, form)
    return _show_to_reviewer(request, public_id, note)


@require_POST
@writing_login_required
def annotation_change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Its writer changes a draft, takes it out, or takes it back in."""
    note = _visible_or_404(request, public_id)
    entry = note.review.entry
    if not may_write_annotation(request.user, note):
        raise PermissionDenied
    do = request.POST.get("do", "")
    form = NoteForm(request.POST)
    try:
        if do in TAKING:
            TAKING[do](by=request.user, annotation=note)
        elif form.is_valid():
            change_annotation(by=request.user, annotation=note, remark=form.remark)
        else:
            messages.error(request, _("A comment needs words. It stays as it was."))
    except ReviewClosed:
        return review_closed(request, reverse("learning:review", args=[entry.public_id]))
    return _show_to_reviewer(request, entry.public_id, note)


@require_POST
@writing_login_required
def annotation_answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The student or those in charge of her answer a released comment, or mark it as taken up."""
    note = _visible_or_404(request, public_id)
    if not may_answer_annotation(request.user, note):
        raise PermissionDenied
    do = request.POST.get("do", "")
    form = ReplyForm(request.POST)
    try:
        if do in MARKING:
            MARKING[do](by=request.user, annotation=note)
        elif form.is_valid():
            data = form.cleaned_data
            reply_to_annotation(by=request.user, annotation=note, text=data["answer"], key=data["key"])
        else:
            messages.error(request, _("The answer is blank or too long: nothing was sent."))
    except ReviewRefused as refusal:
        messages.error(request, refusal.problems[0].message)
    if is_own(request.user, note.review.entry):
        return _show_to_student(request, note)
    return _show_to_reviewer(request, note.review.entry.public_id, note)


def _visible_or_404(request: HttpRequest, public_id: uuid.UUID) -> Annotation:
    notes = Annotation.objects.visible_to(request.user).select_related(
        "review__entry__enrolment__course", "review__entry__prompt", "review__version", "review__reviewer"
    )
    return get_object_or_404(notes, public_id=public_id)


def _choose(request: HttpRequest, public_id: uuid.UUID, form: NoteForm) -> HttpResponse:
    screen = screen_or_404(request, public_id)
    address = reverse("learning:review", args=[public_id])
    sentences = [(f"{start}-{end}", words) for start, end, words in passages(screen.text)]
    crumbs = [(_("Queue"), reverse("learning:review_queue")), (screen.student, address), (_("Comment"), None)]
    context = {"screen": screen, "form": form, "sentences": sentences, "address": address, "crumbs": crumbs}
    return render(request, "learning/reviews/annotation_new.html", context, status=422 if form.errors else 200)


def _refuse(request: HttpRequest, public_id: uuid.UUID, form: NoteForm) -> HttpResponse:
    if not request.htmx:
        return _choose(request, public_id, form)
    return HttpResponse(notes_html(request, screen_or_404(request, public_id), form=form), status=422)


def _show_to_reviewer(request: HttpRequest, public_id: uuid.UUID, note: Annotation) -> HttpResponse:
    if request.htmx:
        return HttpResponse(notes_html(request, screen_or_404(request, public_id), fresh=note.public_id))
    version = request.POST.get("versao", "")
    query = f"?versao={version}" if version.isdecimal() else ""
    return redirect(f"{reverse('learning:review', args=[public_id])}{query}#note-{note.public_id}")


def _show_to_student(request: HttpRequest, note: Annotation) -> HttpResponse:
    if request.htmx:
        return HttpResponse(student_notes(request, note.review.entry, fresh=note.public_id))
    entry = note.review.entry
    arguments = [entry.enrolment.course.slug, entry.prompt_id, note.review.version.number]
    return redirect(f"{reverse('learning:entry_version', args=arguments)}#note-{note.public_id}")
