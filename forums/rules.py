"""Who may do what. Reading is a row of BoardMember; the twins are the QuerySets' `visible_to`."""

from django.utils import timezone

from forums.enums import BEGUN_BY_STAFF, MemberRole
from forums.models import EDIT_WINDOW, Board, BoardMember, Post, Topic
from home.accounts.models import User

WRITERS = (MemberRole.MEMBER, MemberRole.STAFF)


def _role(user: User, board_id: int) -> str:
    """Her role on the board, empty where she has none."""
    role = BoardMember.objects.filter(board=board_id, person=user.pk).values_list("role", flat=True).first()
    return role or ""


def may_open_site_board(user: User) -> bool:
    """Given to groups in Wagtail's admin."""
    return user.has_perm("forums.add_board")


def may_read(user: User, board: Board) -> bool:
    return bool(_role(user, board.pk))


def may_moderate(user: User, board: Board) -> bool:
    """Board staff pin, close, move and delete."""
    return _role(user, board.pk) == MemberRole.STAFF


def may_start(user: User, board: Board) -> bool:
    """Where staff asks or tells, only staff begins; who reads another group's room begins nothing there."""
    role = _role(user, board.pk)
    return role == MemberRole.STAFF or (role == MemberRole.MEMBER and board.kind not in BEGUN_BY_STAFF)


def may_post(user: User, topic: Topic) -> bool:
    return _role(user, topic.board_id) in WRITERS


def may_edit(user: User, post: Post) -> bool:
    """Her own words, for half an hour: after that others have answered them."""
    return is_own_and_fresh(user, post) and may_post(user, post.topic)


def is_own_and_fresh(user: User, post: Post) -> bool:
    return post.author_id == user.pk and post.is_standing and timezone.now() < post.created_at + EDIT_WINDOW


def may_report(user: User, post: Post) -> bool:
    """Whoever reads a post may report it, its author excepted: she may change it."""
    return post.author_id != user.pk and Post.objects.visible_to(user).filter(pk=post.pk).exists()


def may_delete(user: User, post: Post) -> bool:
    """Her own words at any time; those of others, staff."""
    return post.is_standing and (post.author_id == user.pk or may_moderate(user, post.topic.board))


def may_accept(user: User, topic: Topic) -> bool:
    """Who asked says what helped; staff says it for those who do not come back."""
    return topic.author_id == user.pk or may_moderate(user, topic.board)


def may_reply_aside(user: User, post: Post) -> bool:
    """Staff begins, on the words of somebody else; she may answer once staff has."""
    if post.author_id is None:
        return False
    if post.author_id != user.pk:
        return may_moderate(user, post.topic.board)
    return post.asides > 0 and may_read(user, post.topic.board)
