import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forums.enums import MemberRole
from forums.models import Board, BoardMember
from learning.courses.enums import PeerVisibility
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.enums import Audience, EntryState
from learning.portfolio.models.entries import EntryVersion, PortfolioEntry, in_charge_of

_ENROLMENT = "version__entry__enrolment"


def _addressed_to(person: AbstractBaseUser) -> Q:
    """Whom the share names: the student's tutoring group, her whole class with its staff, or a board's members."""
    studies = Enrolment.objects.filter(student=person, state__in=READING_STATES)
    works = StaffAssignment.objects.filter(person=person, offering=OuterRef(f"{_ENROLMENT}__offering"))
    in_group = studies.filter(tutoring_group=OuterRef(f"{_ENROLMENT}__tutoring_group"))
    in_class = studies.filter(offering=OuterRef(f"{_ENROLMENT}__offering"))
    on_board = BoardMember.objects.filter(board=OuterRef("board"), person=person)
    return (
        Q(Exists(in_group), audience=Audience.GROUP)
        | Q(Exists(in_class) | Exists(works), audience=Audience.OFFERING)
        | Q(Exists(on_board), audience=Audience.BOARD)
    )


def _let_by_prompt(person: AbstractBaseUser) -> Q:
    """What the prompt asks of a peer before she may read; a board's and a class's staff read at once."""
    prompt = OuterRef("version__entry__prompt")
    sent = EntryVersion.objects.standing().filter(entry__prompt=prompt, entry__enrolment__student=person)
    accepted = PortfolioEntry.objects.filter(prompt=prompt, enrolment__student=person, state=EntryState.ACCEPTED)
    works = StaffAssignment.objects.filter(person=person, offering=OuterRef(f"{_ENROLMENT}__offering"))
    on_staff = BoardMember.objects.filter(board=OuterRef("board"), person=person, role=MemberRole.STAFF)
    setting = "version__entry__prompt__peer_visibility"
    return ~Q(**{setting: PeerVisibility.NEVER}) & (
        Q(Exists(works))
        | Q(Exists(on_staff))
        | Q(Exists(sent), **{setting: PeerVisibility.AFTER_SENDING})
        | Q(Exists(accepted), **{setting: PeerVisibility.AFTER_ACCEPTANCE})
    )


class ShareQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(revoked_at__isnull=True, version__recalled_at__isnull=True)

    def of(self, person: AbstractBaseUser) -> Self:
        return self.filter(**{f"{_ENROLMENT}__student": person})

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Her own; and while they stand those of her students, and those that name her and whose prompt lets her."""
        if not person.is_authenticated:
            return self.none()
        others = in_charge_of(person, "version__entry__") | (_addressed_to(person) & _let_by_prompt(person))
        stands = Q(revoked_at__isnull=True, version__recalled_at__isnull=True)
        return self.filter(Q(**{f"{_ENROLMENT}__student": person}) | (stands & others))


class Share(models.Model):
    """A student's consent that peers read one version: to whom, under which words, from when to when.

    `no_patient_data` is what she confirmed for this sharing. Nobody reads by it after `revoked_at`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="shares")
    audience = models.CharField(_("who reads it"), max_length=10, choices=Audience.choices)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    consent_version = models.PositiveSmallIntegerField(_("version of the consent"))
    no_patient_data = models.BooleanField(default=False)
    granted_at = models.DateTimeField(_("shared at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-granted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="board", board__isnull=False) | (~Q(audience="board") & Q(board__isnull=True)),
                name="learning_share_board_where_due",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
