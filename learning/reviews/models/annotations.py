import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.portfolio.models import EntryVersion, in_charge_of
from learning.reviews.enums import NoteKind
from learning.reviews.models.reviews import Review


class AnnotationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not taken away again by their writer."""
        return self.filter(deleted_at__isnull=True)

    def released(self) -> Self:
        return self.standing().filter(review__released_at__isnull=False)

    def unresolved(self) -> Self:
        """What still asks for something: praise never does."""
        return self.filter(resolved_at__isnull=True).exclude(kind=NoteKind.PRAISE)

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """What was released, to the student and to those in charge of her; a draft only to its writer."""
        if not person.is_authenticated:
            return self.none()
        released = Q(review__released_at__isnull=False, deleted_at__isnull=True)
        in_charge = in_charge_of(person, "review__entry__")
        own = Q(review__reviewer=person, review__released_at__isnull=True)
        return self.filter(released & (Q(review__entry__enrolment__student=person) | in_charge) | own & in_charge)


class Annotation(models.Model):
    """A comment on a passage of the version that its review reads. The student sees it when the review is released.

    `start` and `end` are a TextPositionSelector, `exact`, `prefix` and `suffix` a TextQuoteSelector of the W3C Web
    Annotation Data Model, on the text content of the version (learning.reviews.anchors); the version never changes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="annotations")
    key = models.UUIDField(_("client key"))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField(_("quote"))
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=NoteKind.choices)
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written at"))
    deleted_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a passage")
        verbose_name_plural = _("comments on passages")
        ordering = ["start", "pk"]
        constraints = [
            # A repeated POST with the same key finds the first comment.
            models.UniqueConstraint(fields=["review", "key"], name="learning_annotation_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class AnnotationPlace(models.Model):
    """Where an open comment was found again in a later version; without `start` its passage is no longer there."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="places")
    version = models.ForeignKey(EntryVersion, on_delete=models.CASCADE, related_name="annotation_places")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("place of a comment")
        verbose_name_plural = _("places of comments")
        constraints = [
            models.UniqueConstraint(fields=["annotation", "version"], name="learning_annotation_placed_once")
        ]

    def __str__(self) -> str:
        return f"{self.annotation_id} {self.version_id}"


class AnnotationReply(models.Model):
    """A short answer under a released comment, seen at once by the student and by those in charge of her."""

    annotation = models.ForeignKey(Annotation, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annotation_replies")
    key = models.UUIDField(_("client key"))
    text = models.TextField(_("answer"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("answer to a comment")
        verbose_name_plural = _("answers to comments")
        ordering = ["written_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="learning_reply_key_once")]

    def __str__(self) -> str:
        return f"{self.annotation_id} {self.pk}"
