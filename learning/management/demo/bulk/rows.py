"""Rows of history that many actions leave: log entries, and notices with their mails."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.models import ModelLogEntry

from home.accounts.models import User
from home.notifications.models import Notification, OutboxMail
from home.notifications.registry import get_event

BATCH = 1000


def create(model: type[models.Model], rows: Sequence[models.Model]) -> list[models.Model]:
    """Returns the rows with their ids."""
    return model._base_manager.bulk_create(rows, batch_size=BATCH)


def set_times(model: type[models.Model], column: str, pairs: Sequence[tuple[int, datetime]]) -> None:
    """Writes a column that fills itself when a row is made; `pairs` are (id, time)."""
    table, name = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(column)
    values = [(connection.ops.adapt_datetimefield_value(moment), key) for key, moment in pairs]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {name} = %s WHERE id = %s", values)


@dataclass
class History:
    """Collects what happened and writes it in the order of time."""

    logs: list[ModelLogEntry] = field(default_factory=list)
    notices: list[Notification] = field(default_factory=list)

    def log(self, thing: models.Model, action: str, by: User, at: datetime, **data) -> None:
        self.logs.append(
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(thing),
                object_id=str(thing.pk),
                label=str(thing),
                action=action,
                user=by,
                timestamp=at,
                data=data,
            )
        )

    def tell(self, event: str, person: User, at: datetime, about: models.Model, *, key: str, url: str, **data) -> None:
        self.notices.append(
            Notification(event=event, person=person, key=key, url=url, about=about, data=data, created_at=at)
        )

    def write(self) -> None:
        create(ModelLogEntry, sorted(self.logs, key=lambda entry: entry.timestamp))
        times = sorted(((notice.created_at, notice) for notice in self.notices), key=lambda pair: pair[0])
        notices = create(Notification, [notice for _moment, notice in times])
        told = [(notice.pk, moment) for notice, (moment, _notice) in zip(notices, times, strict=True)]
        set_times(Notification, "created_at", told)
        mailed = [notice for notice in notices if get_event(notice.event).by_mail]
        create(OutboxMail, [OutboxMail(notification=notice, message_id=_message_id()) for notice in mailed])


def _message_id() -> str:
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"
