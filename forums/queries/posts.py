"""What belongs to posts and topics, each asked for by itself: files, private replies, earlier texts, tags, drafts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from forums.models import Aside, Bookmark, Post, PostEdit, TopicDraft, TopicTag
from forums.queries.names import shown_name
from home.accounts.models import User
from home.uploads.models import Upload


@dataclass(frozen=True)
class FileRow:
    public_id: str
    name: str
    is_image: bool


@dataclass(frozen=True)
class AsideRow:
    author: str
    html: str
    created_at: datetime


def uploads_on(posts: Iterable[int]) -> QuerySet[Upload]:
    kind = ContentType.objects.get_for_model(Post)
    return Upload.objects.filter(owner_type=kind, owner_id__in=list(posts))


def asides_on(posts: Iterable[int], person: User) -> QuerySet[Aside]:
    """Those that `person` may read."""
    return Aside.objects.visible_to(person).filter(post__in=list(posts))


def files_of(posts: Iterable[int]) -> dict[int, list[FileRow]]:
    """Files by post; asks no permission: find the posts first."""
    found: dict[int, list[FileRow]] = defaultdict(list)
    rows = uploads_on(posts).order_by("pk")
    for post, key, name, media in rows.values_list("owner_id", "public_id", "name", "media_type"):
        found[post or 0].append(FileRow(str(key), name, media.startswith("image/")))
    return found


def asides_of(posts: Iterable[int], person: User) -> dict[int, list[AsideRow]]:
    """Private replies by post, of those that `person` may read."""
    found: dict[int, list[AsideRow]] = defaultdict(list)
    rows = asides_on(posts, person).annotate(name=shown_name("author"))
    for post, name, html, at in rows.order_by("created_at", "pk").values_list("post_id", "name", "html", "created_at"):
        found[post].append(AsideRow(name, html, at))
    return found


def earlier_texts(post: Post) -> list[tuple[str, datetime]]:
    """(text, when it was changed) of what a post said before, the oldest first."""
    return list(PostEdit.objects.filter(post=post).values_list("html", "at"))


def bookmark_of(person: User, post: Post) -> Bookmark | None:
    return Bookmark.objects.filter(person=person, post=post).first()


def tags_on(topic_id: int) -> list[tuple[str, str]]:
    """(slug, label) of a topic's tags."""
    return list(TopicTag.objects.filter(topic=topic_id).values_list("slug", "label"))


def topic_draft(person: User, board_id: int) -> TopicDraft | None:
    return TopicDraft.objects.filter(author=person, board=board_id).first()


def bookmarks_of(person: User) -> list[Bookmark]:
    """Her bookmarks on posts that she may still read, the newest first, with post, topic and author."""
    readable = Post.objects.visible_to(person).values("pk")
    rows = Bookmark.objects.filter(person=person, post__in=readable)
    return list(rows.select_related("post__topic", "post__author").order_by("-created_at", "-pk")[:200])
