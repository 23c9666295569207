"""Who may read and answer what students sent. The QuerySets' `visible_to` are the twins of `may_see_…`."""

from learning.portfolio.models import PortfolioEntry
from learning.portfolio.rules import Person, is_in_charge, is_own
from learning.reviews.models import Annotation, BankComment, Review


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


def may_see_annotation(person: Person, annotation: Annotation) -> bool:
    entry = annotation.review.entry
    if annotation.review.released_at and not annotation.deleted_at:
        return is_own(person, entry) or is_in_charge(person, entry)
    is_hers = person.is_authenticated and annotation.review.reviewer_id == person.pk
    return is_hers and annotation.review.released_at is None and is_in_charge(person, entry)


def may_write_annotation(person: Person, annotation: Annotation) -> bool:
    return annotation.review.released_at is None and may_write_review(person, annotation.review)


def may_answer_annotation(person: Person, annotation: Annotation) -> bool:
    """The student and those in charge of her, once it was released: they answer it and call it taken up."""
    return bool(annotation.review.released_at) and may_see_annotation(person, annotation)


def may_change_bank_comment(person: Person, comment: BankComment) -> bool:
    return BankComment.objects.changeable_by(person).filter(pk=comment.pk).exists()
