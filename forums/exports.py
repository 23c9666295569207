"""What board staff takes along: the table of participation, and a board's words as a table or a page."""

from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from forums.models import Board, Post
from forums.queries.names import shown_name
from forums.queries.participation import ParticipationRow
from home.richtext import plain_text
from home.spreadsheets import csv_bytes, csv_lines

CHUNK = 500


def participation_csv(rows: list[ParticipationRow], *, is_graded: bool) -> bytes:
    head = [
        _("Student"), _("Conversations begun"), _("Answers"), _("Words"), _("Reactions received"),
        _("First post"), _("Last post"),
    ]  # fmt: skip
    lines = [
        [row.name, row.topics, row.replies, row.words, row.reactions, _day(row.first_at), _day(row.last_at)]
        for row in rows
    ]
    if is_graded:
        head.append(_("Grade"))
        for line, row in zip(lines, rows, strict=True):
            line.append("" if row.points is None else row.points)
    return csv_bytes([head, *lines])


def board_csv(board: Board) -> Iterator[bytes]:
    """The board's posts, one a line, in the order of conversations and numbers."""
    return csv_lines(_board_lines(board))


def _board_lines(board: Board) -> Iterator[list]:
    yield [
        _("Conversation"), _("Number"), _("In reply to"), _("Author"), _("Written at"), _("Changed at"), _("Words"),
        _("Thanks"), _("Lived it too"), _("Text"),
    ]  # fmt: skip
    for post in _posts(board):
        yield [
            _subject(post), post["number"], post["reply_to"], post["author_name"] or _("removed account"),
            _moment(post["created_at"]), _moment(post["edited_at"]), post["word_count"],
            post["thanks"], post["lived"], plain_text(_words(post)),
        ]  # fmt: skip


def board_html(board: Board) -> Iterator[str]:
    """The board as one page that opens without the site."""
    style = format_html("<style>{}</style>", mark_safe(render_to_string("forums/export/board.css")))
    yield render_to_string("forums/export/head.html", {"board": board, "now": timezone.now(), "style": style})
    topic = None
    for post in _posts(board):
        is_first = post["topic_id"] != topic
        topic = post["topic_id"]
        context = {"post": post, "subject": _subject(post), "is_first": is_first, "words": _words(post)}
        yield render_to_string("forums/export/post.html", context)
    yield render_to_string("forums/export/foot.html")


def _posts(board: Board) -> Iterator[dict]:
    posts: QuerySet = Post.objects.standing().filter(topic__board=board)
    return (
        posts.annotate(
            subject=F("topic__subject"),
            topic_hidden_at=F("topic__hidden_at"),
            reply_to=F("in_reply_to__number"),
            author_name=shown_name("author"),
        )
        .order_by("topic", "number")
        .values(
            "topic_id", "subject", "topic_hidden_at", "number", "reply_to", "author_name", "created_at", "edited_at",
            "word_count", "thanks", "lived", "html", "hidden_at",
        )
        .iterator(CHUNK)
    )  # fmt: skip


def _subject(post: dict) -> str:
    return _("(hidden)") if post["topic_hidden_at"] else post["subject"]


def _words(post: dict) -> str:
    """A file travels: what is hidden on the page is not in it, though its reader could see it there."""
    return f"<p>{_('(hidden)')}</p>" if post["hidden_at"] or post["topic_hidden_at"] else post["html"]


def _day(moment) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _moment(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
