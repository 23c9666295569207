"""Screens of the boards that staff makes: a list with the ways back, a form for a new one, and for its words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from learning.enrolment import actions
from learning.enrolment.forms import BoardForm, BoardWordsForm
from learning.enrolment.models import Offering, StaffBoard
from learning.enrolment.queries import groups_tutored, staff_boards_of
from learning.enrolment.rules import may_coordinate, may_keep_board, may_make_boards

reading = require_http_methods(["GET", "HEAD"])
writing = require_http_methods(["GET", "HEAD", "POST"])
# What the button says -> (action, its argument, what was done).
SWITCHES = {
    "close": (actions.close_staff_board, {"closed": True}),
    "open": (actions.close_staff_board, {"closed": False}),
    "put_away": (actions.put_away_staff_board, {"away": True}),
    "bring_back": (actions.put_away_staff_board, {"away": False}),
}


@reading
@login_required
def staff_boards(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _offering(request, pk)
    made = staff_boards_of(request.user, offering)
    context = {
        "offering": offering,
        "boards": [board for board in made if board.put_away_at is None],
        "put_away": [board for board in made if board.put_away_at is not None],
    }
    return render(request, "learning/enrolment/staff_boards.html", context)


@writing
@login_required
def staff_board_new(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _offering(request, pk)
    whole = may_coordinate(request.user, offering)
    form = BoardForm(request.POST or None, groups=groups_tutored(request.user, offering, whole=whole), whole=whole)
    if form.is_bound and form.is_valid():
        made = actions.make_staff_board(
            by=request.user, offering=offering, words=form.words, reach=form.board_reach, key=form.cleaned_data["key"]
        )
        messages.success(request, _("The board “%(title)s” is made.") % {"title": made.title})
        return redirect("learning:staff_boards", pk)
    context = {"form": form, "offering": offering}
    return render(request, "learning/enrolment/staff_board_new.html", context, status=422 if form.is_bound else 200)


@writing
@login_required
def staff_board_change(request: HttpRequest, pk: int, board: int) -> HttpResponse:
    offering, found = _kept(request, pk, board)
    words = {name: getattr(found, name) for name in BoardWordsForm.base_fields}
    form = BoardWordsForm(request.POST or None, initial=words)
    if form.is_bound and form.is_valid():
        actions.change_staff_board(by=request.user, board=found, words=form.words)
        messages.success(request, _("The board is changed."))
        return redirect("learning:staff_boards", pk)
    context = {"form": form, "offering": offering, "board": found}
    return render(request, "learning/enrolment/staff_board_change.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def staff_board_switch(request: HttpRequest, pk: int, board: int) -> HttpResponse:
    """Closes a board, opens it, puts it away or brings it back: the list shows the way back."""
    offering, found = _kept(request, pk, board)
    switch = SWITCHES.get(request.POST.get("do", ""))
    if switch is not None:
        action, how = switch
        action(by=request.user, board=found, **how)
    return redirect("learning:staff_boards", offering.pk)


def _offering(request: HttpRequest, pk: int) -> Offering:
    found = get_object_or_404(Offering.objects.visible_to(request.user).select_related("course"), pk=pk)
    if not may_make_boards(request.user, found):
        raise PermissionDenied
    return found


def _kept(request: HttpRequest, pk: int, board: int) -> tuple[Offering, StaffBoard]:
    offering = _offering(request, pk)
    found = get_object_or_404(StaffBoard.objects.of_offering(offering), pk=board)
    if not may_keep_board(request.user, found):
        raise PermissionDenied
    return offering, found
