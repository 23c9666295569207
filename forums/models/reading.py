"""What one person keeps of topics and posts: one row each, hers alone."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.enums import FollowLevel
from forums.models.boards import Board
from forums.models.topics import Topic


class ReadMark(models.Model):
    """How far a person has read a topic, and how many of its posts are hers (`written`)."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_marks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField(_("read up to"))
    written = models.PositiveIntegerField(_("posts of hers"), default=0)

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="forums_read_mark_once")]
        indexes = [models.Index(fields=["person"], condition=Q(written__gt=0), name="forums_mark_written")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.number}"


class Subscription(models.Model):
    """What she wants to hear of a topic. It has the last word over her choice for the board."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_subscriptions")
    level = models.CharField(_("level"), max_length=10, choices=FollowLevel.choices, default=FollowLevel.EVERY)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="forums_subscription_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.person_id}"


class PostDraft(models.Model):
    """An answer that is being written, as the server keeps it until it is sent."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="post_drafts")
    html = models.TextField(_("text"), blank=True)
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    reply_to = models.PositiveIntegerField(_("number of the post that it answers"), null=True, blank=True)
    draft_number = models.PositiveIntegerField(default=1)
    saved_with = models.UUIDField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of a post")
        verbose_name_plural = _("drafts of posts")
        constraints = [models.UniqueConstraint(fields=["author", "topic"], name="forums_draft_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.draft_number}"


class TopicDraft(models.Model):
    """A conversation that is being begun on a board, as the server keeps it until it is sent."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="topic_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_drafts")
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    html = models.TextField(_("text"), blank=True)
    tags = models.CharField(_("tags"), max_length=200, blank=True)
    key = models.UUIDField(_("client key"), default=uuid.uuid4)
    draft_number = models.PositiveIntegerField(default=1)
    saved_with = models.UUIDField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of a topic")
        verbose_name_plural = _("drafts of topics")
        constraints = [models.UniqueConstraint(fields=["author", "board"], name="forums_topic_draft_once")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.draft_number}"


class Bookmark(models.Model):
    post = models.ForeignKey("forums.Post", on_delete=models.CASCADE, related_name="bookmarks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField(auto_now_add=True)
    remind_at = models.DateTimeField(_("remind me at"), null=True, blank=True, db_index=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="forums_bookmark_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"
