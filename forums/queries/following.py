"""Who hears of what is written: the topic's choice before the board's, and the board's own rule before both."""

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from forums.enums import Following, FollowLevel, MemberRole
from forums.models import Board, BoardCare, BoardMember, BoardSubscription, Post, ReadMark, Subscription, Topic
from home.accounts.models import User


def following_of(board_id: int) -> str:
    """What the board lets its readers choose (`Following`)."""
    return (
        BoardCare.objects.filter(board=board_id).values_list("following", flat=True).first() or Following.OPTIONAL.value
    )


def board_level(person: User, board: Board) -> str:
    """What she chose for the board as a whole (`FollowLevel`)."""
    chosen = BoardSubscription.objects.filter(board=board, person=person).values_list("level", flat=True).first()
    return chosen or FollowLevel.NONE.value


def topic_level(person: User, topic: Topic) -> str:
    """How much of the topic she hears of, whoever decided it."""
    following = following_of(topic.board_id)
    if following == Following.FORCED:
        return FollowLevel.EVERY.value
    if following == Following.OFF:
        return FollowLevel.NONE.value
    chosen = Subscription.objects.filter(topic=topic, person=person).values_list("level", flat=True).first()
    return chosen or board_level(person, topic.board)


def followers_of(post: Post) -> QuerySet[User]:
    """Those who are to hear of the post, its author left out. Whether each may read it is asked for each."""
    board = post.topic.board_id
    following = following_of(board)
    members = BoardMember.objects.filter(board=board).exclude(person=post.author_id)
    # Whom the post names hears of it as such.
    members = members.exclude(person__in=post.mentions.values("person"))
    if following == Following.OFF:
        members = members.none()
    elif following == Following.FORCED:
        # Whose room it is: who only looks in from another group chose nothing, and is not made to listen.
        members = members.exclude(role=MemberRole.READER)
    elif following == Following.OPTIONAL:
        members = members.annotate(level=_level(post.topic)).filter(_wanted(post))
    return User.objects.filter(pk__in=members.values("person")).order_by("pk")


def _level(topic: Topic) -> Coalesce:
    of_topic = Subscription.objects.filter(topic=topic, person=OuterRef("person")).values("level")
    of_board = BoardSubscription.objects.filter(board=topic.board_id, person=OuterRef("person")).values("level")
    return Coalesce(Subquery(of_topic), Subquery(of_board), Value(FollowLevel.NONE.value))


def _wanted(post: Post) -> Q:
    wanted = Q(level=FollowLevel.EVERY)
    if post.in_reply_to is not None and post.in_reply_to.author_id is not None:
        wanted |= Q(level=FollowLevel.REPLIES, person=post.in_reply_to.author_id)
    return wanted


def posts_to_tell(person: User, topic: Topic, *, after: int) -> QuerySet[Post]:
    """Others' posts behind number `after` of which she wants to hear, that she may read and has not read yet."""
    level = topic_level(person, topic)
    if level == FollowLevel.NONE:
        return Post.objects.none()
    read = ReadMark.objects.filter(topic=topic, person=person).values_list("number", flat=True).first() or 0
    posts = Post.objects.visible_to(person).standing().filter(topic=topic, number__gt=max(after, read))
    if level == FollowLevel.REPLIES:
        posts = posts.filter(in_reply_to__author=person)
    # A removed author is nobody, and nobody is not she.
    return posts.filter(~Q(author=person) | Q(author=None)).order_by("number")
