from pathlib import Path

import pytest
from django.conf import settings

from learning.portfolio import guards as portfolio_guards
from learning.portfolio.enums import EntryState
from learning.portfolio.transitions import TRANSITIONS, Actor, allowed, diagram, offered, replay, target_of
from learning.reviews import guards as review_guards

BY_STATEMENT = {"base_number_is_stored", "previous_state_stored"}


def test_table_holds_t1_to_t17_in_order():
    assert [row.code for row in TRANSITIONS.values()] == [f"T{number}" for number in range(1, 18)]


def test_every_transition_is_built():
    assert all(row.is_built for row in TRANSITIONS.values())


def test_later_transitions_name_what_is_missing_and_have_no_code():
    later = [row for row in TRANSITIONS.values() if not row.is_built]
    assert all(row.missing and not row.guards and not row.action for row in later)


def test_every_guard_of_a_built_transition_is_checked_somewhere():
    checked = set(portfolio_guards.GUARDS) | set(review_guards.GUARDS) | BY_STATEMENT
    assert {guard for row in TRANSITIONS.values() for guard in row.guards} == checked


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EntryState.NOT_STARTED, ["start"]),
        (EntryState.DRAFT, ["save", "submit", "share"]),
        (EntryState.SUBMITTED, ["save", "recall", "share"]),
        (EntryState.IN_REVIEW, ["save", "share"]),
        (EntryState.RETURNED, ["save", "submit", "request_second_reading", "share"]),
        (EntryState.ACCEPTED, ["request_second_reading", "share"]),
        (EntryState.EXEMPTED, ["share"]),
        (EntryState.CLOSED_INCOMPLETE, ["share"]),
    ],
)
def test_offered_names_what_a_student_may_do(state, expected):
    assert offered(state, Actor.STUDENT) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EntryState.DRAFT, ["extend_deadline"]),
        (EntryState.SUBMITTED, ["open_review", "extend_deadline"]),
        (EntryState.IN_REVIEW, ["release_unread", "return", "comment", "accept", "extend_deadline"]),
        (EntryState.ACCEPTED, ["reopen"]),
        (EntryState.CLOSED_INCOMPLETE, []),
    ],
)
def test_offered_names_what_a_reviewer_may_do(state, expected):
    assert offered(state, Actor.REVIEWER) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EntryState.NOT_STARTED, ["exempt"]),
        (EntryState.DRAFT, ["exempt"]),
        (EntryState.SUBMITTED, ["reassign"]),
        (EntryState.IN_REVIEW, ["reassign"]),
        (EntryState.RETURNED, ["exempt"]),
        (EntryState.ACCEPTED, []),
        (EntryState.EXEMPTED, []),
        (EntryState.CLOSED_INCOMPLETE, ["revive"]),
    ],
)
def test_offered_names_what_the_coordination_may_do(state, expected):
    assert offered(state, Actor.COORDINATOR) == expected


def test_accepting_without_opening_is_not_allowed():
    assert not allowed("accept", EntryState.SUBMITTED)


def test_target_of_refuses_what_the_table_does_not_know():
    with pytest.raises(ValueError, match="T9 accept does not start from draft"):
        target_of("accept", EntryState.DRAFT)


def test_replay_follows_the_steps():
    steps = [("not_started", "draft"), ("draft", "submitted"), ("submitted", "in_review"), ("in_review", "returned")]
    assert replay(steps) == EntryState.RETURNED


def test_target_of_reviving_is_the_state_that_was_stored():
    assert target_of("revive", EntryState.CLOSED_INCOMPLETE, EntryState.RETURNED) == EntryState.RETURNED
    with pytest.raises(ValueError, match="T16 revive"):
        target_of("revive", EntryState.CLOSED_INCOMPLETE, EntryState.ACCEPTED)


def test_replay_refuses_to_revive_another_state_than_the_closed_one():
    closed = [("not_started", "draft"), ("draft", "closed_incomplete")]
    assert replay([*closed, ("closed_incomplete", "draft")]) == EntryState.DRAFT
    with pytest.raises(ValueError, match="No transition leads"):
        replay([*closed, ("closed_incomplete", "submitted")])


@pytest.mark.parametrize("steps", [[("draft", "submitted")], [("not_started", "draft"), ("draft", "accepted")]])
def test_replay_refuses_a_broken_history(steps):
    with pytest.raises(ValueError, match="No transition leads"):
        replay(steps)


def test_readme_shows_the_table():
    readme = Path(settings.ROOT / "learning" / "README.md").read_text()
    assert diagram() in readme
