import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.portfolio.clock import Pace, pace_of, waited, waited_before

START = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
MICRO = datetime.timedelta(microseconds=1)


def at(hours: float) -> datetime.datetime:
    return START + datetime.timedelta(hours=hours)


def hours(number: float) -> datetime.timedelta:
    return datetime.timedelta(hours=number)


def test_waited_runs_from_the_sending_to_the_release():
    assert waited([(at(0), None)], at(50)) == hours(50)


def test_waited_leaves_out_the_time_that_she_had_it_back():
    assert waited([(at(0), at(10)), (at(30), at(31)), (at(40), None)], at(50)) == hours(21)


def test_waited_before_counts_what_was_taken_back_since_a_version_stood():
    assert waited_before([(at(0), None), (at(10), at(12)), (at(20), at(23))]) == hours(5)
    assert waited_before([(at(0), None)]) == waited_before([]) == hours(0)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=6), st.integers(0, 99))
def test_a_moved_start_says_the_same_as_the_spans(steps, last):
    """The queue reads `now - waiting_since`, where waiting_since was moved by what the round had waited before."""
    clock, spans = 0, []
    for wait, pause in steps:
        spans.append((at(clock), at(clock + wait)))
        clock += wait + pause
    since = at(clock) - waited_before(spans)
    now = at(clock + last)
    assert now - since == waited([*spans, (at(clock), None)], now)


@pytest.mark.parametrize(
    ("wait", "pace"),
    [
        (datetime.timedelta(days=2), Pace.ON_TIME),
        (datetime.timedelta(days=2) + MICRO, Pace.EXPECTED_PASSED),
        (datetime.timedelta(days=7), Pace.EXPECTED_PASSED),
        (datetime.timedelta(days=7) + MICRO, Pace.LATEST_PASSED),
    ],
)
def test_pace_changes_right_after_the_day(wait, pace):
    assert pace_of(wait, 2, 7) == pace
