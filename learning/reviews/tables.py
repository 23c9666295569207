"""The queue as ready HTML: a template's loop over 25 rows costs more than all else on the page."""

import functools
import uuid

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from home.prepared import draw_rows
from home.templatetags.roda import said_datetime, say_wait
from learning.portfolio.clock import Pace
from learning.portfolio.enums import Intent
from learning.reviews.enums import NoteKind
from learning.reviews.queries import Note, Queue, QueueCounts, QueueFilter, WaitingEntry

_PACES = {
    Pace.ON_TIME: "",
    Pace.EXPECTED_PASSED: gettext_lazy("getting late"),
    Pace.LATEST_PASSED: gettext_lazy("too long"),
}


def queue_rows(rows: list[WaitingEntry]) -> SafeString:
    language = get_language()
    return draw_rows("learning/reviews/queue_row.html", [_values(row, language) for row in rows])


def _values(row: WaitingEntry, language: str) -> dict[str, str | bool]:
    wait, pace = say_wait(row.passed, language), _said_pace(language, row.pace)
    return {
        "tone": mark_safe(row.tone),
        "waited": _escaped(f"{wait} · {pace}" if pace else wait),
        "student": row.student,
        "prompt": _escaped(row.prompt),
        "round_note": gettext(" · round %(number)s") % {"number": row.round + 1} if row.round else "",
        "intent": _said_intent(language, row.intent),
        "minutes": _said_minutes(language, row.minutes),
        "place": _escaped(row.place),
        "url": mark_safe(row.url),
        "open_url": mark_safe(row.open_url),
        "is_mine": row.is_mine,
        "may_open": row.may_open,
        "reader_note": gettext("%(name)s is reading it.") % {"name": row.reader} if row.reader else "",
    }


# Rows say the same of each other, but for their students.
_escaped = functools.lru_cache(maxsize=2048)(escape)


@functools.lru_cache(maxsize=64)
def _said_pace(language: str, pace: Pace) -> str:
    """The colour in words; nothing while it is in time."""
    return str(_PACES[pace])


@functools.lru_cache(maxsize=64)
def _said_intent(language: str, intent: str) -> SafeString:
    return escape(str(Intent(intent).label))


@functools.lru_cache(maxsize=512)
def _said_minutes(language: str, number: int) -> SafeString:
    return escape(gettext("reading: %(number)s min") % {"number": number})


def queue_table(queue: Queue, token: str) -> SafeString:
    """The whole page of the queue but for the way to its other pages; `token` is of its form."""
    language, chosen = get_language(), queue.chosen
    lead = _lead(language, queue.waiting, queue.being_read, queue.late, chosen.is_silent)
    filters = _queue_filters(language, queue.groups, queue.counts, chosen)
    values = {"lead": lead, "filters": filters, "rows": queue_rows(queue.rows), "csrf_token": token}
    return draw_rows("learning/reviews/queue_table.html", [values | {"is_filtered": chosen != QueueFilter()}])


@functools.lru_cache(maxsize=1024)
def _lead(language: str, waiting: int, being_read: int, late: int, is_silent: bool) -> SafeString:
    counts = {"waiting": waiting, "being_read": being_read, "late": late, "is_silent": is_silent}
    return mark_safe(render_to_string("learning/reviews/queue_lead.html", counts).strip())


def _queue_filters(
    language: str, groups: list[tuple[int, str]], counts: QueueCounts, chosen: QueueFilter
) -> SafeString:
    """Each choice with how many it would show."""
    return _filters(
        language,
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
