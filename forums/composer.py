"""The form for an answer: rendered once in a language, then filled. Django's form costs as much as ten posts."""

import functools
import uuid

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forums.forms import PostForm
from forums.models import PostDraft
from forums.queries import TopicPage
from home.prepared import address, fill, form_token

TEMPLATE = "forums/answer_form.html"


def answer_form_html(
    request: HttpRequest, topic: TopicPage, form: PostForm | None = None, *, draft: PostDraft | None = None
) -> SafeString:
    """`form` is one that holds something: a quotation, or what was typed and refused; `draft` what the server keeps."""
    if form is None and draft is not None:
        form = drafted(draft)
    if form is not None:
        return render_to_string(TEMPLATE, {"form": form, **_addresses(topic)}, request)
    filled = {"key": str(uuid.uuid4()), "csrf": form_token(request), **_addresses(topic)}
    return fill(_skeleton(get_language()), filled)


def drafted(draft: PostDraft, *, quoting: str = "") -> PostForm:
    """The form with what the server keeps; a quotation comes behind it."""
    kept = {"key": draft.key, "reply_to": draft.reply_to, "base_number": draft.draft_number}
    return PostForm(initial={**kept, "html": draft.html + quoting})


def _addresses(topic: TopicPage) -> dict[str, str]:
    names = {"action": "post_new", "draft": "post_draft", "topic": "topic"}
    addresses = {key: address(f"forums:{name}", topic.id) for key, name in names.items()}
    return addresses | {"people": address("forums:board_people", topic.board_id)}


@functools.lru_cache(maxsize=8)
def _skeleton(language: str) -> str:
    form = PostForm(initial={"key": "@@key@@"})
    places = {
        "action": "@@action@@",
        "draft": "@@draft@@",
        "topic": "@@topic@@",
        "people": "@@people@@",
        "csrf_token": "@@csrf@@",
    }
    return render_to_string(TEMPLATE, {"form": form, **places})
