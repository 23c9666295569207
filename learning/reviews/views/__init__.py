from learning.reviews.views.annotating import annotation_answer, annotation_change, annotation_new
from learning.reviews.views.bank import bank, bank_comment, bank_comment_used
from learning.reviews.views.files import review_file
from learning.reviews.views.helped import review_helped
from learning.reviews.views.reviewing import (
    review,
    review_draft,
    review_drop,
    review_open,
    review_queue,
    review_release,
)
from learning.reviews.views.steps import entry_reassign, entry_reopen, second_reading, second_readings

__all__ = [
    "annotation_answer",
    "annotation_change",
    "annotation_new",
    "bank",
    "bank_comment",
    "bank_comment_used",
    "entry_reassign",
    "entry_reopen",
    "review",
    "review_draft",
    "review_drop",
    "review_file",
    "review_helped",
    "review_open",
    "review_queue",
    "review_release",
    "second_reading",
    "second_readings",
]
