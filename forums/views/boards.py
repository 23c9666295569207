from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forums import actions, rules
from forums.forms import SiteBoardForm
from forums.queries import (
    TOPICS_A_PAGE,
    board_head,
    boards_of,
    bookmarks_of,
    participation_of,
    tags_of,
    topics_of,
    topics_with,
    unread_topics,
    waiting_topics,
)
from forums.queries.care import own_waiting, staff_waiting
from forums.responses import (
    board_rows,
    board_top,
    bookmark_rows,
    key_sent,
    said_participation,
    tag_links,
    topic_rows,
    whole_number,
)
from home.prepared import form_token
from home.search import fold

LISTS = {"novas": unread_topics, "minhas": topics_with, "sem-resposta": waiting_topics}


@login_required
def boards(request: HttpRequest) -> HttpResponse:
    context = {
        "boards": board_rows(boards_of(request.user)),
        "tabs": _tabs(""),
        "may_open": rules.may_open_site_board(request.user),
        "care": staff_waiting(request.user),
    }
    return render(request, "forums/boards.html", context)


@login_required
def board_new(request: HttpRequest) -> HttpResponse:
    if not rules.may_open_site_board(request.user):
        raise PermissionDenied
    form = SiteBoardForm(request.POST or None)
    if form.is_valid():
        opened = actions.open_site_board(by=request.user, **form.cleaned_data)
        return redirect("forums:board", opened.pk)
    return render(request, "forums/board_new.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
def topic_list(request: HttpRequest, which: str) -> HttpResponse:
    """Topics of all her boards: what is new, where she wrote, what waits for an answer."""
    if which not in LISTS:
        raise Http404
    page = whole_number(request.GET.get("pagina"), 1)
    rows = LISTS[which](request.user, page=page)
    context = {
        "topics": topic_rows(rows[:TOPICS_A_PAGE]),
        "page": page,
        "has_next": len(rows) > TOPICS_A_PAGE,
        "tabs": _tabs(which),
        "which": which,
    }
    return render(request, "forums/topic_list.html", context)


@login_required
def bookmarks(request: HttpRequest) -> HttpResponse:
    context = {"rows": bookmark_rows(bookmarks_of(request.user)), "tabs": _tabs("guardadas")}
    return render(request, "forums/bookmarks.html", context)


def _tabs(which: str) -> list[dict]:
    labels = {
        "": (_("Boards"), reverse("forums:boards")),
        "novas": (_("Unread"), reverse("forums:topic_list", args=["novas"])),
        "minhas": (_("Mine"), reverse("forums:topic_list", args=["minhas"])),
        "sem-resposta": (_("Without an answer"), reverse("forums:topic_list", args=["sem-resposta"])),
        "guardadas": (pgettext("posts", "Saved"), reverse("forums:bookmarks")),
    }
    return [{"label": label, "url": url, "is_shown": key == which} for key, (label, url) in labels.items()]


@login_required
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    found = board_head(request.user, board_id)
    if found is None:
        raise Http404
    page, tag = whole_number(request.GET.get("pagina"), 1), fold(request.GET.get("etiqueta", ""))[:60]
    waiting = request.GET.get("ver") == "sem-resposta"
    rows = topics_of(request.user, board_id, page=page, tag=tag, waiting=waiting)
    asked = {"etiqueta": tag} if tag else {"ver": "sem-resposta"} if waiting else {}
    context = {
        "board": found,
        "head": board_top(found, form_token(request)),
        "done": said_participation(participation_of(request.user.pk, board_id)) if found.is_required else "",
        "tags": tag_links(tags_of(board_id), board_id, current=tag),
        "topics": topic_rows(rows[:TOPICS_A_PAGE]),
        "page": page,
        "has_next": len(rows) > TOPICS_A_PAGE,
        "asked": f"{urlencode(asked)}&" if asked else "",
        "waiting": waiting,
        "sent": key_sent(request),
        "held": own_waiting(request.user, board_id) if found.has_waiting else (),
    }
    return render(request, "forums/board.html", context)
