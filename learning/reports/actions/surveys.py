import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from home.accounts.models import User
from home.notifications.actions import notify
from home.templatetags.roda import said_in_full
from learning.courses.models import SurveyPage
from learning.enrolment.models import Enrolment, Offering
from learning.reports.models import SurveyResponse
from learning.reports.queries.surveys import to_invite, window_of

# A worker that stood still tells of what opened meanwhile; later on the student's home still does.
INVITE_DAYS = datetime.timedelta(days=3)


class SurveyClosed(Exception):
    """Nothing is taken today: the survey has not opened yet, or is over."""


@transaction.atomic
def answer_survey(*, by: User, enrolment: Enrolment, survey: SurveyPage, answers: dict[str, dict]) -> SurveyResponse:
    """Keeps what `by` answered. Whoever has answered already gets her first response back: nothing is written twice.

    Raises SurveyClosed.
    """
    # Two presses at once wait for each other here.
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("offering").get(pk=enrolment.pk)
    if found := SurveyResponse.objects.filter(survey=survey, enrolment=enrolment).first():
        return found
    if not window_of(survey, enrolment).is_open:
        raise SurveyClosed
    response = SurveyResponse.objects.create(
        survey=survey, enrolment=enrolment, answers=answers, answered_at=timezone.now()
    )
    log(response, "learning.survey_answer", user=by)
    return response


def note_survey_download(*, by: User, offering: Offering) -> None:
    log(offering, "learning.survey_download", user=by)


def invite_to_surveys() -> int:
    """Tells each student once when her survey opens. Returns how many notices are new."""
    told = 0
    for survey in SurveyPage.objects.live():
        for enrolment in to_invite(survey, since=timezone.localdate() - INVITE_DAYS):
            window, slug = window_of(survey, enrolment), enrolment.course.slug
            day = said_in_full(window.closes_on, enrolment.student.language)
            notice = notify(
                "survey_open",
                enrolment.student,
                key=f"{survey.pk}:{enrolment.public_id}",
                url=reverse("learning:survey", args=[slug]),
                about=enrolment,
                data={"course": enrolment.course.title, "day": day},
            )
            told += notice is not None
    return told
