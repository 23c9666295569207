"""What board staff does with topics."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.actions import CannotMerge, NothingToSplit, TopicPlan
from forums.enums import MemberRole
from forums.forms import CloseForm, MergeForm, MoveForm, PlanForm, SplitForm, TagsForm
from forums.models import Board, Topic
from forums.queries import tags_on


def _kept(request: HttpRequest, topic_id: int) -> Topic:
    """The topic, where she is board staff."""
    topics = Topic.objects.visible_to(request.user).standing().select_related("board")
    found = get_object_or_404(topics, pk=topic_id)
    if not rules.may_moderate(request.user, found.board):
        raise PermissionDenied
    return found


@login_required
def topic_manage(request: HttpRequest, topic_id: int) -> HttpResponse:
    return _manage(request, _kept(request, topic_id))


def _manage(request: HttpRequest, topic: Topic, **bound: forms.Form) -> HttpResponse:
    """The page with a form for each thing; `bound` is the one that was refused, by its name."""
    mine = {"members__person": request.user, "members__role": MemberRole.STAFF}
    plan = {name: getattr(topic, name) for name in PlanForm.base_fields}
    shown = {
        "tags": TagsForm(initial={"tags": ", ".join(label for _slug, label in tags_on(topic.pk))}),
        "close": CloseForm(initial={"reason": topic.closed_reason}),
        "plan": PlanForm(initial=plan),
        "move": MoveForm(boards=Board.objects.filter(**mine).exclude(pk=topic.board_id)),
        "split": SplitForm(),
        "merge": MergeForm(topics=Topic.objects.none()),
    }
    context = {"topic": topic, **shown, **bound}
    return render(request, "forums/topic_manage.html", context, status=422 if bound else 200)


@require_POST
@login_required
def topic_tags(request: HttpRequest, topic_id: int) -> HttpResponse:
    found, form = _kept(request, topic_id), TagsForm(request.POST)
    if not form.is_valid():
        return _manage(request, found, tags=form)
    actions.tag_topic(by=request.user, topic=found, labels=form.cleaned_data["tags"])
    return redirect("forums:topic", topic_id)


@require_POST
@login_required
def topic_plan(request: HttpRequest, topic_id: int) -> HttpResponse:
    found, form = _kept(request, topic_id), PlanForm(request.POST)
    if not form.is_valid():
        return _manage(request, found, plan=form)
    actions.plan_topic(by=request.user, topic=found, plan=TopicPlan(**form.cleaned_data))
    return redirect("forums:topic", topic_id)


@require_POST
@login_required
def topic_move(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = _kept(request, topic_id)
    boards = Board.objects.filter(members__person=request.user, members__role=MemberRole.STAFF)
    form = MoveForm(request.POST, boards=boards)
    if not form.is_valid():
        return _manage(request, found, move=form)
    actions.move_topic(by=request.user, topic=found, board=form.cleaned_data["board"])
    messages.success(request, _("The conversation stands on the other board now."))
    return redirect("forums:topic", topic_id)


@require_POST
@login_required
def topic_split(request: HttpRequest, topic_id: int) -> HttpResponse:
    found, form = _kept(request, topic_id), SplitForm(request.POST)
    if form.is_valid():
        try:
            made = actions.split_topic(by=request.user, topic=found, **form.cleaned_data)
        except NothingToSplit:
            form.add_error("numbers", _("None of these posts can be taken out."))
        else:
            return redirect("forums:topic", made.pk)
    return _manage(request, found, split=form)


@require_POST
@login_required
def topic_merge(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = _kept(request, topic_id)
    mine = {"board__members__person": request.user, "board__members__role": MemberRole.STAFF}
    form = MergeForm(request.POST, topics=Topic.objects.filter(**mine).standing())
    if form.is_valid():
        try:
            joined = actions.merge_topic(by=request.user, topic=found, into=form.cleaned_data["into"])
        except CannotMerge:
            form.add_error("into", _("A conversation cannot be joined to itself."))
        else:
            return redirect("forums:topic", joined.pk)
    return _manage(request, found, merge=form)


@require_POST
@login_required
def topic_pin(request: HttpRequest, topic_id: int) -> HttpResponse:
    actions.pin_topic(by=request.user, topic=_kept(request, topic_id), pinned=request.POST.get("on") == "1")
    return redirect("forums:topic", topic_id)


@require_POST
@login_required
def topic_lock(request: HttpRequest, topic_id: int) -> HttpResponse:
    found, form = _kept(request, topic_id), CloseForm(request.POST)
    if not form.is_valid():
        return _manage(request, found, close=form)
    on = request.POST.get("on") == "1"
    actions.lock_topic(by=request.user, topic=found, locked=on, reason=form.cleaned_data["reason"])
    return redirect("forums:topic", topic_id)
