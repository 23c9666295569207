from learning.work_changes.views.following import change_follow_up, change_stage
from learning.work_changes.views.gallery import stories, story, story_picture
from learning.work_changes.views.offering import story_answer, story_offer, story_withdraw
from learning.work_changes.views.recording import (
    change_edit,
    change_new,
    change_recode,
    change_remove,
    change_restore,
    work_change,
    work_changes,
)
from learning.work_changes.views.together import (
    change_answer,
    change_evidence,
    change_evidence_remove,
    change_team,
    change_to_forum,
    change_tried_too,
)

__all__ = [
    "change_answer",
    "change_edit",
    "change_evidence",
    "change_evidence_remove",
    "change_follow_up",
    "change_new",
    "change_recode",
    "change_remove",
    "change_restore",
    "change_stage",
    "change_team",
    "change_to_forum",
    "change_tried_too",
    "stories",
    "story",
    "story_answer",
    "story_offer",
    "story_picture",
    "story_withdraw",
    "work_change",
    "work_changes",
]
