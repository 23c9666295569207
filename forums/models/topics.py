from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from forums.enums import MemberRole, TraceKind
from forums.models.boards import Board


def begun(prefix: str = "") -> Q:
    """A topic that is to start later is nothing yet but for board staff. The database's clock says what time it is."""
    return Q(**{f"{prefix}starts_at": None}) | Q(**{f"{prefix}starts_at__lte": Now()})


def unhidden(person: int | None, prefix: str = "") -> Q:
    """What is hidden while the staff reads a report is there for its author alone; staff is asked for apart."""
    return Q(**{f"{prefix}hidden_at": None}) | Q(**{f"{prefix}author": person})


def counted(prefix: str = "", board: str = "board__") -> Q:
    """Among the newest of its board, where there are too many to look at all for what is new."""
    return Q(**{f"{prefix}last_post_at__gt": F(f"{board}counted_from")})


@dataclass(frozen=True)
class Closing:
    """What ends answering in a topic: staff, a date, or days without a post."""

    is_locked: bool
    ends_at: datetime | None
    lock_after_days: int | None
    last_post_at: datetime

    def is_over(self, now: datetime) -> bool:
        idle = self.lock_after_days and now >= self.last_post_at + timedelta(days=self.lock_after_days)
        return self.is_locked or bool(idle) or (self.ends_at is not None and now >= self.ends_at)


class TopicQuerySet(models.QuerySet):
    def visible_to(self, person) -> "TopicQuerySet":
        """Those that were joined to another are there too: their address leads to the other."""
        return self.seen_by(person.pk)

    def seen_by(self, person_id: int | None) -> "TopicQuerySet":
        """The same for somebody known by her number, as prepared queries know her."""
        mine = Q(board__members__person=person_id)
        return self.filter(mine & ((begun() & unhidden(person_id)) | Q(board__members__role=MemberRole.STAFF)))

    def standing(self) -> "TopicQuerySet":
        return self.filter(merged_into=None)


class Topic(models.Model):
    """A conversation. Posts are numbered from 1, so that what is unread is a subtraction, not a row per post.

    `is_answered`: somebody else than its author wrote here. A topic joined to another (`merged_into`) is empty; its
    posts stand there behind number `merged_after`. Hidden with its first post, its subject is hidden too.
    `closed_reason` are words of the staff; what silence closed keeps its days, said in the language of who reads.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="topics")
    subject = models.CharField(_("subject"), max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="topics")
    created_at = models.DateTimeField(_("created at"))
    last_post_at = models.DateTimeField(_("last post at"))
    last_number = models.PositiveIntegerField(_("number of the last post"), default=0)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_locked = models.BooleanField(_("locked"), default=False)
    closed_reason = models.CharField(_("why it was closed"), max_length=200, blank=True)
    silent_days = models.PositiveSmallIntegerField(_("closed by days without a post"), null=True, blank=True)
    lock_after_days = models.PositiveSmallIntegerField(_("closes after days without a post"), null=True, blank=True)
    starts_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    is_answered = models.BooleanField(_("answered by somebody else"), default=False)
    answer = models.ForeignKey(
        "forums.Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answer")
    )
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged")
    merged_after = models.PositiveIntegerField(default=0)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-is_pinned", "-last_post_at", "-pk"]
        indexes = [
            models.Index(fields=["board", "-is_pinned", "-last_post_at", "-id"]),
            models.Index(fields=["board", "last_post_at"], name="forums_topic_newest"),
            models.Index(fields=["created_at"], condition=Q(is_answered=False), name="forums_topic_unanswered"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def closing(self) -> Closing:
        return Closing(self.is_locked, self.ends_at, self.lock_after_days, self.last_post_at)


class TopicTag(models.Model):
    """A word under which a topic is found; `slug` is the word folded, so that accents and plurals do not part it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tags")
    label = models.CharField(_("tag"), max_length=40)
    slug = models.CharField(max_length=60, db_index=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["topic", "slug"], name="forums_tag_once")]

    def __str__(self) -> str:
        return self.label


class TopicTrace(models.Model):
    """What staff did with a topic, said on its page. `other` is the topic at the other end, `board` where it was."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=10, choices=TraceKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    other = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(_("first post that it is about"), default=1)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("trace of a topic")
        verbose_name_plural = _("traces of topics")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind}"
