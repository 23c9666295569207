"""What the composer is answered: JSON for its script, a page without it."""

import uuid

from django.contrib import messages
from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from home.richtext.differences import compare_words
from home.templatetags.roda import said_time
from learning.courses.rubric_drawing import rubric_hidden
from learning.portfolio.actions import DraftContent, SavedDraft
from learning.portfolio.guards import Problem
from learning.portfolio.models import EntryDraft, JournalPage


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def draft_saved(request: HttpRequest, saved: SavedDraft, address: str) -> HttpResponse:
    if wants_json(request):
        return _numbered(saved)
    messages.success(request, _("Draft saved. Nobody but you reads it."))
    return redirect(address)


def page_saved(request: HttpRequest, saved: SavedDraft) -> HttpResponse:
    if wants_json(request):
        return _numbered(saved)
    messages.success(request, _("Kept in your journal. Nobody but you reads it."))
    return redirect("learning:journal")


def _numbered(saved: SavedDraft) -> JsonResponse:
    return JsonResponse({"number": saved.number, "saved_at": said_time(timezone.localtime(saved.saved_at).time())})


def draft_conflict(
    request: HttpRequest, mine: DraftContent, stored: EntryDraft | JournalPage, address: str, key: uuid.UUID
) -> HttpResponse:
    """409: the stored text and the one just typed, and what differs, word by word; she keeps one or joins them.

    `key` is that of the form that met the conflict: what is chosen is its text now, and its device lets go.
    """
    if wants_json(request):
        return JsonResponse({"number": stored.draft_number}, status=409)
    joined = f"{stored.text}{mine.text}"
    context = {"address": address, "stored": stored, "mine": mine, "joined": joined, "key": key}
    context["differences"] = compare_words(stored.text, mine.text)
    if isinstance(stored, EntryDraft):
        context |= _two_assessments(mine, stored)
    return render(request, "learning/portfolio/entry_conflict.html", context, status=409)


def _two_assessments(mine: DraftContent, stored: EntryDraft) -> dict[str, object]:
    """Each text's own look at the rubric: it goes on with the text that is chosen."""
    sheet = stored.entry.prompt.sheet if mine.self_assessment or stored.self_assessment else None
    if not sheet:
        return {}
    return {
        "hidden": rubric_hidden("self_assessment", mine.self_assessment),
        "stored_hidden": rubric_hidden("self_assessment", stored.self_assessment),
        "mine_chosen": list(sheet.chosen(mine.self_assessment)),
        "stored_chosen": list(sheet.chosen(stored.self_assessment)),
    }


def entry_locked(request: HttpRequest, address: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({}, status=423)
    messages.error(request, _("This reflection can no longer be changed. What you had saved is kept."))
    return redirect(address)


def length_note(words: int, least: int | None, most: int | None) -> str:
    """A word of warning, no bar: the prompt asks for more or for fewer words."""
    if least and words < least:
        return _("The prompt asks for at least %(number)s words. You may send it as it is.") % {"number": least}
    if most and words > most:
        return _("The prompt asks for at most %(number)s words. You may send it as it is.") % {"number": most}
    return ""


def form_refused(errors: ErrorDict) -> HttpResponse:
    return JsonResponse({"errors": errors.get_json_data()}, status=422)


def add_problems(form: BaseForm, problems: list[Problem]) -> None:
    """What guards said, beside the fields that they name."""
    for problem in problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
