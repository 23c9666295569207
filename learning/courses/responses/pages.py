"""A course's inner pages: the same template for readers and for the editor's preview."""

import secrets
import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from home.accounts.economy import wants_economy
from home.accounts.enums import TextSize
from home.accounts.text_size import text_size_of
from home.prepared import draw_rows, form_token
from learning.courses.caches import RevisionCache
from learning.courses.enums import ItemKind
from learning.courses.queries.outline import DOABLE, ItemShape, ModuleShape
from learning.courses.responses.body import BodyPart, body_of, draw_body
from learning.courses.responses.rows import foreign_language, lesson_rows, side_rows, time_words, workload_words

ITEM_TEMPLATE, FRAME_TEMPLATE = "learning/courses/item.html", "learning/courses/_item.html"
# About 4 kB a frame. Marks stand in a frame where a reader's own page puts what is hers; nobody can write them.
_frames = RevisionCache(size=2048)
CSRF, ROWS, BODY, SIZE = (mark_safe(f"{name}-{secrets.token_hex(8)}") for name in ("csrf", "rows", "body", "size"))


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """One private answer as its page shows it: what is stored or, after an error, what was typed."""

    block: uuid.UUID
    text: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class BoardLink:
    """Where a discussion takes place, and what its reader did of what it asks for; empty where there is none."""

    url: str = ""
    done: str = ""


NO_BOARD = BoardLink()


def render_item(
    request: HttpRequest, context, *, typed: AnswerForm | None = None, board: BoardLink = NO_BOARD
) -> HttpResponse:
    """Draws one item for its reader. `context` is desk's ReadingContext; `typed` an answer that was refused."""
    course, item = context.course, context.item
    parts = body_of(item.id, course.rev, wants_economy(request), context.segments)
    fills = {
        SIZE: _text_size(request, item),
        CSRF: form_token(request),
        ROWS: _rows_of(context),
        BODY: _join(request, context, parts, typed),
    }
    frame = _frame_of(context, board)
    values = {"course": course, "item": item, "content": _fill(frame, fills)}
    return render(request, ITEM_TEMPLATE, values, status=422 if typed else 200)


def render_preview(request: HttpRequest, page, kind: str, segments: list) -> HttpResponse:
    """Draws a page that is being edited as its readers will see it, without marks, answers and neighbours."""
    item = {"title": page.title, "kind": kind}
    body = draw_for_preview(request, segments)
    content = render_to_string(FRAME_TEMPLATE, {"is_preview": True, "item": item, "body": body})
    return render(request, ITEM_TEMPLATE, {"item": item, "content": content})


def draw_for_preview(request: HttpRequest, segments: list) -> SafeString:
    """The segments alone, with nobody's answers."""
    return _join(request, None, draw_body(segments), None)


def _frame_of(context, board: BoardLink) -> str:
    """Returns all that stands around the text: the same for everyone of whom the key says the same."""
    item, enrolment = context.item, context.enrolment
    if item.kind == ItemKind.DISCUSSION:
        return _draw_frame(context, board)
    key = (item.id, get_language(), context.is_inside, enrolment is not None, context.is_done)
    frame = _frames.get(key, context.course.rev)
    return frame or _frames.put(key, context.course.rev, _draw_frame(context))


def _draw_frame(context, board: BoardLink = NO_BOARD) -> str:
    course, item, module = context.course, context.item, context.module
    before, after = course.neighbours(item.id) if context.is_inside else (None, None)
    values = {
        "course": course,
        "language": foreign_language(course),
        "item": item,
        "module": module,
        "module_name": name_of(module),
        "crumbs": _crumbs(context),
        "position": position_words(item, module),
        "time": time_words(item.minutes),
        "workload": workload_words(item),
        "before": before,
        "after": after,
        "is_inside": context.is_inside,
        "is_done": context.is_done,
        "is_unit": item.kind == ItemKind.UNIT,
        "is_doable": item.kind in DOABLE,
        "may_mark": item.kind == ItemKind.UNIT and context.enrolment is not None,
        "board": board,
        "csrf_token": CSRF,
        "rows": ROWS if context.is_inside and has_rows(item, module) else "",
        "body": BODY,
        "text_size": SIZE,
    }
    return render_to_string(FRAME_TEMPLATE, values)


def _text_size(request: HttpRequest, item: ItemShape) -> str:
    size = text_size_of(request.user, request.COOKIES)
    chosen = {f"is_{step.name.lower()}": step == size for step in TextSize}
    return draw_rows(
        "learning/courses/_text_size.html", [{**chosen, "here": item.url, "csrf_token": form_token(request)}]
    )


def _crumbs(context) -> list[tuple[str, str | None]]:
    """The way back, from the course to what the page stands in; the page itself comes last."""
    course, item, module = context.course, context.item, context.module
    above = [(course.title, course.url)]
    if context.is_inside and module.id != item.id:
        above.append((name_of(module), module.url))
    if context.is_inside and (lesson := course.item(item.lesson_id)):
        above.append((lesson.title, lesson.url))
    return [*above, (item.title, None)]


def has_rows(item: ItemShape, module: ModuleShape) -> bool:
    """Whether something is listed in or beside an item's page; an imported module or lesson may hold nothing."""
    if item.kind == ItemKind.LESSON:
        return any(other.lesson_id == item.id for other in module.items)
    return bool(module.items)


def _rows_of(context) -> str:
    if not context.is_inside:
        return ""
    draw = side_rows if context.item.kind in DOABLE else lesson_rows
    return draw(context.course, context.module, context.item, context.done)


def _join(request: HttpRequest, context, parts: tuple[BodyPart, ...], typed: AnswerForm | None) -> SafeString:
    """Puts a reader's private answers between the stretches of a body that is the same for everyone."""
    return mark_safe(
        "".join(_think(request, context, part, typed) if part.is_question else part.html for part in parts)
    )


def _think(request: HttpRequest, context, part: BodyPart, typed: AnswerForm | None) -> str:
    # A sign-language widget may see this page: it is shown without what its reader wrote.
    is_preview = context is None or "libras" in request.GET
    may_answer = bool(part.think and not is_preview and request.user.is_authenticated)
    if may_answer:
        request.shows_own_writing = True
    answer = None if is_preview else AnswerForm(part.think, context.answers.get(part.think, ""))
    answer = typed if typed is not None and typed.block == part.think else answer
    address = [context.course.slug, context.item.id, part.think] if may_answer else []
    values = {
        "block": part.think or "",
        "language": get_language() if context and foreign_language(context.course) else "",
        "question": part.question,
        "hint": part.hint,
        "is_preview": is_preview,
        "may_answer": may_answer,
        "text": answer.text if answer else "",
        "error": answer.error if answer else "",
        "save_url": reverse("learning:answer_save", args=address) if may_answer else "",
        "csrf_token": form_token(request) if may_answer else "",
    }
    return draw_rows("learning/courses/_think.html", [values])


def _fill(frame: str, fills: dict[str, str]) -> SafeString:
    for mark, text in fills.items():
        frame = frame.replace(mark, text)
    return mark_safe(frame)


def name_of(module: ModuleShape) -> str:
    return f"{module.code} · {module.title}" if module.code else module.title


def position_words(item: ItemShape, module: ModuleShape) -> str:
    """Returns "3 of 7 in M1", or nothing for a module or a lesson."""
    places = [other.id for other in module.doable]
    if item.id not in places:
        return ""
    return gettext("%(place)d of %(total)d in %(module)s") % {
        "place": places.index(item.id) + 1,
        "total": len(places),
        "module": module.code or module.title,
    }
