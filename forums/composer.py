"""The form for an answer: rendered once in a language, then filled. Django's form costs as much as ten posts."""

import functools
import uuid

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forums.forms import PostForm
from home.prepared import fill, form_token

TEMPLATE = "forums/answer_form.html"


def answer_form_html(request: HttpRequest, topic_id: int, form: PostForm | None = None) -> SafeString:
    """`form` is one that holds something: a quotation, or what was typed and refused."""
    action = reverse("forums:post_new", args=[topic_id])
    if form is not None:
        return render_to_string(TEMPLATE, {"form": form, "action": action}, request)
    return fill(_skeleton(get_language()), {"action": action, "key": str(uuid.uuid4()), "csrf": form_token(request)})


@functools.lru_cache(maxsize=8)
def _skeleton(language: str) -> str:
    form = PostForm(initial={"key": "@@key@@"})
    return render_to_string(TEMPLATE, {"form": form, "action": "@@action@@", "csrf_token": "@@csrf@@"})
