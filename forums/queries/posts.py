"""What hangs on posts: reactions, files, private replies, earlier texts, traces of their topic."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, QuerySet, Value, When

from forums.mentions import mentions_anybody
from forums.models import (
    Aside,
    Bookmark,
    Mention,
    Post,
    PostDraft,
    PostEdit,
    Reaction,
    TopicDraft,
    TopicTag,
    TopicTrace,
)
from forums.queries.names import shown_name
from forums.queries.topic import PostRow, TopicPage
from home.accounts.models import User
from home.prepared import Prepared
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


@dataclass(frozen=True)
class Hanging:
    """What hangs on the posts of a page, by the post's id; `given` are the reader's own reactions.

    `named` are the names of those whom a post mentions.
    """

    given: dict[int, set[str]] = field(default_factory=dict)
    files: dict[int, list[FileRow]] = field(default_factory=dict)
    asides: dict[int, list[AsideRow]] = field(default_factory=dict)
    named: dict[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class TraceRow:
    kind: str
    at: datetime
    number: int
    other_subject: str


def hanging_on(rows: Sequence[PostRow], topic: TopicPage, person: User) -> Hanging:
    """Asks only for what the posts' own counts and words say is there: four queries at most, none for most pages."""
    reacted = [row.number for row in rows if row.thanks or row.lived]
    with_files = [row.id for row in rows if row.files]
    with_asides = [row.id for row in rows if row.asides and (topic.is_staff or row.author_id == person.pk)]
    naming = [row.id for row in rows if "@" in row.html and mentions_anybody(row.html)]
    return Hanging(
        given=_given(topic.id, reacted, person) if reacted else {},
        files=files_of(with_files) if with_files else {},
        asides=asides_of(with_asides, person) if with_asides else {},
        named=named_in(naming) if naming else {},
    )


def named_in(posts: Iterable[int]) -> dict[int, list[str]]:
    """Names of those whom these posts mention, by post."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Mention.objects.filter(post__in=list(posts)).annotate(name=shown_name("person")).order_by("pk")
    for post, name in rows.values_list("post_id", "name"):
        found[post].append(name)
    return found


def _reactions(topic: int, first: int, last: int, person: int) -> QuerySet:
    shown = Reaction.objects.filter(post__topic=topic, post__number__gte=first, post__number__lte=last, person=person)
    return shown.order_by().values_list("post_id", "kind")


_reactions_of = Prepared(_reactions)


def _given(topic: int, numbers: Sequence[int], person: User) -> dict[int, set[str]]:
    given: dict[int, set[str]] = defaultdict(set)
    for post, kind in _reactions_of(topic, numbers[0], numbers[-1], person.pk):
        given[post].add(kind)
    return given


def files_of(posts: Iterable[int]) -> dict[int, list[FileRow]]:
    """Files by post; asks no permission: find the posts first."""
    found: dict[int, list[FileRow]] = defaultdict(list)
    kind = ContentType.objects.get_for_model(Post)
    rows = Upload.objects.filter(owner_type=kind, owner_id__in=list(posts)).order_by("pk")
    for post, key, name, media in rows.values_list("owner_id", "public_id", "name", "media_type"):
        found[post or 0].append(FileRow(str(key), name, media.startswith("image/")))
    return found


def asides_of(posts: Iterable[int], person: User) -> dict[int, list[AsideRow]]:
    """Private replies by post, of those that `person` may read."""
    found: dict[int, list[AsideRow]] = defaultdict(list)
    rows = Aside.objects.visible_to(person).filter(post__in=list(posts)).annotate(name=shown_name("author"))
    for post, name, html, at in rows.order_by("created_at", "pk").values_list("post_id", "name", "html", "created_at"):
        found[post].append(AsideRow(name, html, at))
    return found


def earlier_texts(post: Post) -> list[tuple[str, datetime]]:
    """(text, when it was changed) of what a post said before, the oldest first."""
    return list(PostEdit.objects.filter(post=post).values_list("html", "at"))


def bookmark_of(person: User, post: Post) -> Bookmark | None:
    return Bookmark.objects.filter(person=person, post=post).first()


def traces_of(topic_id: int) -> list[TraceRow]:
    """What was done with a topic; what stands, or stood, on a board that its readers may not know is not named."""
    here = When(other__board=F("topic__board"), other__hidden_at=None, then=F("other__subject"))
    rows = TopicTrace.objects.filter(topic=topic_id).annotate(subject=Case(here, default=Value("")))
    return [TraceRow(*row) for row in rows.values_list("kind", "at", "number", "subject")]


def tags_on(topic_id: int) -> list[tuple[str, str]]:
    """(slug, label) of a topic's tags."""
    return list(TopicTag.objects.filter(topic=topic_id).values_list("slug", "label"))


def answer_draft(person: User, topic_id: int) -> PostDraft | None:
    return PostDraft.objects.filter(author=person, topic=topic_id).first()


def topic_draft(person: User, board_id: int) -> TopicDraft | None:
    return TopicDraft.objects.filter(author=person, board=board_id).first()


def bookmarks_of(person: User) -> list[Bookmark]:
    """Her bookmarks on posts that she may still read, the newest first, with post, topic and author."""
    readable = Post.objects.visible_to(person).values("pk")
    rows = Bookmark.objects.filter(person=person, post__in=readable)
    return list(rows.select_related("post__topic", "post__author").order_by("-created_at", "-pk")[:200])
