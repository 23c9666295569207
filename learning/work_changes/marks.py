"""The marks at which a change is looked at again, so many weeks after it began (domain.md d2, S6)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

# Days after a mark on which its author is reminded; after the last of them nobody is, and the change is without word.
REMIND_DAYS = (0, 7, 21)
# A change is part of the routine only when it has stood for so long.
SETTLED_AFTER = datetime.timedelta(weeks=6)


@dataclass(frozen=True)
class Mark:
    """`answered_on` is the day of the first follow-up that answers it; None while there is none."""

    weeks: int
    due_on: datetime.date
    answered_on: datetime.date | None

    def is_open(self, day: datetime.date) -> bool:
        """Reached and not answered."""
        return self.answered_on is None and self.due_on <= day

    def is_silent(self, day: datetime.date) -> bool:
        """Not answered after the last reminder either: "without word", which is no failure."""
        return self.answered_on is None and self.due_on + datetime.timedelta(days=REMIND_DAYS[-1]) < day


def due_on(started_on: datetime.date, weeks: int) -> datetime.date:
    return started_on + datetime.timedelta(weeks=weeks)


def mark_answered(started_on: datetime.date, followed_on: datetime.date, weeks: Iterable[int]) -> int | None:
    """The last mark reached on the day of a follow-up; None before the first."""
    return max((mark for mark in weeks if due_on(started_on, mark) <= followed_on), default=None)


def marks_of(
    started_on: datetime.date | None,
    weeks: Iterable[int],
    answers: Iterable[tuple[int | None, datetime.date]],
) -> list[Mark]:
    """`answers` are (weeks, day) of the follow-ups. A change that has not begun has no marks."""
    if started_on is None:
        return []
    days: dict[int | None, datetime.date] = {}
    for mark, day in answers:
        days[mark] = min(day, days.get(mark, day))
    return [Mark(mark, due_on(started_on, mark), days.get(mark)) for mark in sorted(weeks)]
