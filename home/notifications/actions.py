"""What is done with notices: told, read."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from home.accounts.models import User
from home.notifications.models import Notification, OutboxMail
from home.notifications.registry import get_event
from home.queue.registry import enqueue


@transaction.atomic
def notify(
    event: str, person: User, *, key: str, url: str, about: models.Model | None = None, data: dict | None = None
) -> Notification | None:
    """Tells `person` of `event` once for each `key`: an entry in her list and, where the event says so, a mail.

    `about` is the thing it speaks of: list and mail tell of it only while `type(about).objects.visible_to(person)`
    has it. `data` fills the event's texts (plain values). `url` is a path of this site.
    Returns None when this key was told before. Raises KeyError for an event that nobody registered.
    """
    registered = get_event(event)
    _check(url, about)
    notification, created = Notification.objects.get_or_create(
        event=event, person=person, key=key, defaults={"url": url, "about": about, "data": _storable(data or {})}
    )
    if not created:
        return None
    if registered.by_mail:
        OutboxMail.objects.create(notification=notification, message_id=_message_id())
        enqueue("notifications.drain")
    return notification


@transaction.atomic
def mark_read(notification: Notification) -> None:
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(*, by: User) -> int:
    """Returns how many were unread."""
    return by.notifications.filter(read_at=None).update(read_at=timezone.now())


def _check(url: str, about: models.Model | None) -> None:
    if not url.startswith("/") or url.startswith(("//", "/\\")):
        raise ValueError("A notice leads to a path of this site.")
    if about is not None and not hasattr(getattr(type(about), "objects", None), "visible_to"):
        raise TypeError(f"{type(about).__name__}.objects has no visible_to(): who may hear of it is unknown.")


def _storable(data: dict) -> dict:
    """PostgreSQL takes no NUL in a text."""
    return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in data.items()}


def _message_id() -> str:
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"
