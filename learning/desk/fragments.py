"""Pieces of a person's home, rendered once for all whom they say the same.

A class has the same dates and boards, and often the same next step. A key holds everything that its piece shows,
so nothing here is ever stale, and nothing is written for one person alone.
"""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from learning.desk.queries.boards import UnreadBoard
from learning.desk.queries.home import Home
from learning.desk.queries.student import DateRow, StudyCard

SHOWN_ROWS = 6


@dataclass(frozen=True)
class _CardKey:
    """What is shown of a course under way; two equal ones look the same, whoever reads them."""

    language: str
    today: datetime.date
    shown: tuple
    card: StudyCard = field(compare=False)


def home_fragments(home: Home) -> dict[str, Any]:
    language, today = get_language(), timezone.localdate()
    dates = home.student.dates[:SHOWN_ROWS] if home.student else []
    card = home.student.first if home.student else None
    others = home.student.others if home.student else []
    other_keys = [_CardKey(language, today, (other.study.offering, *_shown(other)), other) for other in others]
    return {
        "next_part": _next_part(_CardKey(language, today, _shown(card), card)) if card else "",
        "other_rows": mark_safe("\n".join([_other_row(key) for key in other_keys])),
        "date_rows": mark_safe("\n".join([_date_row(language, today, row) for row in dates])),
        "board_rows": mark_safe("\n".join([_board_row(language, board) for board in home.boards[:SHOWN_ROWS]])),
    }


def _shown(card: StudyCard) -> tuple:
    step, resume = card.next, card.resume
    said = (
        (step.item.id, step.why, step.due_on, step.leads_to, step.is_begun, step.module_progress)
        if step
        else (card.waiting,)
    )
    return card.course.slug, card.course.rev, card.progress, resume.id if resume else None, *said


@lru_cache(maxsize=1024)
def _next_part(key: _CardKey) -> SafeString:
    return mark_safe(render_to_string("learning/desk/next_part.html", {"card": key.card}).strip())


@lru_cache(maxsize=1024)
def _other_row(key: _CardKey) -> SafeString:
    return mark_safe(render_to_string("learning/desk/other_row.html", {"card": key.card}).strip())


@lru_cache(maxsize=2048)
def _date_row(language: str, today: datetime.date, row: DateRow) -> SafeString:
    return mark_safe(render_to_string("learning/desk/date_row.html", {"row": row}).strip())


@lru_cache(maxsize=2048)
def _board_row(language: str, board: UnreadBoard) -> SafeString:
    return mark_safe(render_to_string("learning/desk/board_row.html", {"board": board}).strip())
