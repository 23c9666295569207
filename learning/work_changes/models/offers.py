import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from home.accounts.models import User
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import StaffAssignment
from learning.work_changes.enums import ConsentState, OfferState
from learning.work_changes.models.changes import TITLE_LENGTH, ChangeCoAuthor, WorkChange
from learning.work_changes.models.stories import ChangeStoryPage, StoryWords
from learning.work_changes.story_steps import IN_EDITORS_HANDS


class StoryOfferQuerySet(models.QuerySet):
    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Its authors and whoever is asked; once editors or everyone read it, its class's coordination too."""
        if not person.is_authenticated:
            return self.none()
        asked = StoryConsent.objects.filter(offer=OuterRef("pk"), person=person)
        places = StaffAssignment.objects.filter(offering=OuterRef("change__enrolment__offering"), person=person)
        coordinates = Q(Exists(places.filter(role=StaffRole.COORDINATOR)), state__in=IN_EDITORS_HANDS)
        return self.filter(Q(change__enrolment__student=person) | Exists(asked) | coordinates)


class StoryOffer(StoryWords):
    """A story on its way: the words that its authors agree to, before a page has them. One a change.

    `wording_number` counts its words; a consent names the one that it was given to. Withdrawn, it holds no words.
    """

    wagtail_reference_index_ignore = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    change = models.OneToOneField(WorkChange, on_delete=models.PROTECT, related_name="story")
    page = models.OneToOneField(ChangeStoryPage, on_delete=models.SET_NULL, null=True, related_name="offer")
    state = models.CharField(_("state"), max_length=10, choices=OfferState.choices)
    state_since = models.DateTimeField(_("in this state since"))
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    wording_number = models.PositiveIntegerField(default=0)
    editor_comment = models.TextField(_("comment of the editors"), blank=True)
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = StoryOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a story")
        verbose_name_plural = _("offers of stories")

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def author(self) -> User:
        return self.change.author

    @property
    def may_be_public(self) -> bool:
        return self.state in IN_EDITORS_HANDS and not self.open_consents().exists()

    def authors(self) -> models.QuerySet[User]:
        """Whose consent it needs: the author, and every co-author who has confirmed."""
        confirmed = ChangeCoAuthor.objects.confirmed().filter(change=self.change_id)
        return User.objects.filter(Q(pk=self.change.enrolment.student_id) | Q(pk__in=confirmed.values("person")))

    def open_consents(self) -> models.QuerySet[User]:
        """Those of its authors who did not agree to its present words."""
        given = self.consents.filter(state=ConsentState.GIVEN, wording_number=self.wording_number)
        return self.authors().exclude(pk__in=given.values("person"))


class StoryConsent(models.Model):
    """What one author says to the words with this number, and to which text of consent she says it."""

    offer = models.ForeignKey(StoryOffer, on_delete=models.CASCADE, related_name="consents")
    # An account does not go before its story is withdrawn: else a page would stay that nobody consents to.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="story_consents")
    state = models.CharField(_("state"), max_length=10, choices=ConsentState.choices, default=ConsentState.ASKED)
    wording_number = models.PositiveIntegerField()
    consent_version = models.PositiveSmallIntegerField(_("text agreed to"), default=0)
    shows_name = models.BooleanField(_("shows her name"), default=False)
    asked_at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent to a story")
        verbose_name_plural = _("consents to stories")
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["offer", "person"], name="learning_story_consent_once")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.state}"
