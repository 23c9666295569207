"""The one way a learner's file comes in, is tied to what it belongs to, and goes."""

import hashlib
import re
import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from home.uploads.authors import blank_pdf_authors
from home.uploads.embedded import blank_camera_data, clean_package
from home.uploads.kinds import OFFICE, PDF, Kind, recognise
from home.uploads.models import IncomingUpload, Upload
from home.uploads.names import normalise_name
from home.uploads.pictures import TooManyPixels, UnreadablePicture, remake_picture
from home.uploads.queries import (
    announced_since,
    bytes_arriving,
    bytes_kept,
    content_path,
    part_path,
    received_since,
)
from home.uploads.storages import append_content

ORPHAN_AGE = timedelta(hours=24)
ABANDONED_AGE = timedelta(hours=48)


class UploadRefused(Exception):
    """A file that is not taken; the message is a sentence for the person."""


class UploadTooLarge(UploadRefused):
    pass


class TooManyUploads(UploadRefused):
    pass


@dataclass(frozen=True)
class Part:
    """Some bytes of a file: where they begin in it, the whole file's size in bytes, and its name."""

    offset: int
    size: int
    name: str
    content: File


class WrongOffset(Exception):
    """The part does not begin where the file ends so far: at `offset`."""

    def __init__(self, offset: int):
        super().__init__(str(offset))
        self.offset = offset


class AlreadyAttached(Exception):
    """The file belongs to something else already."""


def receive_upload(*, by: User, file: File, name: str) -> Upload:
    """Checks, re-encodes and keeps a learner's file: on the disk first, then as a row. Raises UploadRefused."""
    _check_size(by, file.size)
    kind = recognise(file, name)
    if kind is None:
        raise UploadRefused(refusal_of_kind())
    received = _hash(file)
    content, width, height = _remade(file) if kind.is_image else (_without_traces(file, kind), None, None)
    sha256 = _hash(content)
    content.seek(0)
    storages["private"].save(content_path(sha256), content)
    return _record(by, kind, name, received, (sha256, content.size, width, height))


@transaction.atomic
def take_part(*, by: User, key: uuid.UUID, part: Part) -> IncomingUpload:
    """Appends a part to the file that `by` sends under `key`; the first one announces it.

    What a killed writer left behind the bytes that the row counts is written over. Raises WrongOffset, UploadRefused.
    """
    incoming = IncomingUpload.objects.select_for_update().of(by).filter(key=key).first()
    if incoming is None:
        _check_size(by, part.size, arriving=bytes_arriving(by), announced=announced_since(by, _an_hour_ago()))
        incoming, _is_new = IncomingUpload.objects.get_or_create(
            uploader=by, key=key, defaults={"name": part.name[-255:], "size": part.size}
        )
    if incoming.upload_id:
        return incoming
    if part.offset != incoming.received or part.offset + part.content.size > incoming.size:
        raise WrongOffset(incoming.received)
    append_content(storages["private"].path(part_path(incoming)), part.offset, part.content)
    incoming.received += part.content.size
    incoming.save(update_fields=["received", "touched_at"])
    return incoming


def finish_incoming(incoming: IncomingUpload) -> Upload:
    """Makes a file that came whole an upload, by the one way in; a repeat gives the same one. Raises UploadRefused.

    A refused file is forgotten with its parts.
    """
    if incoming.upload:
        return incoming.upload
    storage, path = storages["private"], part_path(incoming)
    try:
        with storage.open(path) as file:
            upload = receive_upload(by=incoming.uploader, file=file, name=incoming.name)
    except TooManyUploads:
        raise
    except UploadRefused:
        incoming.delete()
        storage.delete(path)
        raise
    if not IncomingUpload.objects.arriving().filter(pk=incoming.pk).update(upload=upload):
        upload.delete()
        return Upload.objects.get(incoming=incoming)
    storage.delete(path)
    return upload


@transaction.atomic
def copy_upload(upload: Upload) -> Upload:
    """Another row of the same content, which belongs to nothing yet."""
    names = ("uploader", "name", "media_type", "size", "received_sha256", "sha256", "width", "height")
    return Upload.objects.create(**{name: getattr(upload, name) for name in names})


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


def remove_abandoned_parts() -> int:
    """Forgets files of which nothing came for two days; the device that has one still begins again."""
    old = IncomingUpload.objects.filter(touched_at__lt=timezone.now() - ABANDONED_AGE)
    for incoming in old:
        storages["private"].delete(part_path(incoming))
        incoming.delete()
    return len(old)


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
    """`10 MB`: a limit is a round number, and said as one."""
    return re.sub(r"[.,]0(?=\D)", "", filesizeformat(settings.UPLOAD_MAX_BYTES))


def refusal_of_kind() -> str:
    return _(
        "This file is of a kind that we do not take, or it is damaged. Send a picture (PNG, JPEG, GIF or WebP), "
        "a PDF, a document (DOCX, XLSX, ODT), a plain text (TXT) or an audio (MP3, M4A, OGG, WebM)."
    )


def _check_size(by: User, size: int, *, arriving: int = 0, announced: int = 0) -> None:
    """`arriving` bytes and `announced` files are on their way already."""
    if not size:
        raise UploadRefused(_("The file is empty."))
    if size > settings.UPLOAD_MAX_BYTES:
        sizes = {"size": filesizeformat(size), "limit": size_limit_text()}
        raise UploadTooLarge(_("The file has %(size)s. The limit is %(limit)s.") % sizes)
    if received_since(by, _an_hour_ago()) + announced >= settings.UPLOADS_PER_HOUR:
        raise TooManyUploads(_("You have sent many files in the last hour. Wait a little and try again."))
    if bytes_kept(by) + arriving + size > settings.UPLOAD_QUOTA_BYTES:
        quota = {"quota": filesizeformat(settings.UPLOAD_QUOTA_BYTES)}
        raise UploadRefused(_("With this file you would go over your space of %(quota)s.") % quota)


def _an_hour_ago() -> datetime:
    return timezone.now() - timedelta(hours=1)


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


def _without_traces(file: File, kind: Kind) -> File:
    file.seek(0)
    if kind is PDF:
        return File(BytesIO(blank_pdf_authors(blank_camera_data(file.read()))), name="document")
    if kind in OFFICE.values():
        try:
            return File(BytesIO(clean_package(file.read())), name="document")
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
