"""Sends what the outbox holds. The rows are the truth: a sender may die at any line."""

from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from home.notifications.enums import OutboxState
from home.notifications.models import OutboxMail
from home.notifications.queries import hidden_notifications
from home.notifications.wording import word_notification

log = structlog.get_logger("roda.mail")

# Longer than the slowest sending: after it, a mail whose sender was killed is taken up by another one.
LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 8


def send_pending_mails() -> int:
    """Sends every mail that is due, oldest first, and returns how many went out.

    Stops where the mail server cannot be reached: rows stay pending, the sweep comes back each minute.
    """
    sent = 0
    connection = None
    try:
        while mail := _claim_next():
            connection = connection or _open_connection(mail)
            if connection is None:
                break
            if not _deliver(mail, connection):
                _close(connection)
                connection = None
                continue
            sent += mail.state == OutboxState.SENT
    finally:
        _close(connection)
    return sent


def due() -> QuerySet[OutboxMail]:
    now = timezone.now()
    is_time = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
    return OutboxMail.objects.filter(is_time, state=OutboxState.PENDING)


def _claim_next() -> OutboxMail | None:
    """Takes the oldest due mail for the length of a lease. One conditional update decides between two senders."""
    while pk := due().order_by("pk").values_list("pk", flat=True).first():
        if due().filter(pk=pk).update(next_attempt_at=timezone.now() + LEASE, attempts=F("attempts") + 1):
            return OutboxMail.objects.select_related("notification__person").get(pk=pk)
    return None


def _open_connection(mail: OutboxMail) -> BaseEmailBackend | None:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        log.warning("mail_server_unreachable", error=type(error).__name__)
        OutboxMail.objects.filter(pk=mail.pk).update(next_attempt_at=None, attempts=F("attempts") - 1)
        return None
    return connection


def _close(connection: BaseEmailBackend | None) -> None:
    with suppress(OSError, SMTPException):
        if connection is not None:
            connection.close()


def _deliver(mail: OutboxMail, connection: BaseEmailBackend) -> bool:
    """Returns False where the connection should not be used again. One mail that cannot be sent stops no other."""
    try:
        if _is_withheld(mail):
            _finish(mail, OutboxState.WITHHELD)
            return True
        compose_mail(mail, connection).send()
    except Exception as error:
        _put_off(mail, error)
        return False
    _finish(mail, OutboxState.SENT)
    return True


def _is_withheld(mail: OutboxMail) -> bool:
    """Asked again at the last moment: the person may have lost the right since the event."""
    person = mail.notification.person
    return not person.is_active or bool(hidden_notifications(person, [mail.notification]))


def _finish(mail: OutboxMail, state: OutboxState) -> None:
    mail.state = state
    sent_at = timezone.now() if state == OutboxState.SENT else None
    OutboxMail.objects.filter(pk=mail.pk).update(state=state, sent_at=sent_at, next_attempt_at=None)


def _put_off(mail: OutboxMail, error: Exception) -> None:
    is_last = mail.attempts >= MAX_ATTEMPTS
    log.warning("mail_not_sent", mail=mail.pk, attempts=mail.attempts, error=type(error).__name__, gave_up=is_last)
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=OutboxState.FAILED if is_last else OutboxState.PENDING,
        next_attempt_at=None if is_last else timezone.now() + timedelta(minutes=2 ** (mail.attempts - 1)),
    )


def compose_mail(mail: OutboxMail, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as text and HTML in the person's language and time."""
    notification, person = mail.notification, mail.notification.person
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        wording = word_notification(notification)
        context = {
            "person": person,
            "wording": wording,
            "subject": wording.title,
            "action_label": wording.action,
            "action_url": settings.SITE_URL.rstrip("/") + notification.url,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
        }
        message = EmailMultiAlternatives(
            subject=wording.title,
            body=render_to_string("emails/notification.txt", context),
            to=[person.email],
            headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        message.attach_alternative(render_to_string("emails/notification.html", context), "text/html")
    return message
