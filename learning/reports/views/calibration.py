from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from learning.enrolment.models import Offering
from learning.enrolment.rules import may_coordinate
from learning.reports.exports.calibration import calibration_csv
from learning.reports.queries import FEWEST, calibration_of


@require_safe
@login_required
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _coordinated(request, pk)
    context = {"offering": offering, "criteria": calibration_of(offering.pk), "fewest": FEWEST}
    return render(request, "learning/reports/calibration.html", context)


@require_safe
@login_required
def calibration_table(request: HttpRequest, pk: int) -> HttpResponse:
    offering = _coordinated(request, pk)
    response = HttpResponse(calibration_csv(calibration_of(offering.pk)), content_type="text/csv; charset=utf-8")
    name = slugify(f"{offering.course.slug}-{offering.name}") or "turma"
    response["Content-Disposition"] = f'attachment; filename="calibragem-{name}.csv"'
    return response


def _coordinated(request: HttpRequest, pk: int) -> Offering:
    offering = get_object_or_404(Offering.objects.visible_to(request.user).select_related("course"), pk=pk)
    if not may_coordinate(request.user, offering):
        raise PermissionDenied
    return offering
