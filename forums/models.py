import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.enums import MemberRole

# After half an hour others have answered the words.
EDIT_WINDOW = timedelta(minutes=30)


class BoardQuerySet(models.QuerySet):
    def visible_to(self, person) -> "BoardQuerySet":
        return self.filter(members__person=person.pk)


class TopicQuerySet(models.QuerySet):
    def visible_to(self, person) -> "TopicQuerySet":
        return self.filter(board__members__person=person.pk)


class PostQuerySet(models.QuerySet):
    def visible_to(self, person) -> "PostQuerySet":
        return self.filter(topic__board__members__person=person.pk)


class Board(models.Model):
    """Where topics live. Who reads it is rows (`BoardMember`), written by whoever hosts the board."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_open = models.BooleanField(_("takes new topics"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

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


class Topic(models.Model):
    """A conversation. Posts are numbered from 1, so that what is unread is a subtraction, not a row per post."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="topics")
    subject = models.CharField(_("subject"), max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="topics")
    created_at = models.DateTimeField(_("created at"))
    last_post_at = models.DateTimeField(_("last post at"))
    last_number = models.PositiveIntegerField(_("number of the last post"), default=0)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_locked = models.BooleanField(_("locked"), default=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-is_pinned", "-last_post_at", "-pk"]
        indexes = [models.Index(fields=["board", "-is_pinned", "-last_post_at", "-id"])]

    def __str__(self) -> str:
        return self.subject


class Post(models.Model):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="posts")
    html = models.TextField(_("text"))
    in_reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    created_at = models.DateTimeField(_("created at"))
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forums_post_number_once"),
            # The doubled press of a button is one post.
            models.UniqueConstraint(fields=["author", "key"], name="forums_post_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}#{self.number}"


class ReadMark(models.Model):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_marks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField(_("read up to"))

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="forums_read_mark_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.number}"


class Subscription(models.Model):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_subscriptions")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="forums_subscription_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.person_id}"
