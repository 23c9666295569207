"""A portfolio as a whole: its closing text, who is invited to read it, and who read it."""

from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enrolment.models import Enrolment, enrolment_in_charge_of
from learning.portfolio.enums import ReadingKind
from learning.portfolio.models.entries import EntryVersion


class ClosingText(models.Model):
    """The student's working copy of her reflection over the whole portfolio. No one else ever reads it."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="closing_text")
    draft_number = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    saved_with = models.UUIDField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("closing text")
        verbose_name_plural = _("closing texts")

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.draft_number}"


class ClosingVersion(models.Model):
    """A closing text as she put it into the portfolio. It never changes; `sha256` is of its text in UTF-8."""

    closing = models.ForeignKey(ClosingText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField()
    word_count = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a closing text")
        verbose_name_plural = _("versions of closing texts")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["closing", "number"], name="learning_closing_number_once")]

    def __str__(self) -> str:
        return f"{self.closing_id} v{self.number}"


class GuestPassQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that still let their guest in, today."""
        return self.filter(revoked_at__isnull=True, ends_on__gte=timezone.localdate())

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """The guest's own while it is open; what a notice of it asks."""
        return self.open().filter(guest=person) if person.is_authenticated else self.none()


class GuestPass(models.Model):
    """Lets one person read one portfolio until the end of a day. She reads, and nothing else."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="guest_passes")
    guest = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="guest_passes")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField(_("until"))
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = GuestPassQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest's pass")
        verbose_name_plural = _("guests' passes")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["guest", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.ends_on}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.ends_on >= timezone.localdate()


class PortfolioReading(models.Model):
    """That somebody other than its student read a portfolio, one of its texts or files, or took a copy along.

    What is read again and again, a `version` or a file, is noted once a day (`read_on`).
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReadingKind.choices)
    is_guest = models.BooleanField(default=False)
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="readings")
    file_id = models.UUIDField(null=True, blank=True)
    read_at = models.DateTimeField(default=timezone.now)
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("reading of a portfolio")
        verbose_name_plural = _("readings of portfolios")
        ordering = ["-read_at"]
        indexes = [models.Index(fields=["enrolment", "-read_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "reader", "read_on"],
                condition=Q(kind=ReadingKind.TEXT),
                name="learning_text_read_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "file_id", "reader", "read_on"],
                condition=Q(kind=ReadingKind.FILE),
                name="learning_file_read_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.kind}"


def readable_portfolios(person: AbstractBaseUser | AnonymousUser) -> QuerySet[Enrolment]:
    """Her own, those of whom she is in charge, and those that she is invited to read today."""
    if not person.is_authenticated:
        return Enrolment.objects.none()
    invited = GuestPass.objects.open().filter(guest=person).values("enrolment")
    return Enrolment.objects.filter(Q(student=person) | enrolment_in_charge_of(person) | Q(pk__in=invited))
