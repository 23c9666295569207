from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from forums.exports import participation_csv
from forums.responses import participation_columns
from learning.enrolment.models import Offering
from learning.enrolment.rules import may_work_in
from learning.reports.queries import class_participation, class_talk


@require_safe
@login_required
def offering_participation(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _worked_in(request, pk)
    order = request.GET.get("ordem", "nome")
    rows, figures = class_talk(request.user, offering, order=order)
    context = {
        "offering": offering,
        "rows": rows,
        "figures": figures,
        "columns": participation_columns(order),
    }
    return render(request, "learning/reports/offering_participation.html", context)


@require_safe
@login_required
def offering_participation_table(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _worked_in(request, pk)
    rows = class_participation(request.user, offering, order=request.GET.get("ordem", "nome"))
    response = HttpResponse(participation_csv(rows, is_graded=False), content_type="text/csv; charset=utf-8")
    name = slugify(f"{offering.course.slug}-{offering.name}") or "turma"
    response["Content-Disposition"] = f'attachment; filename="participacao-{name}.csv"'
    return response


def _worked_in(request: HttpRequest, pk: int) -> Offering:
    offering = get_object_or_404(Offering.objects.visible_to(request.user).select_related("course"), pk=pk)
    if not may_work_in(request.user, offering):
        raise PermissionDenied
    return offering
