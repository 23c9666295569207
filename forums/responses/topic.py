"""The words of a topic's page."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from forums.enums import BoardKind, Following, FollowLevel, ReactionKind, TraceKind
from forums.mentions import link_mentions
from forums.queries import AsideRow, FileRow, Hanging, PostRow, TopicPage, TraceRow
from home.prepared import address, draw_rows
from home.templatetags.roda import avatar_tone, initials, said_datetime, said_datetimes


def post_rows(rows: list[PostRow], topic: TopicPage, hanging: Hanging, reader_id: int) -> SafeString:
    """The posts with what hangs on them; a post that was deleted or moved is a line that says so."""
    said, drawn = _PageWords(topic, reader_id), []
    for is_standing, run in groupby(rows, key=attrgetter("is_standing")):
        if is_standing:
            drawn.append(draw_rows("forums/post.html", [_post(row, said, hanging) for row in run]))
        else:
            drawn.append(draw_rows("forums/post_stub.html", [_stub(row, said) for row in run]))
    return mark_safe("".join(drawn))


class _PageWords:
    """What all the posts of a page say alike, looked up once."""

    def __init__(self, topic: TopicPage, reader_id: int):
        self.topic, self.reader_id = topic, reader_id
        self.address = address("forums:topic", topic.id)
        self.post = reverse("forums:post", args=[0]).replace("/0/", "/%d/")
        self.removed = gettext("removed account")
        self.may_accept = topic.may_accept(reader_id)
        self.at = said_datetimes()


def _post(row: PostRow, said: _PageWords, hanging: Hanging) -> dict:
    topic, post, given = said.topic, said.post % row.id, hanging.given.get(row.id, ())
    is_mine = row.author_id == said.reader_id
    return {
        "topic": said.address,
        "post": post,
        "number": row.number,
        "author": row.author or said.removed,
        "initials": initials(row.author),
        "tone": avatar_tone(row.author),
        "is_staff": row.is_staff,
        "html": mark_safe(_with_links(row.html, hanging.named.get(row.id, ()), topic.board_id)),
        "when": said.at(row.created_at),
        "is_hidden": row.hidden_at is not None,
        "is_edited": row.edited_at is not None,
        "is_new": row.number > topic.read and not is_mine,
        "is_first_new": row.number == topic.read + 1 and row.number > 1,
        "is_answer": row.number == topic.answer_number,
        "reply_to": row.reply_to_number,
        "reply_author": row.reply_to_author or said.removed,
        "files": file_list(hanging.files[row.id]) if row.id in hanging.files else "",
        "asides": aside_list(hanging.asides[row.id]) if row.id in hanging.asides else "",
        "is_open": topic.may_post,
        "may_edit": topic.may_post and is_mine and row.may_edit(said.reader_id),
        "may_accept": said.may_accept and row.number > 1,
        "is_mine": is_mine,
        "thanks": row.thanks,
        "lived": row.lived,
        "thanked": ReactionKind.THANKS in given,
        "shared": ReactionKind.LIVED in given,
    }


def _with_links(html: str, named: Iterable[str], board_id: int) -> str:
    """A mention leads to what its person wrote on this board."""
    if not named:
        return html
    search = reverse("forums:search")
    return link_mentions(html, {name: f"{search}?{urlencode({'mural': board_id, 'autora': name})}" for name in named})


def _stub(row: PostRow, said: _PageWords) -> dict:
    moved = said.post % row.moved_to_id if row.moved_to_id else ""
    when = said.at(row.deleted_at or row.created_at)
    return {"number": row.number, "moved": moved, "is_veiled": row.is_veiled, "when": when}


def file_list(files: Iterable[FileRow]) -> SafeString:
    """Links to a post's files; pictures are shown."""
    shown = [(reverse("home:upload", args=[file.public_id]), file) for file in files]
    pictures = [(url, url, file.name) for url, file in shown if file.is_image]
    others = [(url, file.name) for url, file in shown if not file.is_image]
    one = '<li><a href="{}"><img class="post__picture" src="{}" alt="{}" loading="lazy"></a></li>'
    return format_html_join("", one, pictures) + format_html_join("", '<li><a href="{}">{}</a></li>', others)


def aside_list(asides: Iterable[AsideRow]) -> SafeString:
    removed = gettext("removed account")
    return draw_rows(
        "forums/aside.html",
        [
            {"author": row.author or removed, "when": said_datetime(row.created_at), "html": mark_safe(row.html)}
            for row in asides
        ],
    )


