"""What stops an action of this area. Views turn it into words beside the field."""

from collections.abc import Iterable

from learning.work_changes.guards import Problem
from learning.work_changes.models import WorkChange


class ChangeRefused(Exception):
    """Something is missing or cannot be so: `problems` say what."""

    def __init__(self, problems: list[Problem]):
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class ChangeConflict(Exception):
    """Another window or a co-author saved meanwhile: `stored` is what stands. Nothing was overwritten."""

    def __init__(self, stored: WorkChange):
        super().__init__(str(stored))
        self.stored = stored


def refuse_where(problems: Iterable[Problem | None]) -> None:
    """Raises ChangeRefused with those that are problems."""
    if found := [problem for problem in problems if problem]:
        raise ChangeRefused(found)
