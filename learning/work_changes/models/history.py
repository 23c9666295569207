import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.uploads.models import Upload
from learning.work_changes.enums import EvidenceKind, Interruption, Stage
from learning.work_changes.models.changes import TEXT_LENGTH, WorkChange


class StageStep(models.Model):
    """A move of a change from one stage to another; the first has no stage before it. It never changes."""

    change = models.ForeignKey(WorkChange, on_delete=models.CASCADE, related_name="steps")
    from_stage = models.CharField(_("from"), max_length=15, choices=Stage.choices, blank=True)
    to_stage = models.CharField(_("to"), max_length=15, choices=Stage.choices)
    is_resumption = models.BooleanField(_("taken up again"), default=False)
    interruption = models.CharField(_("Why did it stop?"), max_length=15, choices=Interruption.choices, blank=True)
    words = models.CharField(_("in your words"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("step of a change")
        verbose_name_plural = _("steps of changes")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.change_id} {self.from_stage} {self.to_stage}"


class ChangeFollowUp(models.Model):
    """What remained of a change some weeks later. `weeks` is the mark that it answers, None before the first.

    `stage` is the one at that time. At each mark one follow-up counts; more may be written.
    """

    change = models.ForeignKey(WorkChange, on_delete=models.CASCADE, related_name="follow_ups")
    key = models.UUIDField(_("client key"), default=uuid.uuid4, unique=True, editable=False)
    weeks = models.PositiveSmallIntegerField(_("weeks after the start"), null=True, blank=True)
    followed_on = models.DateField(_("When did you look?"))
    stage = models.CharField(_("stage then"), max_length=15, choices=Stage.choices)
    remained = models.TextField(_("What remained?"), max_length=TEXT_LENGTH, blank=True)
    adapted = models.TextField(_("What did you adapt?"), max_length=TEXT_LENGTH, blank=True)
    unexpected = models.TextField(_("What did you not expect?"), max_length=TEXT_LENGTH, blank=True)
    reflection = models.TextField(_("What do you learn from it?"), max_length=TEXT_LENGTH)
    indicator_value = models.DecimalField(_("the number now"), max_digits=12, decimal_places=2, null=True, blank=True)
    talked_with = models.CharField(_("With whom did you talk about it?"), max_length=300, blank=True)
    next_step = models.CharField(_("Next step"), max_length=500, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("follow-up of a change")
        verbose_name_plural = _("follow-ups of changes")
        ordering = ["followed_on", "pk"]
        indexes = [models.Index(fields=["change", "weeks"])]

    def __str__(self) -> str:
        return f"{self.change_id} {self.followed_on}"


class ChangeEvidenceQuerySet(models.QuerySet):
    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Of whoever reads the change itself; a conversation shows its card alone, and none of these."""
        return self.filter(change__in=WorkChange.objects.readable_whole(person))


class ChangeEvidence(models.Model):
    """Something that shows the change: a file, an address, or words of the team. `dated_on` is when it was made."""

    change = models.ForeignKey(WorkChange, on_delete=models.CASCADE, related_name="evidence")
    key = models.UUIDField(_("client key"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("What is it?"), max_length=10, choices=EvidenceKind.choices)
    note = models.CharField(_("What does it show?"), max_length=300, blank=True)
    link = models.URLField(_("address"), max_length=500, blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dated_on = models.DateField(_("date"), null=True, blank=True)
    no_patient_data = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))

    objects = ChangeEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of a change")
        verbose_name_plural = _("evidence of changes")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.change_id} {self.kind}"
