"""The reading place's form as a ready string: rendered once for a language and a scale, then filled.

See learning.portfolio.composer for why.
"""

import functools
import uuid
from html import escape

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from home.prepared import fill, form_token
from learning.portfolio.queries import Prompt
from learning.reviews.actions import suggested_day
from learning.reviews.forms import ReviewForm
from learning.reviews.queries import ReviewScreen

FIELDS = ("overall", "request", "grade", "suggested_on")
TEMPLATE = "learning/reviews/review_form.html"


def review_form_html(request: HttpRequest, screen: ReviewScreen, form: ReviewForm | None = None) -> SafeString:
    """The form for whoever reads, empty for anybody else; `form` is one with errors, shown as it was typed."""
    draft_url = reverse("learning:review_draft", args=[screen.public_id])
    release_url = reverse("learning:review_release", args=[screen.public_id])
    if form is not None:
        return render_to_string(TEMPLATE, {"form": form, "draft_url": draft_url, "release_url": release_url}, request)
    if not screen.is_read_by(request.user):
        return mark_safe("")
    reading = screen.reading
    values = {
        "overall": escape(reading.overall),
        "request": escape(reading.request),
        "grade": "" if reading.grade is None else escape(localize(reading.grade)),
        "suggested_on": (reading.suggested_on or suggested_day()).isoformat(),
        "number": str(reading.draft_number),
        "key": str(uuid.uuid4()),
        "csrf": form_token(request),
        "draft_url": draft_url,
        "release_url": release_url,
    }
    return fill(_skeleton(get_language(), screen.prompt), values)


@functools.lru_cache(maxsize=256)
def _skeleton(language: str, prompt: Prompt) -> str:
    initial = {name: f"@@{name}@@" for name in (*FIELDS, "key")} | {"base_number": "@@number@@"}
    marks = {"draft_url": "@@draft_url@@", "release_url": "@@release_url@@", "csrf_token": "@@csrf@@"}
    return render_to_string(TEMPLATE, {"form": ReviewForm(prompt=prompt, initial=initial), **marks})


def asked_html(prompt: Prompt) -> SafeString:
    return _asked_html(get_language(), prompt)


@functools.lru_cache(maxsize=512)
def _asked_html(language: str, prompt: Prompt) -> SafeString:
    texts = {"guidance": mark_safe(prompt.guidance_html), "criteria": mark_safe(prompt.criteria_html)}
    return render_to_string("learning/reviews/asked.html", {"prompt": prompt, **texts})
