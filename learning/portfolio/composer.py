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
    }
    rendered = render_to_string("learning/portfolio/composer.html", context)
    return rendered.replace(f'value="{escape(html)}"', 'value="@@original@@"')


def _files_html(page: EntryPage) -> SafeString:
    if not page.attachments:
        return mark_safe("")
    return render_to_string("learning/portfolio/composer_files.html", {"attachments": page.attachments})


def prompt_html(prompt: Prompt, *, is_open: bool) -> SafeString:
    return _prompt_html(get_language(), prompt, is_open)


@functools.lru_cache(maxsize=512)
def _prompt_html(language: str, prompt: Prompt, is_open: bool) -> SafeString:
    context = {
        "prompt": prompt,
        "is_open": is_open,
        "guidance": mark_safe(prompt.guidance_html),
        "criteria": mark_safe(prompt.criteria_html),
    }
    return render_to_string("learning/portfolio/prompt.html", context)
