"""What the area's views share: how a change is found, and what a page of one says."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from home.accounts.models import User
from home.richtext.hints import patient_hints
from home.richtext.responses import kept_key
from learning.work_changes.models import StoryOffer, WorkChange
from learning.work_changes.queries import asked_of, gallery_is_open, story_of_change, topic_cards
from learning.work_changes.rules import is_author, may_offer, may_withdraw

Rule = Callable[[User, WorkChange], bool]
_ALONG = (
    "category",
    "enrolment__student",
    "enrolment__course",
    "enrolment__offering",
    "linked_to",
    "topic",
    "topic_held__board",
    "answer_held__board",
)


def change_or_404(request: HttpRequest, public_id: uuid.UUID, rule: Rule | None = None) -> WorkChange:
    """The change as far as the reader sees it at all; with `rule` only for whom it holds (403)."""
    changes = WorkChange.objects.visible_to(request.user).select_related(*_ALONG)
    change = get_object_or_404(changes, public_id=public_id)
    if rule is not None and not rule(request.user, change):
        raise PermissionDenied
    return change


def crumbs_to(change: WorkChange, here: str) -> list[tuple[str, str | None]]:
    return [
        (_("Changes at work"), reverse("learning:work_changes")),
        (change.title, reverse("learning:work_change", args=[change.public_id])),
        (here, None),
    ]


def topic_card(topic_id: int, reader: User) -> SafeString | str:
    """The card of the change with which a conversation opened, and of those whose conversations were joined to it.

    Its reader is found already. Two queries, however many.
    """
    drawn = [
        {"change": card.change, "page": card, "may_try": card.studies and not is_author(reader, card.change)}
        for card in topic_cards(reader, topic_id)
    ]
    return mark_safe("".join(render_to_string("learning/work_changes/topic_card.html", card) for card in drawn))


def said_tags(tags: Iterable[str], choices: type[TextChoices], words: str) -> str:
    """What was ticked, and what was written beside it."""
    named = [str(choices(tag).label) for tag in tags if tag in choices.values]
    return ". ".join(filter(None, (", ".join(named), words)))


def form_page(
    request: HttpRequest, template: str, change: WorkChange, here: str, context: dict, status: int = 0
) -> HttpResponse:
    """A form about a change: 200 when it is opened, 422 when something in it is to be corrected."""
    shown = {
        "change": change,
        "crumbs": crumbs_to(change, here),
        "here": here,
        "kept_key": kept_key(request),
        **context,
    }
    status = status or (422 if request.method == "POST" else 200)
    return render(request, f"learning/work_changes/{template}.html", shown, status=status)


def offer_or_404(request: HttpRequest, public_id: uuid.UUID) -> StoryOffer:
    """The story's offer as far as the reader knows of it."""
    offers = StoryOffer.objects.visible_to(request.user).select_related("change__enrolment__student", "page")
    return get_object_or_404(offers, public_id=public_id)


def story_preview(words: dict[str, Any]) -> dict[str, Any]:
    """What will be public, as the page will show it, and what in it might tell who somebody is."""
    said = "\n".join(value for value in words.values() if isinstance(value, str))
    return {"story": StoryOffer(**words), "hints": patient_hints(said), "seen": seen_mark(words)}


def seen_mark(words: dict[str, Any]) -> str:
    """Names the words that were shown: what is offered is what she has seen."""
    return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()


def story_context(person: User, change: WorkChange) -> dict[str, Any]:
    """What a change's own page says of its story. Two queries where there is none."""
    story = story_of_change(change)
    is_own = is_author(person, change)
    offers = is_own and may_offer(person, change) and (story is not None or gallery_is_open())
    return {
        "story": story,
        "may_offer": offers,
        "story_asked": asked_of(person, change) if story and not is_own else None,
        "may_withdraw": story is not None and may_withdraw(person, story),
    }
