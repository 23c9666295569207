from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext

from home.accounts.models import User
from home.notifications.models import Notification
from home.notifications.wording import word_notification

PAGE_SIZE = 30


@dataclass(frozen=True)
class NotificationRow:
    pk: int
    title: str
    text: str
    action: str
    created_at: datetime
    is_unread: bool
    is_available: bool


def unread_count(person: User) -> int:
    return person.notifications.filter(read_at=None).count()


def notification_page(person: User, number: str | int | None) -> Page:
    """One page of a person's notices as NotificationRow, newest first.

    One query for each kind of thing they speak of, however many there are: what the person may no longer see is
    not told any more.
    """
    page: Page = Paginator(person.notifications.all(), PAGE_SIZE).get_page(number)
    notifications = list(page.object_list)
    hidden = hidden_notifications(person, notifications)
    page.object_list = [_row(notification, notification.pk not in hidden) for notification in notifications]
    return page


def hidden_notifications(person: User, notifications: Iterable[Notification]) -> set[int]:
    """The keys of those that speak of something which `person` may not, or no longer, see."""
    by_type: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for notification in notifications:
        if notification.about_type_id is not None and notification.about_id is not None:
            by_type[notification.about_type_id][notification.about_id].append(notification.pk)
    hidden: set[int] = set()
    for type_id, about in by_type.items():
        # Nothing without `visible_to` is ever spoken of: notify() refuses it.
        model = cast(Any, ContentType.objects.get_for_id(type_id).model_class())
        visible = set(model.objects.visible_to(person).filter(pk__in=about).values_list("pk", flat=True))
        hidden.update(pk for about_id, pks in about.items() if about_id not in visible for pk in pks)
    return hidden


def _row(notification: Notification, is_available: bool) -> NotificationRow:
    wording = word_notification(notification) if is_available else None
    return NotificationRow(
        pk=notification.pk,
        title=wording.title if wording else gettext("This notice is about something you can no longer see"),
        text=wording.text if wording else "",
        action=wording.action if wording else "",
        created_at=notification.created_at,
        is_unread=notification.read_at is None,
        is_available=is_available,
    )
