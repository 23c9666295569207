"""Every change in the forums has its address here."""

from forums.actions.asides import reply_aside
from forums.actions.boards import join_site_boards, limit_counts, open_site_board
from forums.actions.care import TooManyReports, hide_post, keep_post, reopen_reports, report_post
from forums.actions.cautions import Care, caution_author, change_care, withdraw_caution
from forums.actions.door import TooFast, receive_post, receive_topic
from forums.actions.following import follow_board, follow_topic
from forums.actions.holding import AlreadyDecided, hold_again, let_in, refuse_held
from forums.actions.keeping import TopicPlan, accept_answer, close_silent_topics, lock_topic, pin_topic, plan_topic
from forums.actions.mentions import MentionRefused
from forums.actions.participation import grade_participation, note_export
from forums.actions.posts import (
    BoardClosed,
    EditWindowClosed,
    PostGone,
    TopicExtras,
    TopicLocked,
    delete_post,
    edit_post,
    searchable,
    start_topic,
    write_post,
)
from forums.actions.reading import (
    AnswerText,
    DraftConflict,
    TopicText,
    drop_answer_draft,
    drop_bookmark,
    keep_bookmark,
    mark_read,
    react,
    save_answer_draft,
    save_topic_draft,
)
from forums.actions.regrouping import CannotMerge, NothingToSplit, merge_topic, move_topic, split_topic
from forums.actions.tags import tag_topic

__all__ = [
    "AlreadyDecided",
    "AnswerText",
    "BoardClosed",
    "CannotMerge",
    "Care",
    "DraftConflict",
    "EditWindowClosed",
    "MentionRefused",
    "NothingToSplit",
    "PostGone",
    "TooFast",
    "TooManyReports",
    "TopicExtras",
    "TopicLocked",
    "TopicPlan",
    "TopicText",
    "accept_answer",
    "caution_author",
    "change_care",
    "close_silent_topics",
    "delete_post",
    "drop_answer_draft",
    "drop_bookmark",
    "edit_post",
    "follow_board",
    "follow_topic",
    "grade_participation",
    "hide_post",
    "hold_again",
    "join_site_boards",
    "keep_bookmark",
    "keep_post",
    "let_in",
    "limit_counts",
    "lock_topic",
    "mark_read",
    "merge_topic",
    "move_topic",
    "note_export",
    "open_site_board",
    "pin_topic",
    "plan_topic",
    "react",
    "receive_post",
    "receive_topic",
    "refuse_held",
    "reopen_reports",
    "reply_aside",
    "report_post",
    "save_answer_draft",
    "save_topic_draft",
    "searchable",
    "split_topic",
    "start_topic",
    "tag_topic",
    "withdraw_caution",
    "write_post",
]