def topic_head(topic: TopicPage, token: str) -> SafeString:
    """What stands above the posts; `token` is of its forms."""
    here = address("forums:topic", topic.id)
    return draw_rows(
        "forums/topic_head.html",
        [
            {
                "boards": reverse("forums:boards"),
                "board": address("forums:board", topic.board_id),
                "board_title": topic.board_title,
                "subject": topic.subject,
                "follow": address("forums:topic_follow", topic.id),
                "pin": address("forums:topic_pin", topic.id) if topic.is_staff else "",
                "lock": address("forums:topic_lock", topic.id) if topic.is_staff else "",
                "manage": address("forums:topic_manage", topic.id) if topic.is_staff else "",
                "answer": f"{here}?ir={topic.answer_number}#p{topic.answer_number}" if topic.answer_number else "",
                "is_question": topic.board_kind == BoardKind.QUESTIONS,
                "is_pinned": topic.is_pinned,
                "is_locked": topic.is_locked,
                "is_staff": topic.is_staff,
                "may_follow": topic.following == Following.OPTIONAL,
                "is_forced": topic.following == Following.FORCED,
                "every": topic.level == FollowLevel.EVERY,
                "answers": topic.level == FollowLevel.REPLIES,
                "csrf_token": token,
            }
        ],
    )


def page_links(topic: TopicPage) -> dict:
    """Addresses of the topic's earlier, later and first page with something unread."""
    here = address("forums:topic", topic.id)

    def link(page: int) -> str:
        return f"{here}?{urlencode({'pagina': page})}"

    return {
        "earlier": link(topic.page - 1) if topic.page > 1 else "",
        "later": link(topic.page + 1) if topic.page < topic.pages else "",
    }


def closed_words(topic: TopicPage) -> str:
    """Why nobody can answer here, and since when; or until when one can."""
    if topic.is_locked:
        said = gettext("This conversation is closed: it can be read, not answered.")
        return f"{said} {_closing_words(topic)}".strip()
    if topic.hides_others:
        others, first = topic.last_number - 1, gettext("Here you write first.")
        opens = ngettext(
            "%(n)d answer of a colleague opens with yours.", "%(n)d answers of colleagues open with yours.", others
        )
        return f"{first} {opens % {'n': others}}" if others else first
    if topic.ends_at:
        return gettext("Answers are taken until %(when)s.") % {"when": said_datetime(topic.ends_at)}
    return ""


def _closing_words(topic: TopicPage) -> str:
    days = topic.silent_days
    if days is None:
        return topic.closed_reason
    return ngettext("Nobody wrote here for %(n)d day.", "Nobody wrote here for %(n)d days.", days) % {"n": days}


def trace_lines(traces: list[TraceRow]) -> SafeString:
    words = {
        TraceKind.MOVED: gettext("Moved here from another board"),
        TraceKind.SPLIT: gettext("Taken out of another conversation"),
        TraceKind.MERGED: gettext("Another conversation was joined to this one, from post %(number)d on"),
    }
    said = [(words[TraceKind(row.kind)] % {"number": row.number}, row) for row in traces]
    lines = [
        (f"{line} (“{row.other_subject}”)" if row.other_subject else line, said_datetime(row.at)) for line, row in said
    ]
    return format_html_join("", '<p class="meta">{} · {}</p>', lines)


def tag_links(tags: list[tuple[str, str]], board_id: int, *, current: str = "") -> SafeString:
    board = address("forums:board", board_id)
    links = [
        (
            f"{board}?{urlencode({'etiqueta': slug})}" if slug != current else board,
            mark_safe(' aria-current="true"') if slug == current else "",
            label,
        )
        for slug, label in tags
    ]
    return format_html_join(" ", '<a class="tag" href="{}"{}>#{}</a>', links)


def too_fast_words(seconds: int) -> str:
    """How long to wait, for who writes faster than the room allows."""
    minutes = -(-seconds // 60)
    if seconds < 100:
        said = ngettext(
            "Here people write slowly: you can send it in %(n)d second.",
            "Here people write slowly: you can send it in %(n)d seconds.",
            seconds,
        ) % {"n": seconds}
    else:
        said = ngettext(
            "Here people write slowly: you can send it in %(n)d minute.",
            "Here people write slowly: you can send it in %(n)d minutes.",
            minutes,
        ) % {"n": minutes}
    return f"{said} {gettext('Your text is below.')}"


def waits_words() -> str:
    return gettext("Your post is kept. The staff of this board reads it before the others do.")
