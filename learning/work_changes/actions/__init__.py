from learning.work_changes.actions.co_authors import answer_co_author, ask_co_author
from learning.work_changes.actions.conversing import (
    follow_joined_topic,
    note_let_in,
    take_to_forum,
    tell_tried_too,
)
from learning.work_changes.actions.errors import ChangeConflict, ChangeRefused
from learning.work_changes.actions.evidence import Evidence, add_evidence, remove_evidence
from learning.work_changes.actions.gallery import (
    draw_story_picture,
    note_approved,
    note_page_deleted,
    note_sent_back,
)
from learning.work_changes.actions.moving import FollowUp, NewStage, follow_up, move_stage
from learning.work_changes.actions.recording import (
    QuickChange,
    edit_change,
    recode_change,
    record_change,
    remove_change,
    restore_change,
)
from learning.work_changes.actions.reminding import remind_of_follow_ups
from learning.work_changes.actions.stories import (
    StoryReworded,
    StoryTold,
    answer_story,
    frozen_words,
    offer_story,
    withdraw_story,
)

__all__ = [
    "ChangeConflict",
    "ChangeRefused",
    "Evidence",
    "FollowUp",
    "NewStage",
    "QuickChange",
    "StoryReworded",
    "StoryTold",
    "add_evidence",
    "answer_co_author",
    "answer_story",
    "ask_co_author",
    "draw_story_picture",
    "edit_change",
    "follow_joined_topic",
    "follow_up",
    "frozen_words",
    "move_stage",
    "note_approved",
    "note_let_in",
    "note_page_deleted",
    "note_sent_back",
    "offer_story",
    "recode_change",
    "record_change",
    "remind_of_follow_ups",
    "remove_change",
    "remove_evidence",
    "restore_change",
    "take_to_forum",
    "tell_tried_too",
    "withdraw_story",
]
