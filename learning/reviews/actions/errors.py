from learning.portfolio.guards import Problem


class ReviewClosed(Exception):
    """The review was released, set aside or taken over; its text is kept."""


class ReviewRefused(Exception):
    """Guards said no: `problems` says where and what to change."""

    def __init__(self, problems: list[Problem]):
        super().__init__(", ".join(problem.field for problem in problems))
        self.problems = problems
