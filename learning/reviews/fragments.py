"""Parts of a page that a script asks for again: the comments, with the text that they stand in."""

import uuid

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from home.prepared import form_token
from home.richtext.differences import compare_words
from learning.portfolio.models import PortfolioEntry
from learning.reviews.forms import NoteForm
from learning.reviews.queries import ReviewScreen, draw_notes, released_notes
from learning.reviews.tables import note_rows


def notes_html(
    request: HttpRequest, screen: ReviewScreen, *, form: NoteForm | None = None, fresh: uuid.UUID | None = None
) -> SafeString:
    """The comments of the reading place; as the answer to a script also the text with its marks drawn anew."""
    may_annotate = screen.may_annotate(request.user)
    if may_annotate and form is None:
        form = NoteForm(initial={"key": uuid.uuid4(), "kind": "deepen"}, auto_id="note_%s")
    context = {
        "screen": screen,
        "may_annotate": may_annotate,
        "note_form": form,
        "rows": note_rows(screen.notes, token=form_token(request), shown=screen.shown.number, fresh=fresh),
        "with_text": bool(request.htmx),
        "text": text_html(screen),
        "said": messages.get_messages(request) if request.htmx else [],
    }
    return render_to_string("learning/reviews/notes.html", context, request)


def text_html(screen: ReviewScreen) -> SafeString:
    return mark_safe(draw_notes(screen.text, screen.notes))


def differences_html(earlier: str, later: str) -> SafeString:
    """What changed from one text to the other, word by word."""
    blocks = compare_words(earlier, later)
    return render_to_string("home/richtext/differences.html", {"blocks": blocks})


def student_notes(request: HttpRequest, entry: PortfolioEntry, fresh: uuid.UUID) -> SafeString:
    """The answer to a script on a page of the student: beside her draft, or with the version that the form names."""
    shown = request.POST.get("versao", "")
    number = int(shown) if shown.isdecimal() and len(shown) < 6 else 0
    context = {
        "notes": released_notes(entry.pk, number),
        "notes_shown": number,
        "notes_at": reverse("learning:entry_version", args=[entry.enrolment.course.slug, entry.prompt_id, 0]),
        "fresh": fresh,
        "said": messages.get_messages(request),
    }
    return render_to_string("learning/portfolio/annotations.html", context, request)
