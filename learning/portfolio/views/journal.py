import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from home.accounts.decorators import writing_login_required
from home.richtext.decorators import composer_page
from home.uploads.actions import UploadRefused, receive_upload
from home.uploads.models import Upload
from learning.portfolio.actions import (
    DraftConflict,
    DraftContent,
    EntryLocked,
    JournalConflict,
    SavedDraft,
    attach_to_journal,
    delete_journal_page,
    remove_from_journal,
    restore_journal_page,
    save_journal_page,
    start_entry,
    take_to_draft,
)
from learning.portfolio.forms import JournalForm
from learning.portfolio.models import JournalPage
from learning.portfolio.queries import journal_of, open_prompts, own_entry
from learning.portfolio.responses import draft_conflict, form_refused, page_saved, wants_json
from learning.portfolio.rules import may_start

PAGE_SIZE = 20


@login_required
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """A field for a quick note, and what she wrote before."""
    pages = Paginator(journal_of(request.user), PAGE_SIZE).get_page(request.GET.get("pagina"))
    form = JournalForm(initial={"base_number": 0, "key": uuid.uuid4()})
    context = {"page": pages, "form": form, "key": uuid.uuid4(), "new_key": uuid.uuid4()}
    return render(request, "learning/portfolio/journal.html", context)


@login_required
@require_GET
@composer_page
def journal_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A page in the editor; one that the server does not know yet is blank."""
    return _show_page(request, key)


@require_POST
@writing_login_required
@composer_page
def journal_draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    address = reverse("learning:journal_page", args=[key])
    form = JournalForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refuse(request, key, form)
    try:
        saved = _save(request, key, form)
    except JournalConflict as conflict:
        mine = DraftContent(form.cleaned_data["text"], "")
        return draft_conflict(request, mine, conflict.stored, address, form.cleaned_data["key"])
    except UploadRefused as refusal:
        form.add_error("file", str(refusal))
        return _refuse(request, key, form)
    return page_saved(request, saved)


@require_POST
@writing_login_required
def journal_file(request: HttpRequest, key: uuid.UUID, file: uuid.UUID) -> JsonResponse:
    """For the worker: the file that the device sent in parts under `file` belongs to this page."""
    upload = get_object_or_404(Upload, uploader=request.user, incoming__key=file)
    page = JournalPage.objects.visible_to(request.user).filter(key=key).first()
    if page is None:
        save_journal_page(by=request.user, key=key, base_number=0, text="")
        page = JournalPage.objects.visible_to(request.user).get(key=key)
    attach_to_journal(by=request.user, page=page, upload=upload)
    return JsonResponse({"name": upload.name})


@login_required
@require_POST
def journal_delete(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    delete_journal_page(by=request.user, page=_page_or_404(request, key))
    return render(request, "learning/portfolio/journal_deleted.html", {"key": key})


@login_required
@require_POST
def journal_restore(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    restore_journal_page(by=request.user, page=_page_or_404(request, key))
    messages.success(request, _("The page is back."))
    return redirect("learning:journal_page", key)


@login_required
@require_POST
def journal_use(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Takes the page into the draft of a reflection, behind what stands there."""
    page = _page_or_404(request, key)
    slug, _slash, item = request.POST.get("prompt", "").partition("/")
    found = own_entry(request.user, slug, int(item)) if item.isdecimal() else None
    if found is None or not may_start(request.user, found.enrolment):
        raise Http404
    entry = found.entry or start_entry(by=request.user, enrolment=found.enrolment, prompt=found.prompt)
    try:
        take_to_draft(by=request.user, page=page, entry=entry)
    except (DraftConflict, EntryLocked):
        messages.error(request, _("This reflection cannot be changed now. Your page stays in your journal."))
        return redirect("learning:journal_page", key)
    messages.success(request, _("Your page stands at the end of this draft. It stays in your journal, too."))
    return redirect("learning:entry", slug, int(item))


def _page_or_404(request: HttpRequest, key: uuid.UUID) -> JournalPage:
    return get_object_or_404(JournalPage.objects.visible_to(request.user), key=key)


def _save(request: HttpRequest, key: uuid.UUID, form: JournalForm) -> SavedDraft:
    person, data = request.user, form.cleaned_data
    upload = receive_upload(by=person, file=data["file"], name=data["file"].name) if data["file"] else None
    saved = save_journal_page(
        by=person, key=key, base_number=data["base_number"], text=data["text"], form_key=data["key"]
    )
    page = JournalPage.objects.get(author=person, key=key) if upload or data["remove"] else None
    if page and upload:
        attach_to_journal(by=person, page=page, upload=upload)
    if page and data["remove"]:
        remove_from_journal(by=person, page=page, public_id=data["remove"])
    return saved


def _refuse(request: HttpRequest, key: uuid.UUID, form: JournalForm) -> HttpResponse:
    return form_refused(form.errors) if wants_json(request) else _show_page(request, key, form)


def _show_page(request: HttpRequest, key: uuid.UUID, form: JournalForm | None = None) -> HttpResponse:
    page = journal_of(request.user).filter(key=key).first()
    text, number = (page.text, page.draft_number) if page else ("", 0)
    status = 422 if form else 200
    form = form or JournalForm(initial={"text": text, "base_number": number, "key": uuid.uuid4()})
    context = {"form": form, "page": page, "key": key, "prompts": open_prompts(request.user) if page else []}
    context["crumbs"] = [(_("My journal"), reverse("learning:journal")), (_("A page"), None)]
    return render(request, "learning/portfolio/journal_page.html", context, status=status)
