"""What staff keep in mind about a student. No notice and no log tells of it."""

import uuid

from django.db import transaction
from django.utils import timezone

from home.accounts.models import User
from learning.enrolment.models import Enrolment, StaffNote


@transaction.atomic
def keep_staff_note(*, by: User, enrolment: Enrolment, key: uuid.UUID, text: str) -> StaffNote:
    """The same `key` again finds the first note."""
    words = {"enrolment": enrolment, "text": text, "written_at": timezone.now()}
    return StaffNote.objects.get_or_create(author=by, key=key, defaults=words)[0]


@transaction.atomic
def delete_staff_note(*, by: User, note: StaffNote) -> None:
    """Takes it away; `restore_staff_note` brings it back."""
    StaffNote.objects.filter(pk=note.pk, deleted_at=None).update(deleted_at=timezone.now())


@transaction.atomic
def restore_staff_note(*, by: User, note: StaffNote) -> None:
    StaffNote.objects.filter(pk=note.pk).update(deleted_at=None)
