"""What a course can say of the changes at work: one page, and its tables to take along."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from learning.enrolment.models import Offering
from learning.enrolment.rules import may_coordinate, may_work_in
from learning.reports.actions import note_survey_download
from learning.reports.exports.figures import figures_csv, survey_csv
from learning.reports.figures import Section, all_sections
from learning.reports.figures.proportions import FEWEST
from learning.reports.forms import FigureForm
from learning.reports.queries import FigureScope, figure_rows, figure_scope, narrowed, survey_table
from learning.reports.rules import may_take_answers


@dataclass(frozen=True)
class Page:
    """`sections` is empty where too few people are counted, or where the form is wrong."""

    scope: FigureScope
    form: FigureForm
    counted: int
    sections: list[Section]


@require_safe
@login_required
def work_figures(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _offering(request, pk)
    page = _page(request, offering)
    context = {"offering": offering, "page": page, "query": request.GET.urlencode(), "fewest": FEWEST}
    context["may_take_answers"] = may_take_answers(request.user, offering)
    status = 200 if page.form.is_valid() else 422
    return render(request, "learning/reports/work_figures.html", context, status=status)


@require_safe
@login_required
def work_figures_table(request: HttpRequest, pk: int, table: str) -> HttpResponse:
    offering = _offering(request, pk)
    tables = {one.code: one for section in _page(request, offering).sections for one in section.tables}
    if table not in tables:
        raise Http404
    return _csv(figures_csv(tables[table]), f"mudancas-{table}", offering)


@require_safe
@login_required
def survey_answers(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _offering(request, pk)
    if not may_take_answers(request.user, offering):
        raise PermissionDenied
    if request.method == "GET":
        note_survey_download(by=request.user, offering=offering)
    return _csv(survey_csv(survey_table(offering)), "questionario", offering)


def _page(request: HttpRequest, offering: Offering) -> Page:
    is_whole = may_coordinate(request.user, offering)
    classes, group = request.GET.get("turmas", ""), request.GET.get("grupo", "")
    scope = figure_scope(request.user, offering, is_whole=is_whole, classes=classes, group=group)
    form = FigureForm(request.GET, scope=scope)
    if not form.is_valid():
        return Page(scope, form, 0, [])
    people = narrowed(scope, form.narrowing)
    sections = all_sections(figure_rows(scope, people), fewest=0 if is_whole else FEWEST)
    return Page(scope, form, len(people), sections)


def _offering(request: HttpRequest, pk: int) -> Offering:
    offerings = Offering.objects.visible_to(request.user).select_related("course")
    offering = get_object_or_404(offerings, pk=pk)
    if not may_work_in(request.user, offering):
        raise PermissionDenied
    return offering


def _csv(content: bytes, name: str, offering: Offering) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    place = slugify(f"{offering.course.slug}-{offering.name}") or "turma"
    response["Content-Disposition"] = f'attachment; filename="{name}-{place}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
