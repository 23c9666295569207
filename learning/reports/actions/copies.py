"""A copy from its request to its end: asked for, begun by the task, finished or failed, downloaded, deleted."""

import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.log_actions import log

from home.accounts.models import User
from home.notifications.actions import notify
from home.queue.registry import enqueue
from home.templatetags.roda import said_in_full
from learning.enrolment.models import Enrolment, Offering
from learning.portfolio.actions import note_copies
from learning.reports.enums import ExportKind, ExportState
from learning.reports.models import KEPT, MOST_DOWNLOADS, Export
from learning.reports.queries import copies_url

MOST_AT_ONCE = 3
MOST_ATTEMPTS = 3
# Longer than the largest copy takes: a worker that was killed left it.
LOST_AFTER = datetime.timedelta(minutes=15)


class TooManyCopies(Exception):
    """She has as many copies under way as one person may."""


class CopyUsedUp(Exception):
    """It was downloaded as often as a copy may be."""


@transaction.atomic
def request_copy(
    *, by: User, kind: str, name: str, enrolment: Enrolment | None = None, offering: Offering | None = None
) -> Export:
    """Asks for a copy of one portfolio, or of all of an offering. One that is under way already is returned.

    Raises TooManyCopies.
    """
    under_way = Export.objects.unfinished().filter(requested_by=by)
    if same := under_way.filter(kind=kind, enrolment=enrolment, offering=offering).first():
        return same
    if under_way.count() >= MOST_AT_ONCE:
        raise TooManyCopies
    export = Export.objects.create(
        requested_by=by, kind=kind, name=name[:200], enrolment=enrolment, offering=offering,
        language=get_language() or "pt-br",
    )  # fmt: skip
    log(enrolment or offering, "learning.copy_request", user=by, data=_facts(export))
    enqueue("reports.make_copy", export.pk)
    return export


@transaction.atomic
def begin_copy(export_id: int) -> Export | None:
    """Takes the copy in hand; None where another worker has it or it is done."""
    queued = Export.objects.filter(pk=export_id, state=ExportState.QUEUED)
    started = {"begun_at": timezone.now(), "attempts": F("attempts") + 1, "percent": 0}
    if not queued.update(state=ExportState.RUNNING, **started):
        return None
    chosen = Export.objects.select_related("requested_by", "offering", "enrolment__student")
    return chosen.select_related("enrolment__course", "enrolment__offering", "enrolment__tutoring_group").get(
        pk=export_id
    )


def note_progress(export: Export, percent: int) -> None:
    """Says how far it is, in steps worth a statement."""
    if percent >= export.percent + 5:
        export.percent = percent
        Export.objects.filter(pk=export.pk).update(percent=percent)


def finish_copy(export: Export, file: Path, enrolment_ids: list[int]) -> None:
    """Keeps the file and tells who asked; the portfolios in it get a trace of the copy."""
    extension = ExportKind.ZIP if export.offering_id else export.kind
    path = f"exports/{export.public_id}.{extension}"
    with file.open("rb") as content:
        storages["private"].save(path, File(content))
    with transaction.atomic():
        now = timezone.now()
        _set(export, state=ExportState.READY, percent=100, path=path, size=file.stat().st_size, expires_at=now + KEPT)
        note_copies(by=export.requested_by, enrolment_ids=enrolment_ids)
        _tell(export, "copy_ready")


@transaction.atomic
def fail_copy(export: Export) -> None:
    _set(export, state=ExportState.FAILED, expires_at=timezone.now() + KEPT)
    _tell(export, "copy_failed")


@transaction.atomic
def refuse_copy(export: Export) -> None:
    """The right was lost between the request and the work: nothing is made, and nothing is said."""
    _set(export, state=ExportState.FAILED, expires_at=timezone.now() + KEPT)
    thing = export.enrolment or export.offering
    log(thing, "learning.copy_refuse", user=export.requested_by, data=_facts(export))


@transaction.atomic
def note_download(*, by: User, export: Export) -> None:
    """Counts it before a byte goes out. Raises CopyUsedUp where it went out as often as it may."""
    fresh = Export.objects.filter(pk=export.pk, downloads__lt=MOST_DOWNLOADS)
    if not fresh.update(downloads=F("downloads") + 1, downloaded_at=timezone.now()):
        raise CopyUsedUp
    log(export.enrolment or export.offering, "learning.copy_download", user=by, data=_facts(export))


@transaction.atomic
def take_up_copies() -> None:
    """Queues again what a killed worker left; what was begun in vain several times is given up."""
    lost = Export.objects.filter(state=ExportState.RUNNING, begun_at__lt=timezone.now() - LOST_AFTER)
    for export in lost.filter(attempts__gte=MOST_ATTEMPTS).select_related("requested_by"):
        fail_copy(export)
    lost.filter(attempts__lt=MOST_ATTEMPTS).update(state=ExportState.QUEUED)
    waiting = Export.objects.filter(state=ExportState.QUEUED, created_at__lt=timezone.now() - LOST_AFTER)
    for pk in waiting.values_list("pk", flat=True):
        enqueue("reports.make_copy", pk)


def delete_old_copies() -> int:
    """Takes away files and rows whose time is over; that they were made and fetched stays in the log."""
    over = list(Export.objects.over())
    for export in over:
        if export.path:
            storages["private"].delete(export.path)
        export.delete()
    return len(over)


def _set(export: Export, **fields) -> None:
    for name, value in fields.items():
        setattr(export, name, value)
    export.save(update_fields=list(fields))


def _tell(export: Export, event: str) -> None:
    day = said_in_full(timezone.localdate(export.expires_at), export.language) if export.expires_at else ""
    data = {"name": export.name, "day": day}
    key = f"{export.public_id}:{export.state}"
    notify(event, export.requested_by, key=key, url=copies_url(export), about=export, data=data)


def _facts(export: Export) -> dict:
    return {"copy": str(export.public_id), "kind": export.kind}
