import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forums.models import HeldPost, Topic
from home.accounts.models import Profession, User
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment, StaffAssignment, enrolment_in_charge_of
from learning.work_changes.enums import (
    CoAuthorState,
    LearningSource,
    ManagerSupport,
    Novelty,
    Scope,
    Stage,
    TeamKind,
    Visibility,
)
from learning.work_changes.models.categories import ToolCategory

TITLE_LENGTH = 120
TEXT_LENGTH = 4000
MOST_SECONDARY = 2


def _let_by_author(person: AbstractBaseUser) -> Q:
    """Whom her choice of visibility lets read: staff in charge of her, her tutoring group, her class."""
    studies = Enrolment.objects.filter(student=person, state__in=READING_STATES)
    works = StaffAssignment.objects.filter(offering=OuterRef("enrolment__offering"), person=person)
    in_group = studies.filter(tutoring_group=OuterRef("enrolment__tutoring_group"))
    in_class = studies.filter(offering=OuterRef("enrolment__offering"))
    return (
        (~Q(visibility=Visibility.AUTHORS) & enrolment_in_charge_of(person, "enrolment__"))
        | Q(Exists(in_group), visibility__in=[Visibility.GROUP, Visibility.OFFERING])
        | Q(Exists(in_class) | Exists(works), visibility=Visibility.OFFERING)
    )


def _readable_whole(person: AbstractBaseUser) -> Q:
    asked = ChangeCoAuthor.objects.filter(change=OuterRef("pk"), person=person).exclude(state=CoAuthorState.DECLINED)
    others = Q(Exists(asked)) | _let_by_author(person)
    return Q(enrolment__student=person) | (Q(removed_at__isnull=True) & others)


def _taken_to_conversation(person: AbstractBaseUser) -> Q:
    """Shown in a conversation that the person may read: as what it opened with, or as "we tried it too"."""
    topics = Topic.objects.visible_to(person)
    return Q(Exists(topics.filter(pk=OuterRef("topic")))) | Q(Exists(topics.filter(pk=OuterRef("answered_in"))))


class WorkChangeQuerySet(models.QuerySet):
    def kept(self) -> Self:
        """Those that their authors did not put away."""
        return self.filter(removed_at__isnull=True)

    def of(self, person: AbstractBaseUser) -> Self:
        """Recorded by `person`, or with her as confirmed co-author."""
        shared = ChangeCoAuthor.objects.filter(change=OuterRef("pk"), person=person, state=CoAuthorState.CONFIRMED)
        return self.filter(Q(enrolment__student=person) | Exists(shared))

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """What she may read whole, and the cards in conversations that she reads. No superuser by that alone."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(_readable_whole(person) | Q(_taken_to_conversation(person), removed_at__isnull=True))

    def readable_whole(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Her own and those that she shares or is asked to share; what their authors let her read.

        What was put away is nobody's but its author's.
        """
        return self.filter(_readable_whole(person)) if person.is_authenticated else self.none()


