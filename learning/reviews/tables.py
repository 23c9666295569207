"""The queue as ready HTML: a template's loop over 25 rows costs more than all else on the page."""

import functools
import uuid

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from home.prepared import draw_rows
from home.templatetags.roda import said_datetime
from learning.portfolio.enums import Intent
from learning.reviews.enums import NoteKind
from learning.reviews.queries import Note, Queue, QueueCounts, QueueFilter, WaitingEntry


def queue_rows(rows: list[WaitingEntry]) -> SafeString:
    one_of_each = {row.intent: row for row in rows}
    intents = {intent: row.intent_label for intent, row in one_of_each.items()}
    return draw_rows("learning/reviews/queue_row.html", [_values(row, intents[row.intent]) for row in rows])


def _values(row: WaitingEntry, intent: str) -> dict[str, str | bool]:
    return {
        "tone": row.tone,
        "waited": f"{row.waited} · {row.pace_label}" if row.pace_label else row.waited,
        "student": row.student,
        "prompt": row.prompt,
        "round_note": row.round_note,
        "intent": intent,
        "minutes": gettext("reading: %(number)s min") % {"number": row.minutes},
        "place": row.place,
        "url": row.url,
        "open_url": row.open_url,
        "is_mine": row.is_mine,
        "may_open": row.may_open,
        "reader_note": row.reader_note if row.reader else "",
    }


def queue_table(queue: Queue, chosen: QueueFilter, filters: SafeString, token: str) -> SafeString:
    """The whole page of the queue but for the way to its other pages; `token` is of its form."""
    lead = _lead(get_language(), queue.waiting, queue.being_read, queue.late, chosen.is_silent)
    is_filtered = chosen != QueueFilter()
    values = {"lead": lead, "filters": filters, "rows": queue_rows(queue.rows), "csrf_token": token}
    return draw_rows("learning/reviews/queue_table.html", [values | {"is_filtered": is_filtered}])


@functools.lru_cache(maxsize=1024)
def _lead(language: str, waiting: int, being_read: int, late: int, is_silent: bool) -> SafeString:
    counts = {"waiting": waiting, "being_read": being_read, "late": late, "is_silent": is_silent}
    return mark_safe(render_to_string("learning/reviews/queue_lead.html", counts).strip())


def queue_filters(groups: list[tuple[int, str]], counts: QueueCounts, chosen: QueueFilter) -> SafeString:
    """Each choice with how many it would show."""
    return _filters(
        get_language(),
        chosen,
        (counts.waiting, counts.silent),
        tuple((pk, name, counts.groups.get(pk, 0)) for pk, name in groups),
        tuple((pk, title, number) for pk, (title, number) in counts.prompts.items()),
        tuple(counts.intents.get(intent.value, 0) for intent in Intent),
    )


# Between two submissions every look at the queue shows the same choices.
@functools.lru_cache(maxsize=1024)
def _filters(
    language: str, chosen: QueueFilter, sides: tuple[int, int], groups: tuple, prompts: tuple, intents: tuple[int, ...]
) -> SafeString:
    waiting, silent = sides
    named = [(intent.value, intent.label, number) for intent, number in zip(Intent, intents, strict=True)]
    context = {"waiting": waiting, "silent": silent, "groups": groups, "prompts": prompts, "intents": named}
    return render_to_string("learning/reviews/queue_filters.html", context | {"chosen": chosen})


def note_rows(
    notes: list[Note], *, token: str, shown: int, versions_at: str = "", fresh: uuid.UUID | None = None
) -> SafeString:
    """Comments as the items of a list. `token` is of their forms.

    Their passages are on the same page, or with `versions_at` (the address of version 0) on those of their versions.
    `fresh` is the one that was just written or changed: the focus goes there.
    """
    rows = [_note_values(note, token, shown, versions_at) | {"is_fresh": note.public_id == fresh} for note in notes]
    return draw_rows("learning/reviews/note.html", rows)


def _note_values(note: Note, token: str, shown: int, versions_at: str) -> dict[str, str | bool | int]:
    page = versions_at.replace("/versao/0/", f"/versao/{note.version}/")
    kinds = {f"is_{kind.value}": note.kind == kind for kind in NoteKind}
    return kinds | {
        "id": str(note.public_id),
        "csrf_token": token,
        "shown": str(shown),
        "change_url": reverse("learning:annotation_change", args=[note.public_id]),
        "answer_url": reverse("learning:annotation_answer", args=[note.public_id]),
        "passage_url": f"{page}#passage-{note.public_id}",
        "key": str(uuid.uuid4()),
        "tone": note.tone,
        "kind": note.kind_label,
        "place": note.said_place,
        "version": str(note.version) if note.is_carried else "",
        "quote": note.exact,
        "words": note.text,
        "text": mark_safe(linebreaks(note.text, autoescape=True)),
        "replies": _reply_rows(note),
        "is_deleted": note.is_deleted,
        "is_draft": note.released_at is None,
        "is_resolved": note.resolved_at is not None,
        "is_lost": note.start is None and not page,
        "may_resolve": note.is_open,
    }


def _reply_rows(note: Note) -> SafeString:
    values = [
        {"author": reply.author, "at": said_datetime(reply.written_at), "text": linebreaks(reply.text, autoescape=True)}
        for reply in note.replies
    ]
    return draw_rows("learning/reviews/reply.html", values)
