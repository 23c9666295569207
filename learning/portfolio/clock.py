"""How long a text waited for its reader: from the first time it was sent in a round to the answer.

The time for which its writer had it back does not count (domain.md I5).
"""

import datetime
from collections.abc import Iterable, Sequence
from enum import StrEnum

# sent at, taken back at (None: it stands)
Span = tuple[datetime.datetime, datetime.datetime | None]


class Pace(StrEnum):
    ON_TIME = "on_time"
    EXPECTED_PASSED = "expected_passed"
    LATEST_PASSED = "latest_passed"


def waited(spans: Iterable[Span], until: datetime.datetime) -> datetime.timedelta:
    """`spans` are the versions of one round; `until` is the release, or now."""
    return sum(((back or until) - sent for sent, back in spans), datetime.timedelta())


def waited_before(spans: Sequence[Span]) -> datetime.timedelta:
    """What a round has waited already, of all of an entry's versions in order: those taken back since one stood."""
    total = datetime.timedelta()
    for sent, back in reversed(spans):
        if back is None:
            break
        total += back - sent
    return total


def pace_of(wait: datetime.timedelta, expected_days: int, latest_days: int) -> Pace:
    """Exactly as many days are still in time."""
    if wait <= datetime.timedelta(days=expected_days):
        return Pace.ON_TIME
    return Pace.EXPECTED_PASSED if wait <= datetime.timedelta(days=latest_days) else Pace.LATEST_PASSED
