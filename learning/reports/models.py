import datetime
import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.courses.models import SurveyPage
from learning.enrolment.models import Enrolment, Offering
from learning.reports.enums import ExportKind, ExportState

KEPT = datetime.timedelta(days=7)
MOST_DOWNLOADS = 3


class ExportQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(state__in=[ExportState.QUEUED, ExportState.RUNNING])

    def standing(self) -> Self:
        """Under way, or ready and not yet over."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())).exclude(
            state=ExportState.FAILED
        )

    def over(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Her own: a copy is nobody's but hers who asked for it."""
        return self.filter(requested_by=person) if person.is_authenticated else self.none()


class Export(models.Model):
    """A copy that somebody asked for: of one portfolio (`enrolment`), or of all of an `offering`.

    The file lies in the private storage under `path` until `expires_at`, and is handed out MOST_DOWNLOADS times.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, null=True, blank=True, related_name="exports")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, null=True, blank=True, related_name="exports")
    kind = models.CharField(_("kind"), max_length=10, choices=ExportKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=ExportState.choices, default=ExportState.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=10)
    name = models.CharField(_("name"), max_length=200)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    downloaded_at = models.DateTimeField(null=True, blank=True)
    downloads = models.PositiveSmallIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy to take along")
        verbose_name_plural = _("copies to take along")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolment__isnull=True, offering__isnull=False)
                | Q(enrolment__isnull=False, offering__isnull=True),
                name="learning_export_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_ready(self) -> bool:
        return self.state == ExportState.READY and self.expires_at is not None and self.expires_at > timezone.now()

    @property
    def downloads_left(self) -> int:
        return max(0, MOST_DOWNLOADS - self.downloads)

    @property
    def is_under_way(self) -> bool:
        return self.state in (ExportState.QUEUED, ExportState.RUNNING)


class SurveyResponseQuerySet(models.QuerySet):
    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Her own. Staff read figures and a table without names, never a single response."""
        return self.filter(enrolment__student=person) if person.is_authenticated else self.none()


class SurveyResponse(models.Model):
    """What a student answered to the survey of her course, once. `answers` is question's code -> what
    learning.courses.survey_questions describes."""

    survey = models.ForeignKey(SurveyPage, on_delete=models.PROTECT, related_name="responses")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="survey_responses")
    answers = models.JSONField(_("answers"), default=dict)
    answered_at = models.DateTimeField(_("answered at"))

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response to a survey")
        verbose_name_plural = _("responses to surveys")
        constraints = [models.UniqueConstraint(fields=["survey", "enrolment"], name="learning_survey_answered_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.pk}"
