import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from home.accounts.decorators import writing_login_required
from home.richtext import count_words, plain_text
from home.richtext.composer import composer_media
from home.richtext.decorators import composer_page
from home.richtext.hints import patient_hints
from home.uploads.actions import UploadRefused, receive_upload
from learning.courses.enums import ChangeRequirement
from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment
from learning.portfolio.actions import (
    DraftConflict,
    EntryLocked,
    EntryRefused,
    SavedDraft,
    announce_files,
    attach_to_draft,
    find_submission_problems,
    give_up_file,
    recall_entry,
    remove_from_draft,
    save_draft,
    start_entry,
    submit_entry,
)
from learning.portfolio.composer import composer_html, prompt_html
from learning.portfolio.forms import EntryForm, SubmitForm
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.queries import (
    CitedRecord,
    EntryPage,
    alias_of,
    cited_beside_draft,
    cited_with_version,
    draft_attachments,
    entry_page,
    open_invitations,
    own_entry,
    portfolio_of,
    version_attachments,
    writing_aids,
)
from learning.portfolio.responses import (
    add_problems,
    draft_conflict,
    draft_saved,
    entry_locked,
    form_refused,
    length_note,
    wants_json,
)
from learning.portfolio.rules import may_know_writer, may_start, may_submit
from learning.reviews.actions import mark_reviews_seen
from learning.reviews.queries import draw_notes, released_notes, released_reviews


@login_required
@require_GET
@composer_page
def entry(request: HttpRequest, course: str, item: int) -> HttpResponse:
    return _show_entry(request, _page_or_404(request, course, item))


@require_POST
@writing_login_required
@composer_page
def entry_draft(request: HttpRequest, course: str, item: int) -> HttpResponse:
    """Saves what was typed; with `next=submit` goes on to the confirmation."""
    address = reverse("learning:entry", args=[course, item])
    enrolment, prompt, found = _own_entry_or_404(request, course, item)
    form = EntryForm(request.POST, request.FILES, prompt=prompt)
    if not form.is_valid():
        return _refuse(request, course, item, form)
    try:
        saved = _save(request, enrolment, prompt, found, form)
    except DraftConflict as conflict:
        return draft_conflict(request, form.content, conflict.stored, address, form.cleaned_data["key"])
    except EntryLocked:
        return entry_locked(request, address)
    except UploadRefused as refusal:
        form.add_error("file", str(refusal))
        return _refuse(request, course, item, form)
    except EntryRefused as refusal:
        add_problems(form, refusal.problems)
        return _refuse(request, course, item, form)
    if request.POST.get("next") != "submit":
        return draft_saved(request, saved, address)
    return _confirm(request, course, item, prompt, form, saved)


@require_http_methods(["GET", "POST"])
@writing_login_required
def entry_submit(request: HttpRequest, course: str, item: int) -> HttpResponse:
    """GET shows what will be sent; POST sends it."""
    address = reverse("learning:entry", args=[course, item])
    _enrolment, prompt, found = _own_entry_or_404(request, course, item)
    if found is None:
        return redirect(address)
    form = SubmitForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _show_confirmation(request, found, prompt, address)
    if not may_start(request.user, found.enrolment):
        raise PermissionDenied
    try:
        version = submit_entry(by=request.user, entry=found, **form.cleaned_data)
    except (DraftConflict, EntryRefused):
        messages.error(request, _("The text changed since you confirmed it. Read it again and send it."))
        return redirect("learning:entry_submit", course, item)
    except EntryLocked:
        return entry_locked(request, address)
    return redirect("learning:receipt", version.public_id)


@login_required
@require_POST
def entry_recall(request: HttpRequest, course: str, item: int) -> HttpResponse:
    _enrolment, _prompt, found = _own_entry_or_404(request, course, item)
    if found is None:
        raise Http404
    try:
        recall_entry(by=request.user, entry=found)
    except EntryLocked:
        messages.error(request, _("Your tutor has already opened it: it stays sent."))
    else:
        messages.success(request, _("You took your reflection back. The version is kept; go on writing."))
    return redirect("learning:entry", course, item)


@login_required
@require_GET
def entry_version(request: HttpRequest, course: str, item: int, number: int) -> HttpResponse:
    page = _page_or_404(request, course, item)
    versions = EntryVersion.objects.select_related("rubric_version")
    version = get_object_or_404(versions, entry=page.entry_id, number=number)
    reviews = [row for row in released_reviews(page.entry_id) if row.version == number]
    context = {"page": page, "version": version, "reviews": reviews, "cited": _cited(page, number)}
    context["attachments"] = version_attachments(version.public_id)
    notes = released_notes(page.entry_id, number)
    context["text"] = mark_safe(draw_notes(version.text, notes))
    context |= {"notes": notes, "notes_shown": number}
    context["crumbs"] = [*page.crumbs, (page.prompt.title, page.prompt.url), (str(version.number), None)]
    return render(request, "learning/portfolio/entry_version.html", context)


