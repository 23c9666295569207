"""The body of an item, drawn from its segments once for each revision, language and economy of pictures."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from learning.courses.caches import RevisionCache
from learning.courses.models import ReadItem

# About 20 kB a body.
_bodies = RevisionCache(size=512)

# Kinds of segment with a template of their own; "html" is ready and "think" is drawn on each reader's page.
BLOCKS = frozenset(
    (
        *("picture", "gallery", "audio", "video", "document", "call_out", "quotation"),
        *("table", "collapsible", "glossary", "card", "formula", "prompt"),
    )
)
# Pictures in the first blocks are in sight when the page opens.
EAGER_BLOCKS = 2
NOTHING = mark_safe("")


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A stretch of finished HTML or a question, whose private answer (kept by `think`) each reader's page adds."""

    html: SafeString = NOTHING
    is_question: bool = False
    think: uuid.UUID | None = None
    question: str = ""
    hint: str = ""


def held_body_rev(item_id: int, economy: bool) -> int:
    """Returns the revision of the item's body that this process holds in the language of the request, or 0."""
    return _bodies.rev((item_id, get_language(), economy))


def body_of(item_id: int, rev: int, economy: bool, segments: list | None) -> tuple[BodyPart, ...]:
    """Returns the drawn body. `segments` may be None where the process held it when the page's query was made."""
    key = (item_id, get_language(), economy)
    body = _bodies.get(key, rev)
    if body is None:
        if segments is None:  # pushed out meanwhile by other bodies
            segments = ReadItem.objects.values_list("segments", flat=True).get(pk=item_id)
        body = _bodies.put(key, rev, draw_body(segments, economy))
    return body


def draw_body(segments: Sequence, economy: bool = False) -> tuple[BodyPart, ...]:
    """Draws segments ([kind, payload], see learning.courses.segments)."""
    parts: list[BodyPart] = []
    stretch: list[str] = []
    for number, (kind, payload) in enumerate(segments):
        if kind == "think":
            parts += [BodyPart(mark_safe("".join(stretch))), _think(payload)]
            stretch = []
        else:
            stretch.append(_draw(kind, payload, economy, f"b{number}", lazy=number >= EAGER_BLOCKS))
    return (*parts, BodyPart(mark_safe("".join(stretch))))


def _think(payload: dict) -> BodyPart:
    block = uuid.UUID(payload["block"]) if payload["block"] else None
    return BodyPart(is_question=True, think=block, question=payload["question"], hint=payload["hint"])


def _draw(kind: str, payload, economy: bool, anchor: str, *, lazy: bool) -> str:
    if kind == "html":
        return payload
    if kind not in BLOCKS:
        return ""
    context = {"block": payload, "anchor": anchor, "lazy": lazy, "economy": economy}
    if kind == "picture":
        context["figure"] = _figure(payload, economy)
    elif kind == "gallery":
        context["figures"] = [_figure(figure, economy) for figure in payload["figures"]]
    elif kind == "video":
        context["poster"] = None if economy else ready_picture(payload["poster"], economy)
    elif kind == "collapsible":
        inner = enumerate(payload["segments"])
        drawn = (_draw(*segment, economy, f"{anchor}-{number}", lazy=True) for number, segment in inner)
        context["content"] = mark_safe("".join(drawn))
    return render_to_string(f"learning/courses/blocks/{kind}.html", context)


def _figure(payload: dict, economy: bool) -> dict:
    return {**payload, "picture": ready_picture(payload, economy)}


def ready_picture(payload: dict | None, economy: bool) -> dict | None:
    """Adds the ready srcsets. Economy keeps the smallest size; without renditions the size is held open."""
    if not payload:
        return None
    ready = {"alt": payload.get("alt") or "", "width": payload["width"], "height": payload["height"]}
    sizes = slice(1) if economy else slice(None)
    webp, jpeg = payload["webp"][sizes], payload["jpeg"][sizes]
    if jpeg:
        ready |= {"src": jpeg[-1][1], "webp": _srcset(webp), "jpeg": _srcset(jpeg)}
    return ready


def _srcset(sizes: list) -> str:
    return ", ".join(f"{address} {width}w" for width, address in sizes)
