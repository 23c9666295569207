"""The forums' pages. A board that a person may not read does not exist for her: 404."""

from forums.views.boards import board, board_new, boards, bookmarks, topic_list
from forums.views.care import (
    board_care,
    care_queue,
    caution,
    caution_withdraw,
    held_decide,
    post_caution,
    post_decide,
    post_report,
)
from forums.views.finding import search
from forums.views.following import board_follow, topic_follow
from forums.views.keeping import (
    topic_lock,
    topic_manage,
    topic_merge,
    topic_move,
    topic_pin,
    topic_plan,
    topic_split,
    topic_tags,
)
from forums.views.participation import board_export, participation, participation_grade, participation_own
from forums.views.posts import (
    post,
    post_accept,
    post_aside,
    post_bookmark,
    post_delete,
    post_draft,
    post_edit,
    post_new,
    post_react,
)
from forums.views.topics import board_people, topic, topic_draft_save, topic_new

__all__ = [
    "board",
    "board_care",
    "board_export",
    "board_follow",
    "board_new",
    "board_people",
    "boards",
    "bookmarks",
    "care_queue",
    "caution",
    "caution_withdraw",
    "held_decide",
    "participation",
    "participation_grade",
    "participation_own",
    "post",
    "post_accept",
    "post_aside",
    "post_bookmark",
    "post_caution",
    "post_decide",
    "post_delete",
    "post_draft",
    "post_edit",
    "post_new",
    "post_react",
    "post_report",
    "search",
    "topic",
    "topic_draft_save",
    "topic_follow",
    "topic_list",
    "topic_lock",
    "topic_manage",
    "topic_merge",
    "topic_move",
    "topic_new",
    "topic_pin",
    "topic_plan",
    "topic_split",
    "topic_tags",
]
