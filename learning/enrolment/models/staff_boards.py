"""Boards that staff makes by hand, beside those that every class and discussion has."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.enums import BoardKind
from forums.models import Board
from home.accounts.models import User
from learning.courses.enums import GroupMode
from learning.courses.models import CoursePage
from learning.enrolment.enums import StaffRole
from learning.enrolment.models.offerings import Offering, StaffAssignment, TutoringGroup


class StaffBoardQuerySet(models.QuerySet):
    def of_offering(self, offering: Offering) -> Self:
        """Its own, and those that it shares with the other offerings of its course."""
        return self.filter(Q(offering=offering) | Q(offering=None, course=offering.course_id))

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Those that she keeps: the twin of `rules.may_keep_board`."""
        if not person.is_authenticated:
            return self.none()
        if person.is_superuser:
            return self
        places = StaffAssignment.objects.filter(person=person)
        coordinated = places.filter(role=StaffRole.COORDINATOR)
        return self.filter(
            Q(offering__in=coordinated.values("offering"))
            | Q(offering=None, course__in=coordinated.values("course"))
            | Q(tutoring_group__in=places.exclude(tutoring_group=None).values("tutoring_group"))
        )


class StaffBoard(models.Model):
    """What staff said of a board of its making. Where people meet are its rooms: one, or one for each tutoring group.

    Without an offering all offerings of the course share it. Put away it has no readers but keeps what was written.
    """

    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="staff_boards")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, null=True, blank=True, related_name="staff_boards")
    tutoring_group = models.ForeignKey(
        TutoringGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="staff_boards"
    )
    group_mode = models.CharField(
        _("who meets there"), max_length=10, choices=GroupMode.choices, default=GroupMode.TOGETHER
    )
    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("description"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BoardKind.choices, default=BoardKind.DISCUSSION)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.UUIDField(_("client key"), default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    put_away_at = models.DateTimeField(_("put away at"), null=True, blank=True)

    objects = StaffBoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board made by staff")
        verbose_name_plural = _("boards made by staff")
        ordering = ["position", "title", "pk"]
        # A key is its maker's own: who knows somebody else's is led to no board of hers.
        constraints = [models.UniqueConstraint(fields=["made_by", "key"], name="learning_staff_board_key_once")]

    def __str__(self) -> str:
        return self.title


class StaffBoardRoom(models.Model):
    """The board of the forums in which a tutoring group, or everybody together, meets."""

    staff_board = models.ForeignKey(StaffBoard, on_delete=models.CASCADE, related_name="rooms")
    tutoring_group = models.ForeignKey(
        TutoringGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="rooms"
    )
    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("room of a board")
        verbose_name_plural = _("rooms of boards")
        constraints = [
            models.UniqueConstraint(fields=["staff_board", "tutoring_group"], name="learning_room_once_a_group"),
            models.UniqueConstraint(
                fields=["staff_board"],
                condition=Q(tutoring_group__isnull=True),
                name="learning_room_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_board_id} {self.board_id}"
