from learning.reviews.models.annotations import Annotation, AnnotationPlace, AnnotationQuerySet, AnnotationReply
from learning.reviews.models.bank import BankComment, BankCommentQuerySet
from learning.reviews.models.reviews import (
    Review,
    ReviewQuerySet,
)
from learning.reviews.models.second_readings import SecondReading, SecondReadingQuerySet

__all__ = [
    "Annotation",
    "AnnotationPlace",
    "AnnotationQuerySet",
    "AnnotationReply",
    "BankComment",
    "BankCommentQuerySet",
    "Review",
    "ReviewQuerySet",
    "SecondReading",
    "SecondReadingQuerySet",
]
