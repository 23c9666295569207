import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User
from home.uploads.actions import attach_upload, detach_upload
from home.uploads.models import Upload
from learning.work_changes.actions.errors import refuse_where
from learning.work_changes.actions.recording import lock_change
from learning.work_changes.enums import EvidenceKind
from learning.work_changes.guards import Problem, not_in_future
from learning.work_changes.models import ChangeEvidence, WorkChange


@dataclass(frozen=True)
class Evidence:
    """`kind` is an EvidenceKind; `upload` a file of whoever adds it."""

    kind: str
    no_patient_data: bool
    note: str = ""
    link: str = ""
    dated_on: datetime.date | None = None
    upload: Upload | None = None


@transaction.atomic
def add_evidence(*, by: User, change: WorkChange, key: uuid.UUID, evidence: Evidence) -> ChangeEvidence:
    """Whoever reads the change reads it. The same `key` again gives the first. Raises ChangeRefused."""
    stored = lock_change(change)
    if first := ChangeEvidence.objects.filter(change=stored, key=key).first():
        return first
    refuse_where(
        [
            _not_acknowledged(evidence),
            _nothing_shown(evidence),
            not_in_future("dated_on", evidence.dated_on, timezone.localdate()),
        ]
    )
    row = ChangeEvidence.objects.create(change=stored, key=key, added_by=by, added_at=timezone.now(), **vars(evidence))
    if evidence.upload:
        attach_upload(evidence.upload, owner=row)
    log(stored, "learning.change_evidence", user=by, data={"kind": evidence.kind})
    return row


@transaction.atomic
def remove_evidence(*, by: User, evidence: ChangeEvidence) -> None:
    stored = lock_change(evidence.change)
    row = ChangeEvidence.objects.filter(pk=evidence.pk).select_related("upload").first()
    if row is None:
        return
    upload, kind = row.upload, row.kind
    row.delete()
    if upload:
        detach_upload(upload)
    log(stored, "learning.change_evidence_remove", user=by, data={"kind": kind})


def _not_acknowledged(evidence: Evidence) -> Problem | None:
    if evidence.no_patient_data:
        return None
    return Problem("no_patient_data", _("Look at it again and confirm that no patient can be identified in it."))


def _nothing_shown(evidence: Evidence) -> Problem | None:
    if evidence.kind == EvidenceKind.LINK:
        return None if evidence.link else Problem("link", _("Write the address."))
    if evidence.upload or evidence.note.strip():
        return None
    return Problem("file", _("Attach a file, or say in words what it shows."))
