"""What is asked for and given in reports: copies to take along, and answers to a survey."""

from learning.reports.actions.copies import (
    MOST_ATTEMPTS,
    CopyUsedUp,
    TooManyCopies,
    begin_copy,
    delete_old_copies,
    fail_copy,
    finish_copy,
    note_download,
    note_progress,
    refuse_copy,
    request_copy,
    take_up_copies,
)
from learning.reports.actions.surveys import SurveyClosed, answer_survey, invite_to_surveys, note_survey_download

__all__ = [
    "MOST_ATTEMPTS",
    "CopyUsedUp",
    "SurveyClosed",
    "TooManyCopies",
    "answer_survey",
    "begin_copy",
    "delete_old_copies",
    "fail_copy",
    "finish_copy",
    "invite_to_surveys",
    "note_download",
    "note_progress",
    "note_survey_download",
    "refuse_copy",
    "request_copy",
    "take_up_copies",
]
