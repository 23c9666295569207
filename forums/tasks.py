from django.urls import reverse

from forums.models import Post, Subscription
from home.notifications.actions import notify
from home.queue.registry import task


@task("forums.tell_followers", retries=3, retry_delay=30)
def tell_followers(post_id: int) -> None:
    """Tells those who follow the topic, its author left out; who may no longer read the board hears nothing."""
    post = Post.objects.select_related("topic", "author").get(pk=post_id)
    followers = Subscription.objects.filter(topic=post.topic, person__board_memberships__board=post.topic.board_id)
    address = f"{reverse('forums:topic', args=[post.topic_id])}?ir={post.number}"
    author = post.author.name if post.author else ""
    for follower in followers.exclude(person=post.author_id).select_related("person"):
        notify(
            "post_written",
            follower.person,
            key=f"post-{post.pk}",
            url=address,
            about=post,
            data={"author": author, "subject": post.topic.subject},
        )
