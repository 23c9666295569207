"""Which change of an enrolment's state exists, and who makes it.

domain.md (f) names more states (pre_enrolled, documents_pending, on_leave, failed, dropped, dismissed, cancelled):
a later issue adds them to `EnrolmentState` and their lines here; actions ask this table and nothing else.
"""

from dataclasses import dataclass

from learning.enrolment.enums import EnrolmentState


@dataclass(frozen=True)
class Transition:
    """`action` is the code in the log. `ends` says whether the enrolment is over afterwards."""

    name: str
    sources: tuple[EnrolmentState, ...]
    target: EnrolmentState
    action: str
    ends: bool


TRANSITIONS = {
    transition.name: transition
    for transition in (
        Transition(
            "withdraw", (EnrolmentState.ACTIVE,), EnrolmentState.WITHDRAWN, "learning.enrolment_withdraw", ends=True
        ),
        Transition(
            "complete", (EnrolmentState.ACTIVE,), EnrolmentState.COMPLETED, "learning.enrolment_complete", ends=True
        ),
        # domain.md (f): "return = new active by coordination".
        Transition(
            "return", (EnrolmentState.WITHDRAWN,), EnrolmentState.ACTIVE, "learning.enrolment_return", ends=False
        ),
    )
}
