"""The words of lists: boards, topics, what was found, bookmarks."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, ngettext

from forums.enums import BoardKind, Following, FollowLevel, MemberRole
from forums.models import Bookmark
from forums.queries import BoardHead, BoardRow, Participation, TopicRow
from home.prepared import draw_rows
from home.richtext import plain_text
from home.search import fold_words, snippet
from home.templatetags.roda import said_datetime, said_datetimes

KINDS = {
    BoardKind.QUESTIONS: gettext_noop("Here one asks. Who asked marks the answer that helped."),
    BoardKind.WRITE_FIRST: gettext_noop("Here you write first: what the others answered opens with your own answer."),
    BoardKind.ANNOUNCEMENTS: gettext_noop("Announcements of the staff. You may answer them."),
}


def whole_number(text: str | None, default: int) -> int:
    """A positive number that an address carries; anything else is the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0 else default


def board_rows(rows: list[BoardRow]) -> list[dict]:
    topics = ngettext("%(n)d conversation", "%(n)d conversations", 2)
    one = ngettext("%(n)d conversation", "%(n)d conversations", 1)
    more = gettext("more than %(n)d conversations")
    return [
        {
            "href": reverse("forums:board", args=[row.id]),
            "title": row.title,
            "description": row.description,
            "count": (more if row.is_more else one if row.topics == 1 else topics) % {"n": row.topics},
            "unread": row.unread,
            "last": said_datetime(row.last_post_at) if row.last_post_at else "",
        }
        for row in rows
    ]


def board_top(board: BoardHead, token: str) -> SafeString:
    """What stands above a board's topics; `token` is of its form."""
    values = {
        "boards": reverse("forums:boards"),
        "title": board.title,
        "description": board.description,
        "topic_new": reverse("forums:topic_new", args=[board.id]) if board.may_start else "",
        "follow": reverse("forums:board_follow", args=[board.id]),
        "may_follow": board.following == Following.OPTIONAL,
        "is_forced": board.following == Following.FORCED,
        "every": board.level == FollowLevel.EVERY,
        "answers": board.level == FollowLevel.REPLIES,
        "own": reverse("forums:participation_own", args=[board.id]) if board.role == MemberRole.MEMBER else "",
        "participation": reverse("forums:participation", args=[board.id]) if board.is_staff else "",
        "care": reverse("forums:board_care", args=[board.id]) if board.is_staff else "",
        "csrf_token": token,
        "kind": KINDS.get(board.kind, "") and gettext(KINDS[board.kind]),
    }
    return draw_rows("forums/board_head.html", [values])


def topic_rows(rows: list[TopicRow]) -> SafeString:
    base = reverse("forums:topic", args=[0]).replace("/0/", "/%d/")
    said = gettext("by %(author)s · last post by %(last)s, %(when)s")
    opens, removed, at = gettext("by %(author)s · opens %(when)s"), gettext("removed account"), said_datetimes()
    return draw_rows(
        "forums/topic_row.html",
        [
            {
                # What is new begins at a mark of its own.
                "href": f"{base % row.id}#novas" if row.unread and row.replies >= row.unread else base % row.id,
                "subject": row.subject,
                "meta": (opens if row.opens_at else said)
                % {
                    "author": row.author or removed,
                    "last": row.last_author or removed,
                    "when": at(row.opens_at or row.last_post_at),
                },
                "board": row.board,
                "replies": str(row.replies),
                "unread": row.unread,
                "is_pinned": row.is_pinned,
                "is_locked": row.is_locked,
                "is_solved": row.is_solved,
            }
            for row in rows
        ],
    )


def said_participation(done: Participation) -> str:
    """What is done of what the board asks for, in words."""
    parts = []
    if done.required_topics:
        said = gettext("conversations begun: %(done)d of %(wanted)d")
        parts.append(said % {"done": min(done.topics, done.required_topics), "wanted": done.required_topics})
    if done.required_replies:
        said = gettext("answers written: %(done)d of %(wanted)d")
        parts.append(said % {"done": min(done.replies, done.required_replies), "wanted": done.required_replies})
    state = gettext("Done") if done.is_done else gettext("To do")
    return f"{state} · {' · '.join(parts)}"


def bookmark_rows(bookmarks: list[Bookmark]) -> list[dict]:
    removed = gettext("removed account")
    return [
        {
            "href": reverse("forums:post", args=[mark.post_id]),
            "title": mark.post.topic.subject,
            "facts": f"{getattr(mark.post.author, 'name', removed)} · {said_datetime(mark.post.created_at)}",
            "snippet": plain_text(mark.post.html)[:160],
            "remind": said_datetime(mark.remind_at) if mark.remind_at and not mark.reminded_at else "",
        }
        for mark in bookmarks
    ]


def found_rows(rows: Iterable[Mapping], query: str) -> list[dict]:
    """Makes {title, url, facts, snippet} of rows as `posts_found` gives them."""
    base, words = reverse("forums:topic", args=[0]).replace("/0/", "/%d/"), fold_words(query)
    return [
        {
            "title": row["subject"],
            "url": f"{base % row['topic_id']}?ir={row['number']}#p{row['number']}",
            "facts": " · ".join(
                (row["author_name"] or gettext("removed account"), said_datetime(row["created_at"]), row["board"])
            ),
            "snippet": snippet(plain_text(row["html"]), words),
        }
        for row in rows
    ]


def said_count(count: int) -> str:
    return ngettext("%(n)d post found", "%(n)d posts found", count) % {"n": count}


def participation_columns(order: str) -> list[dict]:
    """The heads of a table of participation, each leading to the table in its order."""
    labels = {
        "nome": gettext("Student"),
        "conversas": gettext("Conversations begun"),
        "respostas": gettext("Answers"),
        "palavras": gettext("Words"),
        "reacoes": gettext("Reactions received"),
        "primeira": gettext("First post"),
        "ultima": gettext("Last post"),
    }
    shown = order if order in labels else "nome"
    rising = {"nome", "primeira"}
    return [
        {"order": key, "label": label, "is_shown": key == shown, "sort": "ascending" if key in rising else "descending"}
        for key, label in labels.items()
    ]
