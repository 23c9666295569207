"""Files that go up by themselves while a text is written, or after it was sent."""

import uuid

from django.db import transaction
from django.utils import timezone

from home.accounts.models import User
from home.uploads.actions import attach_upload
from home.uploads.models import Upload
from learning.portfolio.actions.entries import attach_to_draft
from learning.portfolio.models import ExpectedFile, PortfolioEntry

MOST = 20


class FileGivenUp(Exception):
    """The student took the file back before it was here."""


def announce_files(*, by: User, entry: PortfolioEntry, files: list[tuple[uuid.UUID, str]]) -> None:
    """Notes which files are on their way to the draft: the device's keys and their names. A repeat changes nothing."""
    rows = [ExpectedFile(entry=entry, key=key, name=name[:255]) for key, name in files[:MOST]]
    ExpectedFile.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def receive_expected_file(*, by: User, entry: PortfolioEntry, key: uuid.UUID, upload: Upload) -> ExpectedFile:
    """Puts a file that came to where it was meant: to the draft, or to the version that waits for it.

    A repeat finds it there. A file that was not announced is meant for the draft. Raises FileGivenUp, EntryLocked.
    """
    ExpectedFile.objects.get_or_create(entry=entry, key=key, defaults={"name": upload.name})
    expected = ExpectedFile.objects.select_for_update(of=("self",)).select_related("version").get(entry=entry, key=key)
    if expected.given_up_at:
        raise FileGivenUp
    if expected.upload_id:
        return expected
    if expected.version:
        attach_upload(upload, owner=expected.version)
        expected.version.attachments.add(upload)
    else:
        attach_to_draft(by=by, entry=entry, upload=upload)
    expected.upload = upload
    expected.save(update_fields=["upload"])
    return expected


def give_up_file(*, by: User, entry: PortfolioEntry, key: uuid.UUID) -> None:
    """A file that does not come is waited for no longer; what arrives later under its key is not taken."""
    entry.expected_files.arriving().filter(key=key).update(given_up_at=timezone.now())
