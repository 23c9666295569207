"""Private replies: between board staff and the author of one post."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forums.actions.posts import PostGone
from forums.models import Aside, Post
from home.accounts.models import User
from home.queue.registry import enqueue
from home.richtext import clean_html


@transaction.atomic
def reply_aside(*, by: User, post: Post, html: str, key: UUID) -> Aside:
    """Answers a post so that staff and its author alone read it. A repeat with the same key returns the first one.

    Raises PostGone.
    """
    stored = Post.objects.select_for_update().get(pk=post.pk)
    earlier = Aside.objects.filter(author=by, key=key).first()
    if earlier is not None:
        return earlier
    if not stored.is_standing:
        raise PostGone
    aside = Aside.objects.create(post=stored, author=by, html=clean_html(html), key=key, created_at=timezone.now())
    Post.objects.filter(pk=stored.pk).update(asides=F("asides") + 1)
    enqueue("forums.tell_aside", aside.pk)
    return aside
