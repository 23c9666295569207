"""The survey at the end of a course: its student answers it once."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.accounts.decorators import writing_login_required
from home.richtext.responses import kept_key, say_taken
from learning.courses.forms import SurveyForm
from learning.reports.actions import SurveyClosed, answer_survey
from learning.reports.queries import SurveyPlace, survey_place
from learning.reports.rules import works_in_course


@require_http_methods(["GET", "HEAD", "POST"])
@writing_login_required
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    place = _place(request, slug)
    form = SurveyForm(place.survey.asked, request.POST or None)
    status = 200
    if request.method == "POST":
        # A second press finds the first answers: her device lets go of what it kept all the same.
        if place.response or (form.is_valid() and _answered(request, form, place)):
            say_taken(request, _("Your answers have arrived. Thank you."))
            return redirect("learning:survey", slug)
        status = 422
    context = {"survey": place.survey, "place": place, "form": form, "course": place.enrolment.course}
    context["kept_key"] = kept_key(request)
    return render(request, "learning/reports/survey.html", context, status=status)


def _answered(request: HttpRequest, form: SurveyForm, place: SurveyPlace) -> bool:
    try:
        answer_survey(by=request.user, enrolment=place.enrolment, survey=place.survey, answers=form.answers)
    except SurveyClosed:
        form.add_error(None, _("Answers are not taken on this day: nothing was sent. What you wrote is still below."))
        return False
    return True


def _place(request: HttpRequest, slug: str) -> SurveyPlace:
    place = survey_place(request.user, slug)
    if place is None:
        if works_in_course(request.user, slug):
            raise PermissionDenied
        raise Http404
    return place
