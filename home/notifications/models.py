from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.notifications.enums import OutboxState


class Notification(models.Model):
    """One thing that a person should hear of. Texts are made on reading, in her language, from event and data."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("person")
    )
    event = models.CharField(_("event"), max_length=60)
    key = models.CharField(_("key"), max_length=120)
    data = models.JSONField(_("data"), default=dict)
    url = models.CharField(_("address"), max_length=300)
    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-created_at"]),
            # Counted with every page.
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="home_notification_unread"),
        ]
        # No transition sends two notices to the same person: the key names the transition.
        constraints = [models.UniqueConstraint(fields=["event", "person", "key"], name="home_notification_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"


class OutboxMail(models.Model):
    """The truth about a mail; the task queue only wakes the drain."""

    notification = models.OneToOneField(Notification, on_delete=models.CASCADE, related_name="mail")
    state = models.CharField(_("state"), max_length=10, choices=OutboxState.choices, default=OutboxState.PENDING)
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail to send")
        verbose_name_plural = _("mails to send")
        indexes = [models.Index(fields=["state", "next_attempt_at"])]

    def __str__(self) -> str:
        return self.message_id
