import datetime
import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from home.uploads.models import Upload
from learning.courses.models import ReflectionPage, RubricVersion
from learning.courses.rubric_sheets import Criterion, Level
from learning.enrolment.models import Enrolment, StaffAssignment, enrolment_in_charge_of
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models.flags import FlaggedQuerySet


def in_charge_of(person: AbstractBaseUser, path: str = "") -> Q:
    """Entries whose student `person` tutors, whose offering she coordinates, or that were given to her to read while
    she works in the offering; `path` leads to the entry."""
    offerings = StaffAssignment.objects.filter(person=person).values("offering")
    given = Q(**{f"{path}reader": person, f"{path}enrolment__offering__in": offerings})
    return staff_over(person, path) | given


def staff_over(person: AbstractBaseUser, path: str = "") -> Q:
    """Things of an enrolment whose student `person` tutors, or whose offering she coordinates."""
    return enrolment_in_charge_of(person, f"{path}enrolment__")


class PortfolioEntryQuerySet(FlaggedQuerySet):
    def of(self, person: AbstractBaseUser) -> Self:
        return self.filter(enrolment__student=person)

    def in_charge(self, person: AbstractBaseUser) -> Self:
        return self.filter(in_charge_of(person))

    def waiting(self) -> Self:
        """Sent and not answered yet, whether somebody reads it or not."""
        return self.filter(state__in=[EntryState.SUBMITTED, EntryState.IN_REVIEW])

    def with_database_now(self) -> Self:
        """Adds `database_now`, the database's clock."""
        return self.annotate(database_now=Now())

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """The student's own; for a tutor those of her tutoring groups, for a coordinator those of his offerings.

        An entry shows no text: that is in its draft (only the student's) and in its versions.
        """
        if not person.is_authenticated:
            return self.none()
        return self.filter(Q(enrolment__student=person) | in_charge_of(person))


class PortfolioEntry(models.Model):
    """A student's answer to one prompt: its state; the texts are its draft and its versions.

    `reader` was named by the coordination; without one the tutors of the student's group read. `awaits_reader`: a
    second reading was asked for and nobody is named yet. The time that she had a text back moves `waiting_since` on.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="entries")
    prompt = models.ForeignKey(ReflectionPage, on_delete=models.PROTECT, related_name="entries")
    state = models.CharField(_("state"), max_length=20, choices=EntryState.choices, default=EntryState.DRAFT)
    round = models.PositiveIntegerField(_("round"), default=0)
    started_at = models.DateTimeField(_("started at"))
    waiting_since = models.DateTimeField(_("waiting for the tutor since"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    suggested_on = models.DateField(_("suggested date"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="entries_to_read"
    )
    awaits_reader = models.BooleanField(default=False)
    closed_from = models.CharField(_("state before closing"), max_length=20, choices=EntryState.choices, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    revived_at = models.DateTimeField(_("taken up again at"), null=True, blank=True)

    objects = PortfolioEntryQuerySet.as_manager()

    # What `with_database_now` adds.
    database_now: datetime.datetime

    class Meta:
        verbose_name = _("portfolio entry")
        verbose_name_plural = _("portfolio entries")
        constraints = [models.UniqueConstraint(fields=["enrolment", "prompt"], name="learning_entry_once")]
        indexes = [
            models.Index(fields=["state", "waiting_since"]),
            # Every home counts these, and they are few.
            models.Index(fields=["enrolment"], condition=Q(awaits_reader=True), name="learning_entry_awaits_reader"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class EntryDraftQuerySet(models.QuerySet):
    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        if not person.is_authenticated:
            return self.none()
        return self.filter(entry__enrolment__student=person)


class EntryDraft(models.Model):
    """The student's working copy. No one else ever reads it.

    `saved_with` is the key of the form that saved last: a form whose answer got lost goes on from its own text.
    """

    entry = models.OneToOneField(PortfolioEntry, on_delete=models.CASCADE, related_name="draft")
    draft_number = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    intent = models.CharField(max_length=10, choices=Intent.choices, default=Intent.FORMATIVE)
    accept_as_final = models.BooleanField(default=False)
    no_patient_data = models.BooleanField(default=False)
    self_assessment = models.JSONField(default=dict, blank=True)
    attachments = models.ManyToManyField(Upload, blank=True, related_name="entry_drafts")
    saved_with = models.UUIDField(null=True, blank=True)
    saved_at = models.DateTimeField()

    objects = EntryDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.draft_number}"


class EntryVersionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Versions that were not recalled before somebody opened them."""
        return self.filter(recalled_at__isnull=True)

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """The student's own; for those in charge of her whatever she sent and did not recall."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(
            Q(entry__enrolment__student=person) | Q(recalled_at__isnull=True) & in_charge_of(person, "entry__")
        )


class EntryVersion(models.Model):
    """A submitted text. It never changes after creation: `sha256` is of its text as stored, in UTF-8.

    `rubric_version` is the one that applied when it was sent, and by which it is judged; `self_assessment` holds the
    choices that its writer made on it (learning.courses.rubric_sheets).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(PortfolioEntry, on_delete=models.PROTECT, related_name="versions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(_("client key"))
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField()
    word_count = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    intent = models.CharField(max_length=10, choices=Intent.choices)
    accept_as_final = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    device_time = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    rubric_version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="entry_versions"
    )
    self_assessment = models.JSONField(default=dict, blank=True)
    attachments = models.ManyToManyField(Upload, blank=True, related_name="entry_versions")

    objects = EntryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="learning_version_number_once"),
            # A repeated POST with the same key is answered with the first receipt.
            models.UniqueConstraint(fields=["author", "key"], name="learning_version_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"

    @property
    def own_levels(self) -> list[tuple[Criterion, Level]]:
        """The levels that its writer chose herself. One query, unless the rubric's version came along."""
        return list(self.rubric_version.sheet.chosen(self.self_assessment)) if self.rubric_version else []
