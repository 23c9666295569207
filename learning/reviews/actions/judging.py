"""What follows from the levels that a reviewer chose on the rubric of the version that she reads."""

from decimal import Decimal
from typing import Any

from learning.courses.models import ReflectionPage
from learning.courses.rubric_sheets import Marking, Sheet
from learning.portfolio.queries import Prompt
from learning.reviews.models import Review


def sheet_of(review: Review) -> Sheet | None:
    """The rubric that applied when the version was sent; None where it was sent without one."""
    version = review.version.rubric_version
    return version.sheet if version else None


def marking_of(prompt: ReflectionPage | Prompt) -> Marking:
    return Marking(prompt.scale, prompt.max_grade, prompt.pass_percent)


def results_of(review: Review, prompt: ReflectionPage, judgement: dict, grade: Decimal | None) -> dict[str, Any]:
    """The fields of a released review that the levels decide; without a rubric that gives points, `grade` stands."""
    sheet = sheet_of(review)
    if sheet is None:
        return {"judgement": {}, "grade": grade, "passed": None}
    marking, choices = marking_of(prompt), sheet.tidy(judgement)
    if sheet.gives_points:
        grade = marking.grade(sheet, choices)
    return {"judgement": choices, "grade": grade, "passed": marking.passed(sheet, choices)}
