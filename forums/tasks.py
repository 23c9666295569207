from django.urls import reverse
from django.utils import timezone

from forums.actions import close_silent_topics, limit_counts
from forums.actions.following import tell_followers_of, tell_waiting
from forums.models import Aside, Bookmark, Mention, Post
from home.accounts.models import User
from home.notifications.actions import notify
from home.queue.registry import scheduled, task


def _address(post: Post) -> str:
    return f"{reverse('forums:topic', args=[post.topic_id])}?ir={post.number}"


def _words(post: Post, author: User | None) -> dict[str, str]:
    return {"author": author.name if author else "", "subject": post.topic.subject}


@task("forums.tell_followers", retries=3, retry_delay=30)
def tell_followers(post_id: int) -> None:
    """Tells those who follow; who may no longer read the post hears nothing."""
    tell_followers_of(Post.objects.select_related("topic__board", "author", "in_reply_to").get(pk=post_id))


@scheduled("forums.tell_waiting", minute="*/5")
def tell_the_rest() -> None:
    """Tells of what was written within the hour after a notice."""
    tell_waiting()


@task("forums.tell_mentioned", retries=3, retry_delay=30)
def tell_mentioned(post_id: int) -> None:
    """Tells those whom a post names; who is named again by a change of it hears nothing twice."""
    post = Post.objects.select_related("topic", "author").get(pk=post_id)
    words = _words(post, post.author)
    for mention in Mention.objects.filter(post=post).select_related("person"):
        notify("mentioned", mention.person, key=f"mention-{post.pk}", url=_address(post), about=post, data=words)


@task("forums.tell_aside", retries=3, retry_delay=30)
def tell_aside(aside_id: int) -> None:
    """Tells the author of the post of staff's private reply; of hers, those of the staff who wrote to her."""
    aside = Aside.objects.select_related("post__topic", "post__author", "author").get(pk=aside_id)
    post = aside.post
    if aside.author_id == post.author_id:
        people = User.objects.filter(asides__post=post).exclude(pk=aside.author_id).distinct()
    else:
        people = User.objects.filter(pk=post.author_id)
    for person in people:
        notify(
            "aside_written",
            person,
            key=f"aside-{aside.pk}",
            url=f"{reverse('forums:post', args=[post.pk])}#em-particular",
            about=aside,
            data=_words(post, aside.author),
        )


@scheduled("forums.remind_bookmarks", minute="*/10")
def remind_bookmarks() -> None:
    """Reminds of saved posts whose time has come, once."""
    due = Bookmark.objects.filter(remind_at__lte=timezone.now(), reminded_at=None)
    for bookmark in due.select_related("post__topic", "post__author", "person"):
        post = bookmark.post
        notify(
            "bookmark_due",
            bookmark.person,
            key=f"bookmark-{bookmark.pk}-{bookmark.remind_at:%Y%m%d%H%M}",
            url=_address(post),
            about=post,
            data=_words(post, post.author),
        )
        Bookmark.objects.filter(pk=bookmark.pk).update(reminded_at=timezone.now())


@scheduled("forums.close_silent_topics", minute="*/10")
def close_topics() -> None:
    close_silent_topics()


@scheduled("forums.limit_counts", minute="25")
def limit_board_counts() -> None:
    """Hourly: a board grows by few topics in between."""
    limit_counts()