class WorkChange(models.Model):
    """A change in the work process: how it was, how it is, and where it stands (domain.md d2).

    Texts are plain. Its axis is its main category's. `category_words` says what "another" is; `original_category` is
    what was chosen before the coordination recoded it. `topic` is the conversation that it opened, `linked_to` the
    change after which it was tried, `answered_in` the conversation in which that was told; `topic_held` and
    `answer_held` are the words of either while the board's staff has not let them in. A conversation to which others
    were joined shows the cards of several changes. Consent version 0 is none.
    Statistics count every kept change, whatever its visibility; only words obey that.
    """

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(_("client key"), default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="work_changes")
    title = models.CharField(_("What is it?"), max_length=TITLE_LENGTH)
    before = models.TextField(_("How was it?"), max_length=TEXT_LENGTH)
    after = models.TextField(_("How is it now, or how shall it be?"), max_length=TEXT_LENGTH)
    started_on = models.DateField(_("Since when?"), null=True, blank=True)
    category = models.ForeignKey(
        ToolCategory, on_delete=models.PROTECT, related_name="changes", verbose_name=_("main category")
    )
    category_words = models.CharField(_("Which one?"), max_length=120, blank=True)
    original_category = models.ForeignKey(
        ToolCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    secondary_categories = models.ManyToManyField(ToolCategory, blank=True, related_name="secondary_changes")
    reason = models.TextField(_("From which problem did it come?"), max_length=TEXT_LENGTH, blank=True)
    novelty = models.CharField(_("Was it new?"), max_length=20, choices=Novelty.choices, default=Novelty.UNKNOWN)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices, default=Stage.IDEA)
    stage_since = models.DateTimeField(_("in this stage since"))
    resumptions = models.PositiveSmallIntegerField(_("times taken up again"), default=0)
    scope = models.CharField(_("Whom does it reach?"), max_length=15, choices=Scope.choices, blank=True)
    professions = models.ManyToManyField(Profession, blank=True, related_name="+", verbose_name=_("Who takes part?"))
    people_count = models.PositiveSmallIntegerField(_("How many people?"), null=True, blank=True)
    manager_support = models.CharField(
        _("Does the management support it?"), max_length=10, choices=ManagerSupport.choices, blank=True
    )
    facilitator_tags = models.JSONField(_("What helped?"), default=list, blank=True)
    facilitators = models.TextField(_("What helped, in your words"), max_length=TEXT_LENGTH, blank=True)
    obstacle_tags = models.JSONField(_("What stood in the way?"), default=list, blank=True)
    obstacles = models.TextField(_("What stood in the way, in your words"), max_length=TEXT_LENGTH, blank=True)
    indicator_name = models.CharField(_("What do you count?"), max_length=160, blank=True)
    indicator_unit = models.CharField(_("unit"), max_length=40, blank=True)
    indicator_before = models.DecimalField(_("before"), max_digits=12, decimal_places=2, null=True, blank=True)
    indicator_before_on = models.DateField(_("counted on"), null=True, blank=True)
    indicator_after = models.DecimalField(_("after"), max_digits=12, decimal_places=2, null=True, blank=True)
    indicator_after_on = models.DateField(_("counted on"), null=True, blank=True)
    indicator_source = models.CharField(_("Where does the number come from?"), max_length=160, blank=True)
    learning_source = models.CharField(
        _("Where did the idea come from?"), max_length=15, choices=LearningSource.choices, blank=True
    )
    learning_item_id = models.BigIntegerField(_("reading"), null=True, blank=True)
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    municipality_code = models.CharField(
        _("IBGE code"), max_length=7, blank=True, validators=[RegexValidator(r"^\d{7}$", _("7 digits."))]
    )
    facility = models.CharField(_("health unit"), max_length=150, blank=True)
    cnes = models.CharField(
        _("CNES code"), max_length=7, blank=True, validators=[RegexValidator(r"^\d{7}$", _("7 digits."))]
    )
    ine = models.CharField(
        _("INE code"), max_length=10, blank=True, validators=[RegexValidator(r"^\d{10}$", _("10 digits."))]
    )
    team_kind = models.CharField(_("team"), max_length=10, choices=TeamKind.choices, blank=True)
    visibility = models.CharField(
        _("Who may read it?"), max_length=10, choices=Visibility.choices, default=Visibility.STAFF
    )
    research_consent_version = models.PositiveSmallIntegerField(_("consent to research"), default=0)
    research_consented_at = models.DateTimeField(null=True, blank=True)
    linked_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="tried_too")
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("conversation")
    )
    topic_held = models.ForeignKey(HeldPost, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_in = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer_held = models.ForeignKey(HeldPost, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    edit_number = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(_("recorded at"))
    updated_at = models.DateTimeField(_("changed at"))
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = WorkChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change at work")
        verbose_name_plural = _("changes at work")
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["enrolment", "stage"]), models.Index(fields=["started_on"])]
        constraints = [
            # A repeated press with the same key is answered with the first record.
            models.UniqueConstraint(fields=["enrolment", "key"], name="learning_change_key_once"),
            models.CheckConstraint(
                condition=Q(stage__in=["idea", "planned"]) | Q(started_on__isnull=False),
                name="learning_change_begun_has_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def category_said(self) -> str:
        """The category, and of "another" which one; words that stayed behind under a named category say nothing."""
        words = self.category_words if self.category.asks_words else ""
        return f"{self.category.label}: {words}" if words else self.category.label

    @property
    def author(self) -> User:
        return self.enrolment.student

    @property
    def waiting_topic(self) -> HeldPost | None:
        """What is to begin its conversation, while the staff has decided nothing."""
        return self.topic_held if self.topic_held and not self.topic_held.decision else None


class ChangeCoAuthorQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(state=CoAuthorState.CONFIRMED)

    def invited(self) -> Self:
        return self.filter(state=CoAuthorState.INVITED)


class ChangeCoAuthor(models.Model):
    """A colleague of the same class who did it together with the author, once she has said so herself."""

    change = models.ForeignKey(WorkChange, on_delete=models.CASCADE, related_name="co_authors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_changes")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="shared_changes")
    state = models.CharField(_("state"), max_length=10, choices=CoAuthorState.choices, default=CoAuthorState.INVITED)
    invited_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ChangeCoAuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        ordering = ["invited_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["change", "person"], name="learning_co_author_once")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.state}"
