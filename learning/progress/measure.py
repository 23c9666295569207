"""How far somebody is: hours done of the hours that must be done. Pure: no database, no request.

domain.md (f): "Progress % of a module = weight done / weight total of required items, in hours; optional items
never lower it."
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Weight:
    """What one doable item weighs. `hours` as its read row says them."""

    item_id: int
    hours: Decimal
    is_optional: bool


@dataclass(frozen=True)
class Progress:
    """Hours and number of required items, done and in all."""

    done_hours: Decimal = Decimal(0)
    total_hours: Decimal = Decimal(0)
    done_count: int = 0
    total_count: int = 0

    @property
    def is_complete(self) -> bool:
        return 0 < self.total_count <= self.done_count

    @cached_property
    def percent(self) -> int:
        """0 to 100, rounded down; 100 only when nothing is left. Items without hours are counted instead."""
        if self.total_count == 0:
            return 0
        if self.is_complete:
            return 100
        if self.total_hours > 0:
            share = Decimal(self.done_hours) / self.total_hours
        else:
            share = Decimal(self.done_count) / self.total_count
        # A module whose item was taken away may have more hours done than it has.
        return max(0, min(99, int((share * 100).to_integral_value(ROUND_DOWN))))

    @property
    def left(self) -> int:
        """How many required items are still to do."""
        return max(0, self.total_count - self.done_count)

    def __add__(self, other: "Progress") -> "Progress":
        return Progress.of([self, other])

    @classmethod
    def of(cls, parts: Collection["Progress"]) -> "Progress":
        """All of these together."""
        return cls(
            sum((part.done_hours for part in parts), Decimal(0)),
            sum((part.total_hours for part in parts), Decimal(0)),
            sum(part.done_count for part in parts),
            sum(part.total_count for part in parts),
        )


def measure(weights: Iterable[Weight], done: Iterable[int]) -> Progress:
    """Returns the progress over `weights` of whoever has done the items `done`."""
    done = frozenset(done)
    required = [weight for weight in weights if not weight.is_optional]
    finished = [weight for weight in required if weight.item_id in done]
    return Progress(
        sum((weight.hours for weight in finished), Decimal(0)),
        sum((weight.hours for weight in required), Decimal(0)),
        len(finished),
        len(required),
    )
