from forums.models.boards import EVER, Board, BoardMember, BoardQuerySet
from forums.models.care import BoardCare, Caution, HeldPost, PostReport, kept_by
from forums.models.following import BoardSubscription, FollowerNotice
from forums.models.participation import HIGHEST, ParticipationGrade
from forums.models.posts import (
    EDIT_WINDOW,
    Aside,
    AsideQuerySet,
    Mention,
    Post,
    PostEdit,
    PostQuerySet,
    Reaction,
)
from forums.models.reading import Bookmark, PostDraft, ReadMark, Subscription, TopicDraft
from forums.models.topics import Closing, Topic, TopicQuerySet, TopicTag, TopicTrace, begun, counted, unhidden

__all__ = [
    "EDIT_WINDOW",
    "EVER",
    "HIGHEST",
    "Aside",
    "AsideQuerySet",
    "Board",
    "BoardCare",
    "BoardMember",
    "BoardQuerySet",
    "BoardSubscription",
    "Bookmark",
    "Caution",
    "Closing",
    "FollowerNotice",
    "HeldPost",
    "Mention",
    "ParticipationGrade",
    "Post",
    "PostDraft",
    "PostEdit",
    "PostQuerySet",
    "PostReport",
    "Reaction",
    "ReadMark",
    "Subscription",
    "Topic",
    "TopicDraft",
    "TopicQuerySet",
    "TopicTag",
    "TopicTrace",
    "begun",
    "counted",
    "kept_by",
    "unhidden",
]
