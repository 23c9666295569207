"""When a prompt opens, is due and closes for one person: the nearest word counts, date by date.

Her own date goes before that of her tutoring group, this before the offering's, and this before the prompt's days,
which are counted from the offering's start. Days are São Paulo's.
"""

import datetime
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

ZONE = zoneinfo.ZoneInfo("America/Sao_Paulo")
GRACE = datetime.timedelta(seconds=60)
_LAST_SECOND = datetime.timedelta(seconds=1, microseconds=-1)

Day = datetime.date | None
# opens on, due on, closes on; None: whoever stands further away decides
Row = tuple[Day, Day, Day]


@dataclass(frozen=True)
class Days:
    """What a prompt says, in days after the offering's start."""

    opens: int | None = None
    due: int | None = None
    closes: int | None = None


@dataclass(frozen=True)
class Dates:
    """`regular_due_on` is the date that would count without one of her own."""

    opens_on: Day = None
    due_on: Day = None
    closes_on: Day = None
    regular_due_on: Day = None

    @property
    def due_at(self) -> datetime.datetime | None:
        return end_of(self.due_on)

    @property
    def closes_at(self) -> datetime.datetime | None:
        return end_of(self.closes_on)

    @property
    def is_extended(self) -> bool:
        return self.due_on is not None and self.due_on != self.regular_due_on

    def latest_grant(self, days: int) -> Day:
        """The last day to which a tutor may put the date off: so many days after it, or after today where it is past.

        Counted from the regular date, so that one extension after the other adds nothing. None: there is no date.
        """
        if self.regular_due_on is None:
            return None
        return max(self.regular_due_on, today()) + datetime.timedelta(days=days)

    def is_open(self, moment: datetime.datetime) -> bool:
        return self.opens_on is None or moment.astimezone(ZONE).date() >= self.opens_on

    def is_late(self, moment: datetime.datetime) -> bool:
        return self.due_on is not None and self.due_on < last_day_over(moment)

    def is_closed(self, moment: datetime.datetime) -> bool:
        return self.closes_on is not None and self.closes_on < last_day_over(moment)


def resolve(starts_on: datetime.date, days: Days, rows: Sequence[Row | None]) -> Dates:
    """`rows` are those of the person, her tutoring group and the offering, None where there is none.

    Her own due date opens a prompt that had closed before it.
    """
    own = rows[0] or (None, None, None)
    regular = _after(starts_on, days)
    for row in reversed(rows[1:]):
        regular = _over(row, regular)
    opens_on, due_on, closes_on = _over(own, regular)
    if own[1] and closes_on:
        closes_on = max(closes_on, own[1])
    return Dates(opens_on, due_on, closes_on, regular[1])


def end_of(day: Day) -> datetime.datetime | None:
    """The last second of a day in São Paulo."""
    return None if day is None else datetime.datetime.combine(day, datetime.time(23, 59, 59), tzinfo=ZONE)


def last_day_over(moment: datetime.datetime) -> datetime.date:
    """What was due before this day is late at `moment`: its last second and the grace have passed."""
    return (moment - GRACE + _LAST_SECOND).astimezone(ZONE).date()


def today() -> datetime.date:
    return datetime.datetime.now(ZONE).date()


def _after(starts_on: datetime.date, days: Days) -> Row:
    opens, due, closes = (
        None if number is None else starts_on + datetime.timedelta(days=number)
        for number in (days.opens, days.due, days.closes)
    )
    return opens, due, closes


def _over(row: Row | None, below: Row) -> Row:
    if row is None:
        return below
    return row[0] or below[0], row[1] or below[1], row[2] or below[2]
