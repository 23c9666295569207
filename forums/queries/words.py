"""Words of posts: found, quoted, prepared elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import escape

from forums.models import Board, BoardMember, Post, Topic
from forums.ports import host
from forums.queries.names import shown_name, shown_title
from forums.queries.topic import PostRow
from home.richtext import plain_text
from home.search import fold_words, matching

QUOTED_CHARACTERS = 300
PREPARED_SALT = "forums.prepared_topic"


@dataclass(frozen=True)
class FoundFilter:
    """What a search is narrowed to; `author` is the beginning of any of a name's words, `tag` a folded word."""

    board: int | None = None
    author: str = ""
    since: date | None = None
    until: date | None = None
    tag: str = ""
    unanswered: bool = False
    with_change: bool = False


def posts_found(person: AbstractBaseUser, query: str, filters: FoundFilter = FoundFilter()) -> QuerySet:
    """Rows {topic_id, number, subject, board, author_name, created_at, html} of posts that `person` may read.

    Posts with every word of the query, whole words before beginnings, then the newest first; without a query those
    that the filters leave, and nothing where there is none either. A filter by author asks one query more.
    """
    posts = _narrowed(Post.objects.visible_to(person).standing(), person, filters)
    if query or filters == FoundFilter():
        found = matching(posts, "search_text", query).order_by("-rank", "-created_at", "-pk")
    else:
        found = posts.order_by("-created_at", "-pk")
    return found.annotate(
        subject=F("topic__subject"), board=shown_title(person.pk, "topic__board__"), author_name=shown_name("author")
    ).values("topic_id", "number", "subject", "board", "author_name", "created_at", "html")


def _narrowed(posts: QuerySet, person: AbstractBaseUser, filters: FoundFilter) -> QuerySet:
    conditions = {
        "topic__board": filters.board,
        "created_at__date__gte": filters.since,
        "created_at__date__lte": filters.until,
        "topic__tags__slug": filters.tag,
        "topic__is_answered": False if filters.unanswered else None,
    }
    posts = posts.filter(**{name: value for name, value in conditions.items() if value not in (None, "")})
    if filters.author:
        posts = posts.filter(author__in=_people_named(person, filters.author))
    if filters.with_change:
        posts = posts.filter(topic__in=host().topics_with_change(person) or Topic.objects.none())
    return posts


def _people_named(person: AbstractBaseUser, name: str) -> list[int]:
    """Who is on a board with her and goes by this name: by the one that is shown alone, accents do not matter."""
    wanted = fold_words(name)
    boards = Board.objects.visible_to(person).values("pk")
    people = BoardMember.objects.filter(board__in=boards).annotate(name=shown_name("person"))
    return [
        pk
        for pk, shown in people.values_list("person", "name").order_by().distinct()
        if wanted and all(any(part.startswith(word) for part in fold_words(shown)) for word in wanted)
    ]


def quoted(rows: Iterable[PostRow], number: int, chosen: str = "") -> dict:
    """The initial values of an answer that quotes the post of this number; none where the page shows no such post.

    What is hidden is quoted by nobody. `chosen` are the words that she selected: quoted where the post says them,
    else its beginning is.
    """
    found = [row for row in rows if row.number == number and row.is_standing and row.hidden_at is None]
    if not found:
        return {}
    text, chosen = plain_text(found[0].html), " ".join(chosen.split())
    if not chosen or chosen not in " ".join(text.split()):
        chosen = text
    shortened = chosen[:QUOTED_CHARACTERS] + ("…" if len(chosen) > QUOTED_CHARACTERS else "")
    return {"reply_to": number, "html": f"<blockquote>{escape(shortened)}</blockquote><p></p>"}


def prepared_topic_url(board_id: int, subject: str, html: str) -> str:
    """Where a conversation begins whose first words another page prepared; signed, so that nobody else prepares any."""
    token = signing.dumps([subject, html], salt=PREPARED_SALT)
    return f"{reverse('forums:topic_new', args=[board_id])}?{urlencode({'inicio': token})}"
