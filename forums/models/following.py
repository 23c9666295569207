"""What a person wants to hear of, and what she was last told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.enums import FollowLevel
from forums.models.boards import Board
from forums.models.topics import Topic


class BoardSubscription(models.Model):
    """How much of a board a person hears of; a topic's own `Subscription` has the last word."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_subscriptions")
    level = models.CharField(_("level"), max_length=10, choices=FollowLevel.choices)

    class Meta:
        verbose_name = _("board's subscription")
        verbose_name_plural = _("boards' subscriptions")
        constraints = [models.UniqueConstraint(fields=["person", "board"], name="forums_board_subscription_once")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.level}"


class FollowerNotice(models.Model):
    """When a follower was last told of a topic, up to which post, and whether something has come since.

    One row a person and topic: it is what keeps mails to one an hour.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follower_notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follower_notices")
    told_at = models.DateTimeField(_("told at"))
    told_number = models.PositiveIntegerField(_("told up to"), default=0)
    is_waiting = models.BooleanField(_("more has come"), default=False)

    class Meta:
        verbose_name = _("follower's notice")
        verbose_name_plural = _("followers' notices")
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="forums_follower_notice_once")]
        indexes = [models.Index(fields=["told_at"], condition=models.Q(is_waiting=True), name="forums_notice_waiting")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.told_number}"
