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
    """`target` None: the state stays, or is the stored one of `restores`. `action` is the code in the log, if any."""

    code: str
    name: str
    sources: tuple[S, ...]
    target: S | None
    actor: Actor
    guards: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    action: str = ""
    is_built: bool = True
    restores: tuple[S, ...] = ()


OPEN = (S.NOT_STARTED, S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.RETURNED)
WRITABLE = (S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.RETURNED)
# Where a version may stand: taking a share back starts from anywhere and needs no row.
SENT_ONCE = tuple(state for state in S if state != S.NOT_STARTED)

_ROWS = (
    Transition(
        "T1", "start", (S.NOT_STARTED,), S.DRAFT, Actor.STUDENT,
        guards=("prompt_published", "prompt_open"), missing=("prerequisites_met",), action="learning.entry_start",
    ),
    Transition("T2", "save", WRITABLE, None, Actor.STUDENT, guards=("base_number_is_stored",)),
    Transition(
        "T3", "submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, Actor.STUDENT,
        guards=(
            "text_not_blank", "acknowledged", "intent_allowed", "required_attachments", "length_within_the_limits",
            "not_past_hard_close", "rounds_left", "change_record_present",
        ),
        action="learning.entry_submit",
    ),
    Transition("T4", "recall", (S.SUBMITTED,), S.DRAFT, Actor.STUDENT, action="learning.entry_recall"),
    Transition("T5", "open_review", (S.SUBMITTED,), S.IN_REVIEW, Actor.REVIEWER, action="learning.review_open"),
    Transition(
        "T6", "release_unread", (S.IN_REVIEW,), S.SUBMITTED, Actor.REVIEWER,
        guards=("not_a_second_reading",), action="learning.review_release_unread",
    ),
    Transition(
        "T7", "return", (S.IN_REVIEW,), S.RETURNED, Actor.REVIEWER,
        guards=("overall_is_a_sentence", "request_is_concrete", "rubric_complete_when_final"),
        action="learning.entry_return",
    ),
    Transition(
        "T8", "comment", (S.IN_REVIEW,), S.DRAFT, Actor.REVIEWER,
        guards=("intent_is_formative", "overall_is_a_sentence", "not_a_second_reading"),
        action="learning.entry_comment",
    ),
    Transition(
        "T9", "accept", (S.IN_REVIEW,), S.ACCEPTED, Actor.REVIEWER,
        guards=(
            "meant_as_final", "overall_not_blank", "grade_within_scale", "rubric_complete", "change_record_complete",
        ),
        action="learning.entry_accept",
    ),
    Transition(
        "T10", "reopen", (S.ACCEPTED,), S.RETURNED, Actor.REVIEWER,
        guards=("reason_given", "within_seven_days_or_coordinator", "no_certificate_issued"),
        action="learning.entry_reopen",
    ),
    Transition(
        "T11", "request_second_reading", (S.ACCEPTED, S.RETURNED), S.IN_REVIEW, Actor.STUDENT,
        guards=(
            "reason_given", "once_per_entry", "within_ten_days", "returned_twice_or_accepted", "no_certificate_issued",
        ),
        action="learning.entry_second_reading",
    ),
    Transition(
        "T12", "extend_deadline", OPEN, None, Actor.REVIEWER,
        guards=("reason_named", "later_than_before", "within_the_tutors_days_or_coordinator"),
        action="learning.entry_extend",
    ),
    Transition(
        "T13", "exempt", (S.NOT_STARTED, S.DRAFT, S.RETURNED), S.EXEMPTED, Actor.COORDINATOR,
        guards=("reason_given", "document_attached"), action="learning.entry_exempt",
    ),
    Transition(
        "T14", "reassign", (S.SUBMITTED, S.IN_REVIEW), None, Actor.COORDINATOR,
        guards=("new_tutor_in_the_offering", "other_reader_than_the_first"), action="learning.entry_reassign",
    ),
    Transition(
        "T15", "close", OPEN, S.CLOSED_INCOMPLETE, Actor.SYSTEM,
        guards=("warned_before_the_end", "previous_state_stored"), action="learning.entry_close",
    ),
    Transition(
        "T16", "revive", (S.CLOSED_INCOMPLETE,), None, Actor.COORDINATOR,
        guards=("enrolment_active_again",), action="learning.entry_revive", restores=WRITABLE,
    ),
    Transition(
        "T17", "share", SENT_ONCE, None, Actor.STUDENT,
        guards=(
            "version_stands", "peers_may_read", "audience_is_hers", "accepted_or_own_choice",
            "consent_version_recorded", "no_patient_data_acknowledged",
        ),
        action="learning.entry_share",
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


def target_of(name: str, state: str, stored: str = "") -> str:
    """The state after the transition; `stored` is what T15 kept. Raises ValueError where the table does not know it."""
    row = TRANSITIONS[name]
    if not allowed(name, state) or (row.restores and stored not in row.restores):
        raise ValueError(f"{row.code} {name} does not start from {state}.")
    return stored if row.restores else row.target or state


def replay(steps: Iterable[tuple[str, str]]) -> str:
    """Returns the state in which (from, to) steps end. Raises ValueError at a step that the table does not know.

    What was closed comes back to the state from which it was closed.
    """
    stays = (row for row in _ROWS if row.is_built and not (row.target or row.restores))
    known = set(_edges()) | {(source, source) for row in stays for source in row.sources}
    state, closed_from = str(S.NOT_STARTED), ""
    for before, after in steps:
        is_other = before == S.CLOSED_INCOMPLETE and after != closed_from
        if before != state or is_other or (before, after) not in known:
            raise ValueError(f"No transition leads from {state} over {before} to {after}.")
        state, closed_from = after, before
    return state


def _edges() -> dict[tuple[str, str], str]:
    """(from, to) -> its label, of the built transitions that change the state."""
    return {
        (source, target): f"{row.code} {row.name}"
        for row in _ROWS
        if row.is_built
        for source in row.sources
        for target in (row.restores or ((row.target,) if row.target else ()))
    }


def diagram() -> str:
    """The built transitions as a Mermaid state diagram, for the README."""
    steps = [f"  {source} --> {target}: {label}" for (source, target), label in _edges().items()]
    return "\n".join(["stateDiagram-v2", *steps])
