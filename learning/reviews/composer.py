"""The reading place's form as a ready string: rendered once for a language and a scale, then filled.

See learning.portfolio.composer for why.
"""

import datetime
import functools
import uuid
from collections.abc import Collection
from html import escape

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from home.prepared import fill, form_token
from learning.courses.enums import Scale
from learning.courses.rubric_drawing import rubric_form, rubric_table
from learning.courses.rubric_sheets import Choices
from learning.portfolio.dates import today
from learning.portfolio.enums import Intent
from learning.portfolio.queries import Prompt
from learning.reviews.actions import marking_of, suggested_day
from learning.reviews.forms import ReviewForm
from learning.reviews.queries import ReviewScreen

FIELDS = ("overall", "request", "grade", "suggested_on")
TEMPLATE = "learning/reviews/review_form.html"


def review_form_html(request: HttpRequest, screen: ReviewScreen, form: ReviewForm | None = None) -> SafeString:
    """The form for whoever reads, empty for anybody else; `form` is one with errors, shown as it was typed."""
    if form is None and not screen.is_read_by(request.user):
        return mark_safe("")
    draft_url = reverse("learning:review_draft", args=[screen.public_id])
    release_url = reverse("learning:review_release", args=[screen.public_id])
    page_url = reverse("learning:review", args=[screen.public_id])
    if form is not None:
        judgement = _typed_judgement(screen, form)
        context = {
            "form": form,
            "files": _files_html(screen),
            "judgement": judgement,
            "rubric_open": " open",
            "draft_url": draft_url,
            "release_url": release_url,
            "page_url": page_url,
        }
        return render_to_string(TEMPLATE, context, request)
    reading = screen.reading
    values = {
        "overall": escape(reading.overall),
        "request": escape(reading.request),
        "grade": "" if reading.grade is None else escape(localize(reading.grade)),
        "suggested_on": _day(reading.suggested_on).isoformat(),
        "judgement": _judgement_html(screen, reading.judgement),
        "rubric_open": " open" if reading.judgement or screen.shown.intent == Intent.FINAL else "",
        "number": str(reading.draft_number),
        "key": str(uuid.uuid4()),
        "csrf": form_token(request),
        "files": _files_html(screen),
        "saved_with": str(reading.saved_with or ""),
        "page_url": page_url,
        "draft_url": draft_url,
        "release_url": release_url,
    }
    return fill(_skeleton(get_language(), screen.prompt), values)


def _day(kept: datetime.date | None) -> datetime.date:
    """The day that the draft holds, unless it has passed while the draft lay."""
    return kept if kept and kept >= today() else suggested_day()


@functools.lru_cache(maxsize=256)
def _skeleton(language: str, prompt: Prompt) -> str:
    initial = {name: f"@@{name}@@" for name in (*FIELDS, "key")} | {"base_number": "@@number@@"}
    marks = {"draft_url": "@@draft_url@@", "release_url": "@@release_url@@", "csrf_token": "@@csrf@@"}
    marks |= {"judgement": mark_safe("@@judgement@@") if prompt.rubric else "", "rubric_open": "@@rubric_open@@"}
    marks |= {"files": mark_safe("@@files@@"), "page_url": "@@page_url@@"}
    marks |= {"saved_with": "@@saved_with@@", "saved_number": "@@number@@"}
    form = ReviewForm(prompt=prompt, sheet=prompt.sheet, initial=initial)
    return render_to_string(TEMPLATE, {"form": form, **marks})


def _judgement_html(screen: ReviewScreen, choices: Choices, missing: Collection[str] = ()) -> SafeString:
    sheet = screen.prompt.sheet
    if sheet is None:
        return mark_safe("")
    marking, own = marking_of(screen.prompt), screen.self_assessment
    return rubric_form(sheet, "judgement", choices, own=own, marking=marking, missing=missing)


def _typed_judgement(screen: ReviewScreen, form: ReviewForm) -> SafeString:
    """As it was chosen in a form with errors; where levels are what it lacks, each such criterion says so."""
    sheet = screen.prompt.sheet
    if sheet is None or "judgement" not in form.fields:
        return mark_safe("")
    choices = sheet.tidy(form["judgement"].value())
    lacking = sheet.missing(choices) if "judgement" in form.errors else []
    return _judgement_html(screen, choices, {criterion.key for criterion in lacking})


def _files_html(screen: ReviewScreen) -> SafeString:
    if not screen.draft_files:
        return mark_safe("")
    address = reverse("learning:review_draft", args=[screen.public_id])
    context = {"attachments": screen.draft_files, "draft_url": address}
    return render_to_string("learning/reviews/review_files.html", context)


def asked_html(prompt: Prompt) -> SafeString:
    return _asked_html(get_language(), prompt)


@functools.lru_cache(maxsize=512)
def _asked_html(language: str, prompt: Prompt) -> SafeString:
    texts = {"guidance": mark_safe(prompt.guidance_html), "criteria": mark_safe(prompt.criteria_html)}
    texts["rubric"] = rubric_table(prompt.sheet, with_points=prompt.scale != Scale.DESCRIPTIVE)
    return render_to_string("learning/reviews/asked.html", {"prompt": prompt, **texts})
