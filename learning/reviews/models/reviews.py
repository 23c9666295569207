import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from home.uploads.models import Upload
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryVersion, PortfolioEntry, in_charge_of
from learning.reviews.enums import Decision


class ReviewQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(released_at__isnull=True, set_aside_at__isnull=True)

    def released(self) -> Self:
        return self.filter(released_at__isnull=False)

    def standing(self) -> Self:
        """The one whose grade counts: the last one released on what stands accepted."""
        later = self.model.objects.released().filter(entry=OuterRef("entry"), released_at__gt=OuterRef("released_at"))
        return self.released().filter(~Exists(later), entry__state=EntryState.ACCEPTED)

    def with_wait(self) -> Self:
        """Adds `wait`: from the first sending of the round to the release, without the time that she had it back."""
        return self.annotate(
            wait=ExpressionWrapper(F("released_at") - F("waiting_since"), output_field=DurationField())
        )

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """The student sees what was released to her, those in charge of her too; a draft only its reviewer."""
        if not person.is_authenticated:
            return self.none()
        released = Q(released_at__isnull=False)
        in_charge = in_charge_of(person, "entry__")
        return self.filter(
            released & (Q(entry__enrolment__student=person) | in_charge) | Q(reviewer=person) & in_charge
        )


class Review(models.Model):
    """A reading of one version. The student sees nothing of it before `released_at`, and then all of it.

    A draft that its reviewer let go of, or that somebody took over, is set aside: its words are kept for her,
    and the entry is free for another reading. `saved_with` is the key of the form that saved last. `waiting_since` is
    noted at the release (learning.portfolio.clock). `judgement` holds what she chose on the version's rubric
    (learning.courses.rubric_sheets).
    """

    entry = models.ForeignKey(PortfolioEntry, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    draft_number = models.PositiveIntegerField(default=0)
    saved_with = models.UUIDField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    overall = models.TextField(_("overall comment"), blank=True)
    request = models.TextField(_("what to go deeper into"), blank=True)
    grade = models.DecimalField(_("grade"), max_digits=5, decimal_places=1, null=True, blank=True)
    judgement = models.JSONField(_("levels of the rubric"), default=dict, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    suggested_on = models.DateField(_("suggested date"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    renewed_at = models.DateTimeField(_("lock renewed at"))
    set_aside_at = models.DateTimeField(_("set aside at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("waited for since"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen by the student at"), null=True, blank=True)
    helped_at = models.DateTimeField(_("marked by the student as helpful at"), null=True, blank=True)
    attachments = models.ManyToManyField(Upload, blank=True, related_name="reviews")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(released_at__isnull=True, set_aside_at__isnull=True),
                name="learning_review_one_open",
            ),
            # A repeated release with the same key is answered with the first one.
            models.UniqueConstraint(fields=["reviewer", "key"], name="learning_review_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.decision}"
