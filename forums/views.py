"""The forums' pages. A board that a person may not read does not exist for her: 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.actions import BoardClosed, EditWindowClosed, TopicLocked
from forums.composer import answer_form_html
from forums.forms import PostEditForm, PostForm, TopicForm
from forums.models import Board, Post, Topic
from forums.queries import TOPICS_A_PAGE, TopicPage, board_head, boards_of, posts_of, quoted, topic_page, topics_of
from forums.responses import board_rows, board_top, page_links, post_rows, topic_head, topic_rows, whole_number
from home.accounts.decorators import writing_login_required
from home.prepared import form_token
from home.richtext.composer import composer_media
from home.richtext.decorators import composer_page


@login_required
def boards(request: HttpRequest) -> HttpResponse:
    return render(request, "forums/boards.html", {"boards": board_rows(boards_of(request.user))})


@login_required
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    found = board_head(request.user, board_id)
    if found is None:
        raise Http404
    page = whole_number(request.GET.get("pagina"), 1)
    rows = topics_of(request.user, board_id, page=page)
    context = {
        "board": found,
        "head": board_top(found),
        "topics": topic_rows(rows[:TOPICS_A_PAGE]),
        "page": page,
        "has_next": len(rows) > TOPICS_A_PAGE,
    }
    return render(request, "forums/board.html", context)


@writing_login_required
@composer_page
def topic_new(request: HttpRequest, board_id: int) -> HttpResponse:
    found = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("subject", "html", "key")}
        try:
            started = actions.start_topic(by=request.user, board=found, **words)
        except BoardClosed:
            form.add_error(None, _("This board takes no new conversations. Your text is below: copy it elsewhere."))
        else:
            return redirect("forums:topic", started.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "forums/topic_new.html", {"board": found, "form": form}, status=status)


@login_required
@composer_page
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = _page_or_404(request, topic_id)
    quotes = whole_number(request.GET.get("citar"), 0)
    form = PostForm(initial=quoted(found, quotes)) if quotes else None
    return _topic_response(request, found, form)


def _page_or_404(request: HttpRequest, topic_id: int) -> TopicPage:
    page = whole_number(request.GET.get("pagina"), 0) or None
    number = whole_number(request.GET.get("ir") or request.GET.get("citar"), 0) or None
    found = topic_page(request.user, topic_id, page=page, number=number)
    if found is None:
        raise Http404
    return found


def _topic_response(request: HttpRequest, found: TopicPage, form: PostForm | None, status: int = 200) -> HttpResponse:
    rows = posts_of(found)
    seen = rows[-1].number if rows else 0
    if seen > found.read:
        # A reading trace: the one thing that looking at a topic writes.
        actions.mark_read(by=request.user, topic_id=found.id, number=seen)
    context = {
        "topic": found,
        "head": topic_head(found, form_token(request)),
        "posts": post_rows(rows, found, request.user.pk),
        "first_number": rows[0].number if rows else 1,
        "form": form,
        "media": composer_media(),
        **page_links(found),
    }
    # What was typed is shown even where the topic was closed meanwhile.
    if not found.is_locked or (form and form.errors):
        context["answer_form"] = answer_form_html(request, found.id, form)
    return render(request, "forums/topic.html", context, status=status)


@require_POST
@writing_login_required
@composer_page
def post_new(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = _page_or_404(request, topic_id)
    form = PostForm(request.POST)
    if not form.is_valid():
        return _topic_response(request, found, form, 422)
    data = form.cleaned_data
    answered = Post.objects.filter(topic=topic_id, number=data["reply_to"] or 0).first()
    try:
        written = actions.write_post(
            by=request.user, topic_id=topic_id, html=data["html"], key=data["key"], in_reply_to=answered
        )
    except TopicLocked:
        form.add_error(None, _("This conversation was closed meanwhile. Your text is below: copy it elsewhere."))
        return _topic_response(request, found, form, 422)
    return redirect(f"{reverse('forums:topic', args=[topic_id])}?ir={written.number}#p{written.number}")


@writing_login_required
@composer_page
def post_edit(request: HttpRequest, post_id: int) -> HttpResponse:
    found = get_object_or_404(Post.objects.visible_to(request.user).select_related("topic__board"), pk=post_id)
    if found.author_id != request.user.pk:
        raise PermissionDenied
    form = PostEditForm(request.POST or None, initial={"html": found.html})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_post(by=request.user, post=found, html=form.cleaned_data["html"])
        except EditWindowClosed:
            form.add_error(None, _("The half hour for changes is over. Answer in the conversation instead."))
        else:
            return redirect(f"{reverse('forums:topic', args=[found.topic_id])}?ir={found.number}#p{found.number}")
    status = 422 if request.method == "POST" else 200
    return render(request, "forums/post_edit.html", {"post": found, "form": form}, status=status)


def _moderated(request: HttpRequest, topic_id: int) -> Topic:
    found = get_object_or_404(Topic.objects.visible_to(request.user).select_related("board"), pk=topic_id)
    if not rules.may_moderate(request.user, found.board):
        raise PermissionDenied
    return found


@require_POST
@login_required
def topic_pin(request: HttpRequest, topic_id: int) -> HttpResponse:
    actions.pin_topic(by=request.user, topic=_moderated(request, topic_id), pinned=request.POST.get("on") == "1")
    return redirect("forums:topic", topic_id)


@require_POST
@login_required
def topic_lock(request: HttpRequest, topic_id: int) -> HttpResponse:
    actions.lock_topic(by=request.user, topic=_moderated(request, topic_id), locked=request.POST.get("on") == "1")
    return redirect("forums:topic", topic_id)


@require_POST
@login_required
def topic_follow(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = get_object_or_404(Topic.objects.visible_to(request.user), pk=topic_id)
    if request.POST.get("on") == "1":
        actions.follow_topic(by=request.user, topic=found)
        messages.success(request, _("You will hear of new posts here."))
    else:
        actions.unfollow_topic(by=request.user, topic=found)
        messages.success(request, _("You will not hear of this conversation any more."))
    return redirect("forums:topic", topic_id)
