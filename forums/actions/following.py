"""Following boards and topics, and telling those who follow: one notice, and so one mail, a topic and hour."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from forums.enums import FollowLevel
from forums.models import Board, BoardSubscription, FollowerNotice, Post, Subscription, Topic
from forums.queries.following import followers_of, posts_to_tell
from home.accounts.models import User
from home.notifications.actions import notify
from home.prepared import Prepared

QUIET = timedelta(hours=1)
AT_ONCE = 500
# Asked for each who follows: the ORM would take longer to put the question than the database to answer.
_reads = Prepared(lambda person, post: Post.objects.seen_by(person).standing().filter(pk=post).values_list("pk"))


def follow_topic(*, by: User, topic: Topic, level: str = FollowLevel.EVERY) -> None:
    """Sets how much of a topic `by` hears of; it has the last word over what she chose for the board."""
    Subscription.objects.update_or_create(topic=topic, person=by, defaults={"level": level})


def follow_board(*, by: User, board: Board, level: str) -> None:
    """Sets how much of a board `by` hears of where she chose nothing for a topic."""
    BoardSubscription.objects.update_or_create(board=board, person=by, defaults={"level": level})


def tell_followers_of(post: Post) -> None:
    """Tells each who follows and may read the post, or notes that something waits for her."""
    for person in followers_of(post):
        tell_follower(person, post)


@transaction.atomic
def tell_follower(person: User, post: Post) -> None:
    """Calling it again for the same post changes nothing."""
    if not _reads(person.pk, post.pk):
        return
    now = timezone.now()
    notice, is_first = FollowerNotice.objects.select_for_update().get_or_create(
        topic=post.topic, person=person, defaults={"told_at": now}
    )
    if post.number <= notice.told_number:
        return
    if not is_first and notice.told_at > now - QUIET:
        notice.is_waiting = True
        notice.save(update_fields=["is_waiting"])
        return
    _note(notice, post.number)
    _tell_of(person, post)


def tell_waiting() -> None:
    """Tells of what came within the hour after a notice, where it is still unread; at most AT_ONCE people."""
    due = FollowerNotice.objects.filter(is_waiting=True, told_at__lte=timezone.now() - QUIET)
    for pk in list(due.order_by("told_at").values_list("pk", flat=True)[:AT_ONCE]):
        _tell_rest(pk)


@transaction.atomic
def _tell_rest(pk: int) -> None:
    notice = FollowerNotice.objects.select_for_update(of=("self",)).filter(pk=pk, is_waiting=True).first()
    if notice is None:
        return
    posts = list(posts_to_tell(notice.person, notice.topic, after=notice.told_number).select_related("author"))
    if not posts:
        FollowerNotice.objects.filter(pk=pk).update(is_waiting=False)
        return
    _note(notice, posts[-1].number)
    if len(posts) == 1:
        _tell_of(notice.person, posts[0])
        return
    notify(
        "posts_written",
        notice.person,
        key=f"posts-{posts[-1].pk}",
        url=_address(posts[0]),
        about=posts[-1],
        data={"count": len(posts), "subject": notice.topic.subject},
    )


def _note(notice: FollowerNotice, number: int) -> None:
    notice.told_at, notice.told_number, notice.is_waiting = timezone.now(), number, False
    notice.save(update_fields=["told_at", "told_number", "is_waiting"])


def _tell_of(person: User, post: Post) -> None:
    notify(
        "post_written",
        person,
        key=f"post-{post.pk}",
        url=_address(post),
        about=post,
        data={"author": post.author.name if post.author else "", "subject": post.topic.subject},
    )


def _address(post: Post) -> str:
    return f"{reverse('forums:topic', args=[post.topic_id])}?ir={post.number}"
