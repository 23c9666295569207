"""The queue as ready HTML: a template's loop over 25 rows costs more than all else on the page."""

import functools

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from home.prepared import draw_rows
from learning.reviews.queries import Queue, WaitingEntry


def queue_rows(rows: list[WaitingEntry]) -> SafeString:
    one_of_each = {row.intent: row for row in rows}
    intents = {intent: row.intent_label for intent, row in one_of_each.items()}
    return draw_rows("learning/reviews/queue_row.html", [_values(row, intents[row.intent]) for row in rows])


def _values(row: WaitingEntry, intent: str) -> dict[str, str | bool]:
    return {
        "tone": row.tone,
        "waited": row.waited,
        "student": row.student,
        "prompt": row.prompt,
        "round_note": row.round_note,
        "intent": intent,
        "place": row.place,
        "url": row.url,
        "open_url": row.open_url,
        "is_mine": row.is_mine,
        "reader_note": row.reader_note if row.reader else "",
    }


def queue_table(queue: Queue, filters: SafeString, token: str) -> SafeString:
    """The whole page of the queue but for the way to its other pages; `token` is of its form."""
    lead = _lead(get_language(), queue.waiting, queue.being_read, queue.late)
    values = {"lead": lead, "filters": filters, "rows": queue_rows(queue.rows), "csrf_token": token}
    return draw_rows("learning/reviews/queue_table.html", [values])


@functools.lru_cache(maxsize=1024)
def _lead(language: str, waiting: int, being_read: int, late: int) -> SafeString:
    counts = {"waiting": waiting, "being_read": being_read, "late": late}
    return mark_safe(render_to_string("learning/reviews/queue_lead.html", counts).strip())


def queue_filters(groups: list[tuple[int, str]], group: int | None, intent: str) -> SafeString:
    return _filters(get_language(), tuple(groups), group, intent)


@functools.lru_cache(maxsize=256)
def _filters(language: str, groups: tuple[tuple[int, str], ...], group: int | None, intent: str) -> SafeString:
    return render_to_string("learning/reviews/queue_filters.html", {"groups": groups, "group": group, "intent": intent})
