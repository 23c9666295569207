"""The one way a learner's file comes in, is tied to what it belongs to, and goes."""

import hashlib
import zlib
from datetime import timedelta
from io import BytesIO
from zipfile import BadZipFile

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.storage import storages
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from home.accounts.models import User
from home.uploads.embedded import blank_camera_data, blank_packed_pictures
from home.uploads.kinds import OFFICE, PDF, Kind, recognise
from home.uploads.models import Upload
from home.uploads.names import normalise_name
from home.uploads.pictures import TooManyPixels, UnreadablePicture, remake_picture
from home.uploads.queries import bytes_kept, content_path, received_since

ORPHAN_AGE = timedelta(hours=24)


class UploadRefused(Exception):
    """A file that is not taken; the message is a sentence for the person."""


class UploadTooLarge(UploadRefused):
    pass


class TooManyUploads(UploadRefused):
    pass


class AlreadyAttached(Exception):
    """The file belongs to something else already."""


def receive_upload(*, by: User, file: File, name: str) -> Upload:
    """Checks, re-encodes and keeps a learner's file: on the disk first, then as a row. Raises UploadRefused."""
    _check_size(by, file)
    kind = recognise(file, name)
    if kind is None:
        raise UploadRefused(refusal_of_kind())
    received = _hash(file)
    content, width, height = _remade(file) if kind.is_image else (_without_camera_data(file, kind), None, None)
    sha256 = _hash(content)
    content.seek(0)
    storages["private"].save(content_path(sha256), content)
    return _record(by, kind, name, received, (sha256, content.size, width, height))


@transaction.atomic
def attach_upload(upload: Upload, *, owner: models.Model) -> None:
    """Makes the file readable by whoever may see `owner`. Raises AlreadyAttached where it belongs to another thing."""
    if not hasattr(getattr(type(owner), "objects", None), "visible_to"):
        raise TypeError(f"{type(owner).__name__}.objects has no visible_to(): who may read the file is unknown.")
    owner_type = ContentType.objects.get_for_model(owner)
    free = models.Q(owner_type=None) | models.Q(owner_type=owner_type, owner_id=owner.pk)
    if not Upload.objects.filter(free, pk=upload.pk).update(owner_type=owner_type, owner_id=owner.pk):
        raise AlreadyAttached
    upload.owner = owner


@transaction.atomic
def detach_upload(upload: Upload) -> None:
    """Takes the file from what it belonged to: only its uploader reads it, until the sweep."""
    Upload.objects.filter(pk=upload.pk).update(owner_type=None, owner_id=None)


def remove_forgotten_uploads() -> int:
    """Deletes rows that were attached to nothing within settings.UPLOAD_KEEP_UNATTACHED_DAYS."""
    limit = timezone.now() - timedelta(days=settings.UPLOAD_KEEP_UNATTACHED_DAYS)
    return Upload.objects.unattached().filter(created_at__lt=limit).delete()[0]


def remove_orphan_files() -> int:
    """Deletes files that no row names. Young ones stay: their row may be about to be written."""
    storage, removed = storages["private"], 0
    limit = timezone.now() - ORPHAN_AGE
    for path in list(_stored_paths(storage)):
        is_named = Upload.objects.filter(sha256=path.rpartition("/")[2]).exists()
        if not is_named and storage.get_modified_time(path) < limit:
            storage.delete(path)
            removed += 1
    return removed


def size_limit_text() -> str:
    return filesizeformat(settings.UPLOAD_MAX_BYTES)


def refusal_of_kind() -> str:
    return _(
        "This file is of a kind that we do not take, or it is damaged. Send a picture (PNG, JPEG, GIF or WebP), "
        "a PDF, a document (DOCX, XLSX, ODT), a plain text (TXT) or an audio (MP3, M4A, OGG)."
    )


def _check_size(by: User, file: File) -> None:
    if not file.size:
        raise UploadRefused(_("The file is empty."))
    if file.size > settings.UPLOAD_MAX_BYTES:
        sizes = {"size": filesizeformat(file.size), "limit": size_limit_text()}
        raise UploadTooLarge(_("The file has %(size)s. The limit is %(limit)s.") % sizes)
    if received_since(by, timezone.now() - timedelta(hours=1)) >= settings.UPLOADS_PER_HOUR:
        raise TooManyUploads(_("You have sent many files in the last hour. Wait a little and try again."))
    if bytes_kept(by) + file.size > settings.UPLOAD_QUOTA_BYTES:
        quota = {"quota": filesizeformat(settings.UPLOAD_QUOTA_BYTES)}
        raise UploadRefused(_("With this file you would go over your space of %(quota)s.") % quota)


def _hash(file: File) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _remade(file: File) -> tuple[File, int, int]:
    try:
        content, width, height = remake_picture(file)
    except TooManyPixels as error:
        raise UploadRefused(_("The picture is too large: make it smaller and send it again.")) from error
    except UnreadablePicture as error:
        raise UploadRefused(_("The picture is damaged and cannot be opened. Save it again and resend it.")) from error
    return File(BytesIO(content), name="picture"), width, height


def _without_camera_data(file: File, kind: Kind) -> File:
    file.seek(0)
    if kind is PDF:
        return File(BytesIO(blank_camera_data(file.read())), name="document")
    if kind in OFFICE.values():
        try:
            return File(BytesIO(blank_packed_pictures(file.read())), name="document")
        except (BadZipFile, OSError, ValueError, EOFError, zlib.error) as error:
            raise UploadRefused(refusal_of_kind()) from error
    return file


@transaction.atomic
def _record(by: User, kind: Kind, name: str, received: str, kept: tuple[str, int, int | None, int | None]) -> Upload:
    sha256, size, width, height = kept
    return Upload.objects.create(
        uploader=by,
        name=normalise_name(name, kind),
        media_type=kind.media_type,
        size=size,
        received_sha256=received,
        sha256=sha256,
        width=width,
        height=height,
    )


def _stored_paths(storage, folder: str = "uploads"):
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _stored_paths(storage, f"{folder}/{name}")