@login_required
@require_GET
def receipt(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    versions = EntryVersion.objects.visible_to(request.user).select_related(
        "entry__prompt", "entry__enrolment__course", "entry__enrolment__offering", "author"
    )
    version = get_object_or_404(versions, public_id=public_id)
    course = version.entry.enrolment.course.slug
    is_known = may_know_writer(request.user, version.entry)
    context = {
        "version": version,
        "author": version.author.name if is_known else alias_of(version.entry.public_id),
        "attachments": version_attachments(version.public_id) if is_known else [],
        "is_own": version.author_id == request.user.pk,
        "outline_url": reverse("learning:outline", args=[course]),
        "entry_url": reverse("learning:entry", args=[course, version.entry.prompt_id]),
    }
    return render(request, "learning/portfolio/receipt.html", context)


@login_required
@require_GET
def portfolio(request: HttpRequest) -> HttpResponse:
    courses = portfolio_of(request.user)
    returned = [row for course in courses for row in course.rows if row.came_back]
    context = {"courses": courses, "returned": returned, "invitations": open_invitations(request.user)}
    return render(request, "learning/portfolio/portfolio.html", context)


def _page_or_404(request: HttpRequest, course: str, item: int) -> EntryPage:
    page = entry_page(request.user, course, item)
    if page is None:
        raise Http404
    return page


def _cited(page: EntryPage, number: int | None = None) -> list[CitedRecord]:
    """The changes beside the draft, or with a version; nothing is asked where the prompt asks for none."""
    if page.entry_id is None or page.prompt.asks_change == ChangeRequirement.NONE:
        return []
    return cited_with_version(page.entry_id, number) if number else cited_beside_draft(page.entry_id)


def _own_entry_or_404(
    request: HttpRequest, course: str, item: int
) -> tuple[Enrolment, ReflectionPage, PortfolioEntry | None]:
    found = own_entry(request.user, course, item)
    if found is None:
        raise Http404
    return found.enrolment, found.prompt, found.entry


def _save(
    request: HttpRequest, enrolment: Enrolment, prompt: ReflectionPage, found: PortfolioEntry | None, form: EntryForm
) -> SavedDraft:
    """A file that came along is kept first: a conflict of texts must not cost it."""
    person, data = request.user, form.cleaned_data
    if not may_start(person, enrolment):
        raise PermissionDenied
    if found is None and not (form.has_text or data["file"] or form.announced):
        return SavedDraft(0, timezone.now())
    entry = found or start_entry(by=person, enrolment=enrolment, prompt=prompt)
    if data["file"]:
        attach_to_draft(
            by=person, entry=entry, upload=receive_upload(by=person, file=data["file"], name=data["file"].name)
        )
    if form.announced:
        announce_files(by=person, entry=entry, files=form.announced)
    if data["give_up"]:
        give_up_file(by=person, entry=entry, key=data["give_up"])
    if data["remove"]:
        remove_from_draft(by=person, entry=entry, public_id=data["remove"])
    return save_draft(
        by=person, entry=entry, base_number=data["base_number"], content=form.content, form_key=data["key"]
    )


def _refuse(request: HttpRequest, course: str, item: int, form: EntryForm) -> HttpResponse:
    if wants_json(request):
        return form_refused(form.errors)
    return _show_entry(request, _page_or_404(request, course, item), form)


def _confirm(
    request: HttpRequest, course: str, item: int, prompt: ReflectionPage, form: EntryForm, saved: SavedDraft
) -> HttpResponse:
    """On to the confirmation, unless a guard already says what is missing."""
    _enrolment, prompt, found = _own_entry_or_404(request, course, item)
    problems = find_submission_problems(prompt, form.content, found)
    if not problems:
        return redirect("learning:entry_submit", course, item)
    form.go_on_from(saved.number)
    add_problems(form, problems)
    return _refuse(request, course, item, form)


def _show_entry(request: HttpRequest, page: EntryPage, form: EntryForm | None = None) -> HttpResponse:
    reviews = released_reviews(page.entry_id)
    if any(review.seen_at is None for review in reviews):
        mark_reviews_seen(by=request.user, entry_id=page.entry_id)
    context = {
        "page": page,
        "prompt": prompt_html(page.prompt, is_open=page.entry_id is None),
        "composer": composer_html(request, page, form) if page.may_write else "",
        "aids": writing_aids(request.user, page.prompt.course_slug, page.prompt.item_id) if page.may_write else None,
        "cited": _cited(page) if page.may_write else [],
        "media": composer_media(),
        "has_errors": form is not None,
        "reviews": reviews,
        "earlier": reviews[1:],
        "notes": released_notes(page.entry_id) if reviews else [],
        "notes_shown": 0,
        "notes_at": reverse("learning:entry_version", args=[page.prompt.course_slug, page.prompt.item_id, 0]),
        "crumbs": [*page.crumbs, (page.prompt.title, None)],
    }
    return render(request, "learning/portfolio/entry.html", context, status=422 if form else 200)


def _show_confirmation(
    request: HttpRequest, found: PortfolioEntry, prompt: ReflectionPage, address: str
) -> HttpResponse:
    if not may_submit(request.user, found):
        last = found.versions.last()
        return redirect("learning:receipt", last.public_id) if last else redirect(address)
    draft = found.draft
    if problems := find_submission_problems(prompt, draft, found):
        messages.error(request, problems[0].message)
        return redirect(address)
    form = SubmitForm(initial={"draft_number": draft.draft_number, "key": uuid.uuid4()})
    words = count_words(draft.text)
    context = {"draft": draft, "prompt": prompt, "form": form, "address": address, "words": words}
    context["attachments"] = draft_attachments(found.pk)
    context["hints"] = patient_hints(plain_text(draft.text))
    context["cited"] = cited_beside_draft(found.pk) if prompt.asks_change != ChangeRequirement.NONE else []
    context["length_note"] = length_note(words, prompt.min_words, prompt.max_words)
    return render(request, "learning/portfolio/entry_submit.html", context)
