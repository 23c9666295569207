from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.enums import MemberRole
from forums.models.boards import Board

HIGHEST = 100


class ParticipationGradeQuerySet(models.QuerySet):
    def visible_to(self, person) -> "ParticipationGradeQuerySet":
        """Her own while she reads the board, and those of the boards whose staff she is."""
        mine = models.Q(person=person.pk, board__members__person=person.pk)
        staff = models.Q(board__members__person=person.pk, board__members__role=MemberRole.STAFF)
        return self.filter(mine | staff).distinct()


class ParticipationGrade(models.Model):
    """What a person's part in a board's conversations is worth: 0 to 100 points, with a word about it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="grades")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participation_grades")
    points = models.PositiveSmallIntegerField(_("grade"), validators=[MaxValueValidator(HIGHEST)])
    comment = models.TextField(_("comment"), blank=True)
    graded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    graded_at = models.DateTimeField(_("graded at"))

    objects = ParticipationGradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("grade of a participation")
        verbose_name_plural = _("grades of participation")
        constraints = [
            models.UniqueConstraint(fields=["board", "person"], name="forums_grade_once"),
            models.CheckConstraint(condition=models.Q(points__lte=HIGHEST), name="forums_grade_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.pk}"
