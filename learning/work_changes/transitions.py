"""The one table of a change's stages (domain.md d2): buttons, checks and the README's diagram derive from it.

A guard is a name; `guards.py` holds what checks it.
"""

from dataclasses import dataclass

from learning.work_changes.enums import Stage as S


@dataclass(frozen=True)
class Move:
    """`is_resumption`: what had stopped goes on, and that is counted."""

    source: S
    target: S
    guards: tuple[str, ...] = ()
    is_resumption: bool = False


MOVES = (
    Move(S.IDEA, S.PLANNED),
    Move(S.PLANNED, S.EXPERIMENTING, guards=("has_begun",)),
    Move(S.EXPERIMENTING, S.INCORPORATED, guards=("looked_at_again",)),
    Move(S.EXPERIMENTING, S.ADAPTED),
    Move(S.EXPERIMENTING, S.INTERRUPTED, guards=("says_why_it_stopped",)),
    Move(S.ADAPTED, S.EXPERIMENTING),
    Move(S.ADAPTED, S.INCORPORATED, guards=("looked_at_again",)),
    Move(S.INTERRUPTED, S.EXPERIMENTING, is_resumption=True),
)
_BY_WAY = {(move.source, move.target): move for move in MOVES}


def find_move(source: str, target: str) -> Move | None:
    """None where the table has no such way: a stage is never jumped."""
    return _BY_WAY.get((S(source), S(target)))


def reachable(stage: str) -> list[S]:
    """The stages to which a change may move from here, in their order."""
    return [move.target for move in MOVES if move.source == stage]
