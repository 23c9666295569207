"""How a board is looked after: its rules, what was reported, what waits, who was warned."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.enums import Decision, Following, HeldBecause, MemberRole, ReportReason
from forums.models.boards import Board
from forums.models.posts import Post
from forums.models.topics import Topic


def kept_by(person, board: str) -> Q:
    """The condition that `person` is of the staff of the board at this path."""
    return Q(**{f"{board}__members__person": person.pk, f"{board}__members__role": MemberRole.STAFF})


class BoardCare(models.Model):
    """A board without a row of its own has what the fields have by default."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="care")
    rules = models.TextField(_("rules of the room"), blank=True)
    following = models.CharField(_("following"), max_length=10, choices=Following.choices, default=Following.OPTIONAL)
    slow_seconds = models.PositiveIntegerField(_("seconds between two posts of a person"), default=0)
    held_first = models.PositiveSmallIntegerField(_("first posts that wait for the staff"), default=0)
    listed_words = models.TextField(_("words for which a post waits"), blank=True)

    class Meta:
        verbose_name = _("care of a board")
        verbose_name_plural = _("care of boards")

    def __str__(self) -> str:
        return str(self.board_id)

    @property
    def holds(self) -> bool:
        """Whether posts may have to wait here."""
        return bool(self.held_first or self.listed_words)


class HeldPostQuerySet(models.QuerySet):
    def waiting(self) -> "HeldPostQuerySet":
        return self.filter(decision="")

    def kept_by(self, person) -> "HeldPostQuerySet":
        """Those of the boards whose staff she is."""
        return self.filter(kept_by(person, "board"))

    def visible_to(self, person) -> "HeldPostQuerySet":
        """Her own while she reads the board, and those of the boards whose staff she is."""
        mine = Q(author=person.pk, board__members__person=person.pk)
        return self.filter(mine | kept_by(person, "board")).distinct()


class HeldPost(models.Model):
    """What somebody wrote and nobody but she and the staff reads yet: it becomes a post when they let it in.

    Without a topic it begins one, by its `subject`.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="held_posts")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="held_posts")
    in_reply_to = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_posts")
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    tags = models.CharField(_("tags"), max_length=500, blank=True)
    html = models.TextField(_("text"))
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    because = models.CharField(_("why it waits"), max_length=10, choices=HeldBecause.choices)
    held_at = models.DateTimeField(_("held at"))
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = HeldPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post that waits")
        verbose_name_plural = _("posts that wait")
        ordering = ["held_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="forums_held_key_once")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.pk}"


class PostReportQuerySet(models.QuerySet):
    def open(self) -> "PostReportQuerySet":
        return self.filter(decision="")

    def kept_by(self, person) -> "PostReportQuerySet":
        """Those on the boards whose staff she is, of posts that are still there."""
        here = self.filter(post__deleted_at=None, post__moved_to=None)
        return here.filter(kept_by(person, "post__topic__board"))

    def visible_to(self, person) -> "PostReportQuerySet":
        """What she reported herself, and what is reported on the boards whose staff she is."""
        mine = Q(reporter=person.pk, post__topic__board__members__person=person.pk)
        return self.filter(mine | kept_by(person, "post__topic__board")).distinct()


class PostReport(models.Model):
    """Somebody's sign to the staff that a post should not stand as it does. One open report a person and post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="post_reports"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=ReportReason.choices)
    note = models.TextField(_("what is wrong"), blank=True)
    reported_at = models.DateTimeField(_("reported at"))
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PostReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a post")
        verbose_name_plural = _("reports of posts")
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "reporter"], condition=Q(decision=""), name="forums_report_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.reason}"


class CautionQuerySet(models.QuerySet):
    def standing(self) -> "CautionQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def kept_by(self, person) -> "CautionQuerySet":
        return self.filter(kept_by(person, "board"))

    def visible_to(self, person) -> "CautionQuerySet":
        """Those given to her that stand, and those on the boards whose staff she is."""
        mine = Q(person=person.pk, withdrawn_at__isnull=True)
        return self.filter(mine | kept_by(person, "board")).distinct()


class Caution(models.Model):
    """What board staff said to a person about her way in the room. Only she and the staff read it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="cautions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cautions")
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="cautions")
    text = models.TextField(_("what you say to her"))
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = CautionQuerySet.as_manager()

    class Meta:
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        ordering = ["-given_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["given_by", "key"], name="forums_caution_key_once")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.pk}"
