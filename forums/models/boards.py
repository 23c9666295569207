import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.enums import BEGUN_BY_STAFF, BoardKind, MemberRole

# Before every post: where all topics are counted.
EVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class BoardQuerySet(models.QuerySet):
    def visible_to(self, person) -> "BoardQuerySet":
        return self.filter(members__person=person.pk)

    def startable_by(self, person) -> "BoardQuerySet":
        """Where she may begin a conversation: the twin of `rules.may_start` on open boards."""
        member = models.Q(members__role=MemberRole.MEMBER) & ~models.Q(kind__in=BEGUN_BY_STAFF)
        mine = models.Q(members__person=person.pk) & (models.Q(members__role=MemberRole.STAFF) | member)
        return self.filter(mine, is_open=True)


class Board(models.Model):
    """Where topics live. Who reads it is rows (`BoardMember`), written by whoever hosts the board.

    On a board of very many topics, what is new is looked for among those with a post since `counted_from`.
    `place` is whose it is, in its host's words: it is said to who reads boards of several places (`shown_title`).
    """

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BoardKind.choices, default=BoardKind.DISCUSSION)
    place = models.CharField(_("of which class"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_open = models.BooleanField(_("takes new topics"), default=True)
    required_topics = models.PositiveSmallIntegerField(_("conversations that each one begins"), default=0)
    required_replies = models.PositiveSmallIntegerField(_("answers that each one writes"), default=0)
    for_everyone = models.BooleanField(_("for everybody on the site"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    counted_from = models.DateTimeField(default=EVER, editable=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class BoardMember(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)

    class Meta:
        verbose_name = _("board member")
        verbose_name_plural = _("board members")
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="forums_member_once")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.role}"
