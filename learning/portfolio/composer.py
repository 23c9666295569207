"""Parts of a page as ready strings: rendered once for a prompt and a language, then filled with the writer's own text.

Rendering Django's form with its thirty translations costs more than the rest of the page. So a page that shows no
errors takes its form from here: the same template, with marks in the places of what is hers.
"""

import functools
import uuid
from html import escape

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from home.prepared import fill, form_token
from home.richtext.plain import from_plain_text, readable_text
from home.templatetags.roda import said_datetime
from learning.courses.enums import Scale
from learning.courses.rubric_drawing import rubric_form, rubric_table
from learning.portfolio.forms import EntryForm
from learning.portfolio.queries import EntryPage, Prompt

PLAIN = "<p>@@text@@</p>"
FORMATTED = "<p><strong>@@text@@</strong></p>"
CHOICES = ("intent", "accept_as_final", "no_patient_data")


def composer_html(request: HttpRequest, page: EntryPage, form: EntryForm | None = None) -> SafeString:
    """The form of an entry; `form` is one with errors, shown as it was typed."""
    files = _files_html(page)
    if form is not None:
        context = {"form": form, "prompt": page.prompt, "may_submit": page.may_submit, "files": files}
        context["self_assessment"] = form["self_assessment"] if "self_assessment" in form.fields else ""
        return render_to_string("learning/portfolio/composer.html", context, request)
    draft = page.draft
    words = readable_text(draft.text)
    is_formatted = from_plain_text(words) != draft.text
    chosen = tuple(getattr(draft, name) for name in CHOICES)
    state = (page.may_submit, is_formatted, draft.saved_at is not None)
    skeleton = _composer_skeleton(get_language(), page.prompt, state, chosen, settings.UPLOAD_MAX_BYTES)
    values = {
        "text": escape(words),
        "original": escape(draft.text),
        "number": str(draft.draft_number),
        "key": str(uuid.uuid4()),
        "csrf": form_token(request),
        "saved": said_datetime(draft.saved_at),
        "self_assessment": _self_assessment_html(page),
        "files": files,
    }
    return fill(skeleton, values)


@functools.lru_cache(maxsize=512)
def _composer_skeleton(
    language: str, prompt: Prompt, state: tuple[bool, bool, bool], chosen: tuple, file_limit: int
) -> str:
    may_submit, is_formatted, is_saved = state
    html = FORMATTED if is_formatted else PLAIN
    initial = {"text": html, "base_number": "@@number@@", "key": "@@key@@", **dict(zip(CHOICES, chosen, strict=True))}
    context = {
        "form": EntryForm(prompt=prompt, initial=initial),
        "prompt": prompt,
        "may_submit": may_submit,
        "saved": "@@saved@@" if is_saved else "",
        "files": mark_safe("@@files@@"),
        "csrf_token": "@@csrf@@",
        "self_assessment": mark_safe("@@self_assessment@@") if prompt.self_assessment and prompt.rubric else "",
    }
    rendered = render_to_string("learning/portfolio/composer.html", context)
    return rendered.replace(f'value="{escape(html)}"', 'value="@@original@@"')


def _files_html(page: EntryPage) -> SafeString:
    if not page.attachments and not page.arriving:
        return mark_safe("")
    context = {"attachments": page.attachments, "arriving": page.arriving}
    return render_to_string("learning/portfolio/composer_files.html", context)


def _self_assessment_html(page: EntryPage) -> SafeString:
    sheet = page.prompt.sheet if page.prompt.self_assessment else None
    return rubric_form(sheet, "self_assessment", page.draft.self_assessment) if sheet else mark_safe("")


def prompt_html(prompt: Prompt, *, is_open: bool) -> SafeString:
    return _prompt_html(get_language(), prompt, is_open)


@functools.lru_cache(maxsize=512)
def _prompt_html(language: str, prompt: Prompt, is_open: bool) -> SafeString:
    context = {
        "prompt": prompt,
        "is_open": is_open,
        "guidance": mark_safe(prompt.guidance_html),
        "criteria": mark_safe(prompt.criteria_html),
        "rubric": rubric_table(prompt.sheet, with_points=prompt.scale != Scale.DESCRIPTIVE),
    }
    return render_to_string("learning/portfolio/prompt.html", context)
