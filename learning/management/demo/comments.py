"""What the demo's tutors say beside a sentence rather than below the text."""

from learning.management.demo.plan import ReviewPlan
from learning.reviews.anchors import passages


def requests_of(plan: ReviewPlan) -> tuple[str, str]:
    """Returns what is asked below the text, and the last of several requests of a return, which stands in it."""
    *others, last = plan.request.split("\n")
    return ("\n".join(others), last) if plan.decision == "return" and others else (plan.request, "")


def passage_for(request: str, html: str) -> tuple[int, int]:
    """The sentence of the text that has most words in common with the request."""
    asked = set(request.casefold().split())
    start, end, _words = max(passages(html), key=lambda row: len(asked & set(row[2].casefold().split())))
    return start, end
