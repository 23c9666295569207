"""Reports, what waits, warnings, and how a board is looked after."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums import actions, rules
from forums.actions import AlreadyDecided, BoardClosed, MentionRefused, TooManyReports, TopicLocked
from forums.forms import CareForm, CautionForm, ReportForm
from forums.models import Board, Caution, HeldPost, Post
from forums.queries.care import acts_on, boards_kept_by, care_decided, care_of, care_waiting, cautions_of
from home.accounts.decorators import writing_login_required


@require_safe
@login_required
def care_queue(request: HttpRequest) -> HttpResponse:
    boards = list(boards_kept_by(request.user))
    if not boards:
        raise PermissionDenied
    is_decided = request.GET.get("ver") == "decididas"
    queue = care_decided(request.user) if is_decided else care_waiting(request.user)
    context = {"queue": queue, "boards": boards, "is_decided": is_decided, "tabs": _tabs(is_decided)}
    return render(request, "forums/care_queue.html", context)


def _tabs(is_decided: bool) -> list[dict]:
    address = reverse("forums:care_queue")
    return [
        {"label": _("Waiting"), "url": address, "is_shown": not is_decided, "count": None},
        {"label": _("Decided"), "url": f"{address}?ver=decididas", "is_shown": is_decided, "count": None},
    ]


@require_http_methods(["GET", "POST"])
@writing_login_required
def post_report(request: HttpRequest, post_id: int) -> HttpResponse:
    post = _post_or_404(request, post_id)
    if not rules.may_report(request.user, post):
        raise PermissionDenied
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_post(by=request.user, post=post, **form.cleaned_data)
        except TooManyReports:
            form.add_error(None, _("You have reported many posts this hour. Write to the staff of the board instead."))
        else:
            messages.success(request, _("Thank you. The staff of this board will read it."))
            return redirect("forums:board", post.topic.board_id)
    context = {"post": post, "form": form}
    return render(request, "forums/care_report.html", context, status=422 if form.errors else 200)


DECISIONS = {"hide": actions.hide_post, "keep": actions.keep_post, "reopen": actions.reopen_reports}


@require_POST
@login_required
def post_decide(request: HttpRequest, post_id: int) -> HttpResponse:
    post = _post_or_404(request, post_id)
    _moderate_or_403(request, post.topic.board)
    decide = DECISIONS.get(request.POST.get("do", ""))
    if decide is None:
        return HttpResponse(status=400)
    decide(by=request.user, post=post)
    messages.success(request, _("Done. You can take it back under “Decided”."))
    return redirect("forums:care_queue")


HELD_DECISIONS = {"let_in": actions.let_in, "refuse": actions.refuse_held, "again": actions.hold_again}


@require_POST
@login_required
def held_decide(request: HttpRequest, held_id: int) -> HttpResponse:
    held = get_object_or_404(HeldPost.objects.visible_to(request.user).select_related("board"), pk=held_id)
    _moderate_or_403(request, held.board)
    decide = HELD_DECISIONS.get(request.POST.get("do", ""))
    if decide is None:
        return HttpResponse(status=400)
    try:
        decide(by=request.user, held=held)
    except AlreadyDecided:
        messages.error(request, _("Somebody else of the staff was quicker: it is decided."))
    except (TopicLocked, BoardClosed, MentionRefused):
        messages.error(
            request,
            _("Its place has changed meanwhile: it is closed, or somebody named there has left. It goes on waiting."),
        )
    else:
        messages.success(request, _("Done. You can take it back under “Decided”."))
    return redirect("forums:care_queue")


@require_http_methods(["GET", "POST"])
@writing_login_required
def post_caution(request: HttpRequest, post_id: int) -> HttpResponse:
    post = _post_or_404(request, post_id)
    _moderate_or_403(request, post.topic.board)
    if post.author is None or post.author == request.user:
        raise PermissionDenied
    form = CautionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.caution_author(by=request.user, post=post, **form.cleaned_data)
        messages.success(request, _("She will be told. You can withdraw it on the page of the board's care."))
        return redirect("forums:care_queue")
    context = {"post": post, "form": form}
    return render(request, "forums/care_caution.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def caution(request: HttpRequest, caution_id: int) -> HttpResponse:
    found = get_object_or_404(_cautions(request), pk=caution_id)
    return render(request, "forums/caution.html", {"caution": found})


@require_POST
@login_required
def caution_withdraw(request: HttpRequest, caution_id: int) -> HttpResponse:
    found = get_object_or_404(_cautions(request), pk=caution_id)
    _moderate_or_403(request, found.board)
    actions.withdraw_caution(by=request.user, caution=found)
    messages.success(request, _("The warning is withdrawn: she does not find it any more."))
    return redirect("forums:board_care", found.board_id)


@require_http_methods(["GET", "POST"])
@writing_login_required
def board_care(request: HttpRequest, board_id: int) -> HttpResponse:
    board = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    _moderate_or_403(request, board)
    form = CareForm.of(care_of(board.pk), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_care(by=request.user, board=board, care=form.care)
        messages.success(request, _("The board is looked after like this from now on."))
        return redirect("forums:board_care", board.pk)
    context = {"board": board, "form": form, "cautions": cautions_of(board), "acts": acts_on(board)}
    return render(request, "forums/care_board.html", context, status=422 if form.errors else 200)


def _cautions(request: HttpRequest):
    return Caution.objects.visible_to(request.user).select_related("board", "post__topic", "given_by", "person")


def _post_or_404(request: HttpRequest, post_id: int) -> Post:
    posts = Post.objects.visible_to(request.user).standing().select_related("topic__board", "author")
    return get_object_or_404(posts, pk=post_id)


def _moderate_or_403(request: HttpRequest, board: Board) -> None:
    if not rules.may_moderate(request.user, board):
        raise PermissionDenied
