"""The one table of an entry's transitions: buttons, rules, checks and the README's diagram derive from it.

A guard is a name: `guards.py` of portfolio and of reviews hold what checks it. `missing` names the
guards whose objects do not exist yet. A transition with `is_built=False` belongs to a later issue: there is no code
behind it, and `offered` never names it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from learning.portfolio.enums import EntryState as S


class Actor(StrEnum):
    STUDENT = "student"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    SYSTEM = "system"


@dataclass(frozen=True)
class Transition:
    """`target` None: the state stays (or, for T16, is the stored one). `action` is the code in the log, if any."""

    code: str
    name: str
    sources: tuple[S, ...]
    target: S | None
    actor: Actor
    guards: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    action: str = ""
    is_built: bool = True


OPEN = (S.NOT_STARTED, S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.RETURNED)
WRITABLE = (S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.RETURNED)

_ROWS = (
    Transition(
        "T1", "start", (S.NOT_STARTED,), S.DRAFT, Actor.STUDENT,
        guards=("prompt_published",), missing=("prerequisites_met",), action="learning.entry_start",
    ),
    Transition("T2", "save", WRITABLE, None, Actor.STUDENT, guards=("base_number_is_stored",)),
    Transition(
        "T3", "submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, Actor.STUDENT,
        guards=("text_not_blank", "acknowledged", "intent_allowed"),
        missing=("required_attachments", "change_record_present", "not_past_hard_close", "rounds_left"),
        action="learning.entry_submit",
    ),
    Transition("T4", "recall", (S.SUBMITTED,), S.DRAFT, Actor.STUDENT, action="learning.entry_recall"),
    Transition("T5", "open_review", (S.SUBMITTED,), S.IN_REVIEW, Actor.REVIEWER, action="learning.review_open"),
    Transition(
        "T6", "release_unread", (S.IN_REVIEW,), S.SUBMITTED, Actor.REVIEWER, action="learning.review_release_unread"
    ),
    Transition(
        "T7", "return", (S.IN_REVIEW,), S.RETURNED, Actor.REVIEWER,
        guards=("overall_is_a_sentence", "request_is_concrete"), missing=("rubric_complete_when_final",),
        action="learning.entry_return",
    ),
    Transition(
        "T8", "comment", (S.IN_REVIEW,), S.DRAFT, Actor.REVIEWER,
        guards=("intent_is_formative", "overall_is_a_sentence"), action="learning.entry_comment",
    ),
    Transition(
        "T9", "accept", (S.IN_REVIEW,), S.ACCEPTED, Actor.REVIEWER,
        guards=("meant_as_final", "overall_not_blank", "grade_within_scale"),
        missing=("rubric_complete", "change_record_complete"), action="learning.entry_accept",
    ),
    Transition(
        "T10", "reopen", (S.ACCEPTED,), S.RETURNED, Actor.REVIEWER,
        missing=("reason_given", "within_seven_days_or_coordinator", "no_certificate_issued"), is_built=False,
    ),
    Transition(
        "T11", "request_second_reading", (S.ACCEPTED, S.RETURNED), S.IN_REVIEW, Actor.STUDENT,
        missing=("reason_given", "once_per_entry", "within_ten_days", "returned_twice_or_accepted"), is_built=False,
    ),
    Transition(
        "T12", "extend_deadline", OPEN, None, Actor.REVIEWER,
        missing=("reason_given", "within_the_tutors_days_or_coordinator"), is_built=False,
    ),
    Transition(
        "T13", "exempt", (S.NOT_STARTED, S.DRAFT, S.RETURNED), S.EXEMPTED, Actor.COORDINATOR,
        missing=("reason_given", "document_attached"), is_built=False,
    ),
    Transition(
        "T14", "reassign", (S.SUBMITTED, S.IN_REVIEW), None, Actor.COORDINATOR,
        missing=("new_tutor_in_the_offering",), is_built=False,
    ),
    Transition(
        "T15", "close", OPEN, S.CLOSED_INCOMPLETE, Actor.SYSTEM,
        missing=("warned_14_7_1_days_before", "previous_state_stored"), is_built=False,
    ),
    Transition(
        "T16", "revive", (S.CLOSED_INCOMPLETE,), None, Actor.COORDINATOR,
        missing=("enrolment_active_again",), is_built=False,
    ),
    Transition(
        "T17", "share", tuple(S), None, Actor.STUDENT,
        missing=("accepted_or_own_choice", "consent_version_recorded", "no_patient_data_acknowledged"), is_built=False,
    ),
)  # fmt: skip

TRANSITIONS = {row.name: row for row in _ROWS}


def allowed(name: str, state: str) -> bool:
    """Whether the transition is built and may start from `state`."""
    row = TRANSITIONS[name]
    return row.is_built and state in row.sources


def offered(state: str, actor: Actor) -> list[str]:
    """The names of the transitions that a screen may offer to `actor` in `state`, in the table's order."""
    return [row.name for row in _ROWS if row.is_built and row.actor == actor and state in row.sources]


def target_of(name: str, state: str) -> str:
    """The state after the transition. Raises ValueError where the table does not know it."""
    row = TRANSITIONS[name]
    if not allowed(name, state):
        raise ValueError(f"{row.code} {name} does not start from {state}.")
    return row.target or state


def replay(steps: Iterable[tuple[str, str]]) -> str:
    """Returns the state in which (from, to) steps end. Raises ValueError at a step that the table does not know."""
    known = {(source, row.target) for row in _ROWS if row.target for source in row.sources}
    state: str = S.NOT_STARTED
    for before, after in steps:
        if before != state or (before, after) not in known:
            raise ValueError(f"No transition leads from {state} over {before} to {after}.")
        state = after
    return state


def diagram() -> str:
    """The built transitions as a Mermaid state diagram, for the README."""
    steps = [
        f"  {source} --> {row.target}: {row.code} {row.name}"
        for row in _ROWS
        if row.is_built and row.target
        for source in row.sources
    ]
    return "\n".join(["stateDiagram-v2", *steps])
