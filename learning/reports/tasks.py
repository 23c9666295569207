import tempfile
from functools import partial
from pathlib import Path

from django.utils import translation

from home.queue.registry import scheduled, task
from learning.reports.actions import (
    begin_copy,
    delete_old_copies,
    fail_copy,
    finish_copy,
    invite_to_surveys,
    note_progress,
    refuse_copy,
    take_up_copies,
)
from learning.reports.exports import write_copy
from learning.reports.rules import may_take


@task("reports.make_copy")
def make_copy(export_id: int) -> None:
    export = begin_copy(export_id)
    if export is None:
        return
    if not may_take(export):
        refuse_copy(export)
        return
    with tempfile.TemporaryDirectory(prefix="roda-copy-") as folder, translation.override(export.language):
        file = Path(folder) / "copy"
        try:
            enrolment_ids = write_copy(export, file, partial(note_progress, export))
            finish_copy(export, file, enrolment_ids)
        except Exception:
            fail_copy(export)
            raise


@scheduled("reports.take_up_copies", minute="*/5")
def take_up() -> None:
    take_up_copies()


@scheduled("reports.delete_old_copies", hour="3", minute="41")
def sweep() -> None:
    delete_old_copies()


@scheduled("reports.invite_to_surveys", hour="10", minute="20")
def invite() -> None:
    invite_to_surveys()
