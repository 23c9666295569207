from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions
from forums.enums import FollowLevel
from forums.models import Board, Topic


@require_POST
@login_required
def topic_follow(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = get_object_or_404(Topic.objects.visible_to(request.user), pk=topic_id)
    level = request.POST.get("level", "")
    if level not in FollowLevel.values:
        return HttpResponse(status=400)
    actions.follow_topic(by=request.user, topic=found, level=level)
    messages.success(request, _said(level))
    return redirect("forums:topic", topic_id)


@require_POST
@login_required
def board_follow(request: HttpRequest, board_id: int) -> HttpResponse:
    found = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    level = request.POST.get("level", "")
    if level not in FollowLevel.values:
        return HttpResponse(status=400)
    actions.follow_board(by=request.user, board=found, level=level)
    messages.success(request, _said(level))
    return redirect("forums:board", board_id)


def _said(level: str) -> str:
    return {
        FollowLevel.EVERY.value: _("You will hear of new posts here."),
        FollowLevel.REPLIES.value: _("You will hear of answers to you here."),
        FollowLevel.NONE.value: _("You will not hear of what is written here any more."),
    }[level]
