"""What the staff decides about a student's work, with its reason."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from home.uploads.models import Upload
from learning.courses.models import ReflectionPage
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.enums import ExtensionReason, ExtensionState
from learning.portfolio.models.entries import PortfolioEntry, staff_over


class DeadlineExtensionQuerySet(models.QuerySet):
    def asked(self) -> Self:
        return self.filter(state=ExtensionState.ASKED)

    def in_charge(self, person: AbstractBaseUser) -> Self:
        """Those that `person` may decide; nobody decides her own."""
        return self.filter(staff_over(person)).exclude(enrolment__student=person)

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        if not person.is_authenticated:
            return self.none()
        return self.filter(Q(enrolment__student=person) | staff_over(person))


class DeadlineExtension(models.Model):
    """A student's due date put off, asked for by her or given unasked; one question at a time for a prompt.

    `granted_on` is the new date; `words` are the student's, `answer` those of whoever decided.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="extensions")
    prompt = models.ForeignKey(ReflectionPage, on_delete=models.PROTECT, related_name="extensions")
    key = models.UUIDField(_("client key"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    reason = models.CharField(_("reason"), max_length=12, choices=ExtensionReason.choices)
    words = models.CharField(_("in your words"), max_length=500, blank=True)
    wished_on = models.DateField(_("wished date"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    due_before = models.DateField(_("date before"), null=True, blank=True)
    granted_on = models.DateField(_("new date"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = DeadlineExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline extension")
        verbose_name_plural = _("deadline extensions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "prompt"],
                condition=Q(state=ExtensionState.ASKED),
                name="learning_extension_asked_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.key)


class ExemptionQuerySet(models.QuerySet):
    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """The student and the coordination: the document may tell of an illness."""
        if not person.is_authenticated:
            return self.none()
        places = StaffAssignment.objects.filter(person=person, role=StaffRole.COORDINATOR)
        coordinated = Q(entry__enrolment__offering__in=places.values("offering"))
        return self.filter(Q(entry__enrolment__student=person) | coordinated)


class Exemption(models.Model):
    """Why a student need not write an entry: it counts as fulfilled, without a grade."""

    entry = models.OneToOneField(PortfolioEntry, on_delete=models.PROTECT, related_name="exemption")
    reason = models.TextField(_("reason"), max_length=1000)
    document = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")

    def __str__(self) -> str:
        return str(self.entry_id)
