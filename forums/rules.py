"""Who may do what. Reading is a row of BoardMember; the twins are the QuerySets' `visible_to`."""

from django.utils import timezone

from forums.enums import MemberRole
from forums.models import EDIT_WINDOW, Board, BoardMember, Post, Topic
from home.accounts.models import User


def may_read(user: User, board: Board) -> bool:
    return BoardMember.objects.filter(board=board, person=user.pk).exists()


def may_moderate(user: User, board: Board) -> bool:
    """Board staff pin and lock."""
    return BoardMember.objects.filter(board=board, person=user.pk, role=MemberRole.STAFF).exists()


def may_edit(user: User, post: Post) -> bool:
    """Her own words, for half an hour: after that others have answered them."""
    return is_own_and_fresh(user, post) and may_read(user, post.topic.board)


def is_own_and_fresh(user: User, post: Post) -> bool:
    return post.author_id == user.pk and timezone.now() < post.created_at + EDIT_WINDOW


def may_post(user: User, topic: Topic) -> bool:
    return may_read(user, topic.board)
