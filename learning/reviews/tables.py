"""The rows of the queue as ready HTML: a template's loop over 25 rows costs more than all else on the page."""

import functools
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.prepared import draw_rows
from learning.reviews.queries import Queue, WaitingEntry

ROW = """<tr>
<td data-label="{label_waiting}"><span class="pill pill--{tone}">{waited}</span></td>
<th scope="row">{student}</th>
<td data-label="{label_prompt}"><a href="{url}">{prompt}</a>{round_note}</td>
<td data-label="{label_intent}">{intent_label}</td>
<td data-label="{label_place}">{place}</td>
<td>{action}</td>
</tr>"""
GO_ON = '<a class="button button--primary" href="{url}">{go_on}<span class="visually-hidden"> · {student}</span></a>'
SEE = (
    '<span class="meta">{reader_note}</span> <a href="{url}">{see}<span class="visually-hidden"> · {student}</span></a>'
)
OPEN = (
    '<button class="button button--secondary" type="submit" formaction="{open_url}">{open}'
    '<span class="visually-hidden"> · {student}</span></button>'
)


class _Words:
    """What a row says, escaped; what other rows say as well is made once a page."""

    def __init__(self):
        self.fixed = _escaped_words(get_language())
        self.waited: dict[int, str] = {}
        self.intents: dict[str, str] = {}

    def of(self, row: WaitingEntry) -> dict[str, str]:
        # A day and more is said in days.
        waited = self.waited.get(row.days) or escape(row.waited)
        if row.days:
            self.waited[row.days] = waited
        if row.intent not in self.intents:
            self.intents[row.intent] = escape(row.intent_label)
        return {
            **self.fixed,
            "tone": row.tone,
            "waited": waited,
            "student": escape(row.student),
            "prompt": escape(row.prompt),
            "round_note": escape(row.round_note),
            "intent_label": self.intents[row.intent],
            "place": escape(row.place),
            "url": escape(row.url),
        }


def queue_rows(rows: list[WaitingEntry]) -> SafeString:
    words = _Words()
    return mark_safe("\n".join([_row(row, words.of(row)) for row in rows]))


def _row(row: WaitingEntry, values: dict[str, str]) -> str:
    if row.is_mine:
        action = GO_ON.format_map(values)
    elif row.reader:
        action = SEE.format(reader_note=escape(row.reader_note), **values)
    else:
        action = OPEN.format(open_url=escape(row.open_url), **values)
    return ROW.format(action=action, **values)


@functools.lru_cache(maxsize=8)
def _escaped_words(language: str) -> dict[str, str]:
    words = {
        "label_waiting": _("Waiting"),
        "label_prompt": _("Reflection"),
        "label_intent": _("Asked for"),
        "label_place": _("Class"),
        "open": _("Open"),
        "go_on": _("Go on reading"),
        "see": _("See"),
    }
    return {name: escape(text) for name, text in words.items()}


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
