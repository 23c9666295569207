"""What stops a record, a move or a follow-up: each answers with the form's field and a sentence, or nothing."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.templatetags.roda import said_in_full
from learning.work_changes.enums import Interruption
from learning.work_changes.marks import SETTLED_AFTER

SENTENCE_WORDS = 3


@dataclass(frozen=True)
class Problem:
    """`field` is the form's field, "" for the whole of it; `message` says what to change."""

    field: str
    message: str


@dataclass(frozen=True)
class Moving:
    """What the guards of a move look at. `followed_on` are the days of follow-ups with a reflection."""

    started_on: datetime.date | None
    today: datetime.date
    interruption: str = ""
    followed_on: tuple[datetime.date, ...] = ()


Guard = Callable[[Moving], Problem | None]


def has_begun(moving: Moving) -> Problem | None:
    if moving.started_on is None:
        return Problem("started_on", _("Say since when you have been trying it out."))
    return not_in_future("started_on", moving.started_on, moving.today)


def says_why_it_stopped(moving: Moving) -> Problem | None:
    if moving.interruption in Interruption.values:
        return None
    return Problem("interruption", _("Choose why it stopped. It counts as much as one that went on."))


def looked_at_again(moving: Moving) -> Problem | None:
    """Part of the routine is what stood for six weeks and was thought about after them."""
    if moving.started_on is None:
        return has_begun(moving)
    earliest = moving.started_on + SETTLED_AFTER
    if any(day >= earliest for day in moving.followed_on):
        return None
    words = _(
        "It is part of the routine when you have written a follow-up on %(day)s or later: six weeks after it began."
    )
    return Problem("stage", words % {"day": said_in_full(earliest)})


GUARDS: dict[str, Guard] = {
    "has_begun": has_begun,
    "says_why_it_stopped": says_why_it_stopped,
    "looked_at_again": looked_at_again,
}


def find_problems(names: Iterable[str], moving: Moving) -> list[Problem]:
    return [problem for name in names if (problem := GUARDS[name](moving))]


def not_in_future(field: str, day: datetime.date | None, today: datetime.date) -> Problem | None:
    if day is None or day <= today:
        return None
    return Problem(field, _("This day is still to come. What has not begun yet has no first day: leave it empty."))


def says_something(field: str, text: str) -> Problem | None:
    if len(text.split()) >= SENTENCE_WORDS:
        return None
    return Problem(field, _("Write at least one sentence."))
