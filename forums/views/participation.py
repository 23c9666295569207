"""Who took part, what it is worth, and the board taken along as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums import actions, exports, rules
from forums.forms import GradeForm
from forums.models import Board, ParticipationGrade
from forums.queries.participation import (
    GradingPage,
    figures_of,
    grading_page,
    own_participation,
    participation_in,
)
from forums.responses import participation_columns
from home.accounts.decorators import writing_login_required
from home.accounts.models import User


@require_safe
@login_required
def participation(request: HttpRequest, board_id: int) -> HttpResponse:
    board = _kept_or_403(request, board_id)
    order = request.GET.get("ordem", "nome")
    context = {
        "board": board,
        "rows": participation_in([board.pk], order=order),
        "figures": figures_of([board.pk]),
        "columns": participation_columns(order),
    }
    return render(request, "forums/participation.html", context)


@require_safe
@login_required
def participation_own(request: HttpRequest, board_id: int) -> HttpResponse:
    board = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    grade = ParticipationGrade.objects.filter(board=board, person=request.user).select_related("graded_by").first()
    context = {"board": board, "row": own_participation(request.user, board.pk), "grade": grade}
    return render(request, "forums/participation_own.html", context)


@require_http_methods(["GET", "POST"])
@writing_login_required
def participation_grade(request: HttpRequest, board_id: int, person_id: int) -> HttpResponse:
    board = _kept_or_403(request, board_id)
    page = grading_page(board.pk, person_id)
    if page is None:
        raise Http404
    initial = {"points": page.grade.points, "comment": page.grade.comment} if page.grade else None
    form = GradeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = User.objects.get(pk=person_id)
        actions.grade_participation(by=request.user, board=board, person=person, **form.cleaned_data)
        messages.success(request, _("The grade of %(name)s is kept.") % {"name": person.name})
        return _next(board, page)
    context = {"board": board, "page": page, "form": form}
    return render(request, "forums/participation_grade.html", context, status=422 if form.errors else 200)


def _next(board: Board, page: GradingPage) -> HttpResponse:
    if page.later is None:
        return redirect("forums:participation", board.pk)
    return redirect("forums:participation_grade", board.pk, page.later)


@require_POST
@login_required
def board_export(request: HttpRequest, board_id: int) -> HttpResponseBase:
    board = _kept_or_403(request, board_id)
    what = request.POST.get("what", "")
    answer: HttpResponseBase
    if what == "participation":
        table = exports.participation_csv(participation_in([board.pk]), is_graded=True)
        answer = HttpResponse(table, content_type="text/csv; charset=utf-8")
    elif what == "csv":
        answer = StreamingHttpResponse(exports.board_csv(board), content_type="text/csv; charset=utf-8")
    elif what == "html":
        answer = StreamingHttpResponse(exports.board_html(board), content_type="text/html; charset=utf-8")
    else:
        return HttpResponse(status=400)
    actions.note_export(by=request.user, board=board, what=what)
    name = f"{slugify(board.title) or 'mural'}-{what}.{'html' if what == 'html' else 'csv'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _kept_or_403(request: HttpRequest, board_id: int) -> Board:
    board = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    if not rules.may_moderate(request.user, board):
        raise PermissionDenied
    return board
