"""Makes the words of the forums' rows, so that their templates' loops translate, format and look up nothing."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from forums.queries import BoardHead, BoardRow, PostRow, TopicPage, TopicRow
from home.prepared import draw_rows
from home.templatetags.roda import avatar_tone, initials, said_datetime


def whole_number(text: str | None, default: int) -> int:
    """A positive number that an address carries; anything else is the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0 else default


def board_rows(rows: list[BoardRow]) -> list[dict]:
    topics = ngettext("%(n)d conversation", "%(n)d conversations", 2)
    one = ngettext("%(n)d conversation", "%(n)d conversations", 1)
    return [
        {
            "href": reverse("forums:board", args=[row.id]),
            "title": row.title,
            "description": row.description,
            "count": (one if row.topics == 1 else topics) % {"n": row.topics},
            "unread": row.unread,
            "last": said_datetime(row.last_post_at) if row.last_post_at else "",
        }
        for row in rows
    ]


def board_top(board: BoardHead) -> SafeString:
    """What stands above a board's topics."""
    values = {
        "boards": reverse("forums:boards"),
        "title": board.title,
        "description": board.description,
        "topic_new": reverse("forums:topic_new", args=[board.id]) if board.is_open else "",
    }
    return draw_rows("forums/board_head.html", [values])


def topic_rows(rows: list[TopicRow]) -> SafeString:
    base = reverse("forums:topic", args=[0]).replace("/0/", "/%d/")
    said = gettext("by %(author)s · last post by %(last)s, %(when)s")
    removed = gettext("removed account")
    return draw_rows(
        "forums/topic_row.html",
        [
            {
                "href": base % row.id,
                "subject": row.subject,
                "meta": said
                % {
                    "author": row.author or removed,
                    "last": row.last_author or removed,
                    "when": said_datetime(row.last_post_at),
                },
                "replies": str(row.replies),
                "unread": row.unread,
                "is_pinned": row.is_pinned,
                "is_locked": row.is_locked,
            }
            for row in rows
        ],
    )


def post_rows(rows: list[PostRow], topic: TopicPage, reader_id: int) -> SafeString:
    address, removed = reverse("forums:topic", args=[topic.id]), gettext("removed account")
    return draw_rows(
        "forums/post.html",
        [
            {
                "topic": address,
                "number": row.number,
                "author": row.author or removed,
                "initials": initials(row.author),
                "tone": avatar_tone(row.author),
                "is_staff": row.is_staff,
                "html": mark_safe(row.html),
                "when": said_datetime(row.created_at),
                "is_edited": row.edited_at is not None,
                "is_new": row.number > topic.read and row.author_id != reader_id,
                "is_first_new": row.number == topic.read + 1 and row.number > 1,
                "is_open": not topic.is_locked,
                "edit": reverse("forums:post_edit", args=[row.id]) if row.may_edit(reader_id) else "",
                "reply_to": row.reply_to_number,
                "reply_author": row.reply_to_author,
            }
            for row in rows
        ],
    )


def topic_head(topic: TopicPage, token: str) -> SafeString:
    """What stands above the posts; `token` is of its forms."""
    return draw_rows(
        "forums/topic_head.html",
        [
            {
                "boards": reverse("forums:boards"),
                "board": reverse("forums:board", args=[topic.board_id]),
                "board_title": topic.board_title,
                "subject": topic.subject,
                "follow": reverse("forums:topic_follow", args=[topic.id]),
                "pin": reverse("forums:topic_pin", args=[topic.id]) if topic.is_staff else "",
                "lock": reverse("forums:topic_lock", args=[topic.id]) if topic.is_staff else "",
                "is_pinned": topic.is_pinned,
                "is_locked": topic.is_locked,
                "is_staff": topic.is_staff,
                "follows": topic.follows,
                "csrf_token": token,
            }
        ],
    )


def page_links(topic: TopicPage) -> dict:
    """Addresses of the topic's earlier, later and first page with something unread."""
    address = reverse("forums:topic", args=[topic.id])

    def link(page: int) -> str:
        return f"{address}?{urlencode({'pagina': page})}"

    return {
        "earlier": link(topic.page - 1) if topic.page > 1 else "",
        "later": link(topic.page + 1) if topic.page < topic.pages else "",
    }
