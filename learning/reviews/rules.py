"""Who may read and answer what students sent. `Review.objects.visible_to` is the twin of `may_see_review`."""

from learning.portfolio.models import PortfolioEntry
from learning.portfolio.rules import Person, is_in_charge, is_own
from learning.reviews.models import Review


def may_review(person: Person, entry: PortfolioEntry) -> bool:
    """A tutor of the student's group, or a coordinator of her offering as a substitute; never of one's own text."""
    return not is_own(person, entry) and is_in_charge(person, entry)


def may_write_review(person: Person, review: Review) -> bool:
    return review.reviewer_id == person.pk and may_review(person, review.entry)


def may_see_review(person: Person, review: Review) -> bool:
    if review.released_at and is_own(person, review.entry):
        return True
    is_hers = person.is_authenticated and review.reviewer_id == person.pk
    return bool(review.released_at or is_hers) and is_in_charge(person, review.entry)
