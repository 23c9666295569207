"""Files of a backup, kept as pictures, documents and recordings of the library; each is looked at, not believed."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

import filetype
from django.core.files import File
from django.core.files.base import ContentFile
from wagtail.models import Collection
from wagtailmedia.models import get_media_model

from home.pages.models import CustomDocument, CustomImage
from home.uploads.kinds import HEAD, Kind, recognise
from home.uploads.names import normalise_name
from home.uploads.pictures import UnreadablePicture, remake_picture
from learning.courses.moodle_backup import BackupFile, Report
from learning.courses.moodle_import.report import Outcome

MIB = 1024 * 1024
MAX_BYTES = 200 * MIB
KEPT_IN_MEMORY = 4 * MIB
LONGEST_TITLE = 200
MP4 = Kind("video/mp4", ("mp4", "m4v"))
WEBM = Kind("video/webm", ("webm",))
VTT = Kind("text/vtt", ("vtt",))
VIDEO = {"mp4": MP4, "m4v": MP4, "webm": WEBM}
# Stands for a file that would be kept, while nothing is written.
NOT_KEPT = -1


class FileStore:
    """Keeps files as they are asked for, each once. Without a `collection` nothing is kept, only looked at.

    `saved` are (storage, name) of the files written: they must go if the import fails, for no row will name them.
    """

    def __init__(self, files: dict[str, BackupFile], report: Report, collection: Collection | None):
        self.saved: list[tuple] = []
        self._files = files
        self._report = report
        self._collection = collection
        self._known: dict[tuple[str, str], int | None] = {}

    def image(self, digest: str) -> int | None:
        """Id of the picture made from the file, or None where it is no picture."""
        return self._once("image", digest)

    def document(self, digest: str) -> int | None:
        return self._once("document", digest)

    def recording(self, digest: str, kind: str) -> int | None:
        """Id of a recording; `kind` is "audio" or "video"."""
        return self._once(kind, digest)

    def refuse(self, digest: str) -> None:
        """Notes that a file found no place at all."""
        file = self._files.get(digest)
        if self._known.setdefault(("refused", digest), None) is None and file:
            self._known["refused", digest] = NOT_KEPT
            self._report.add(Outcome.FILE_REFUSED, where=file.name, text=file.mimetype)

    def _once(self, use: str, digest: str) -> int | None:
        if (use, digest) not in self._known:
            self._known[use, digest] = self._keep(use, digest)
        return self._known[use, digest]

    def _keep(self, use: str, digest: str) -> int | None:
        file = self._files.get(digest)
        if file is None or not 0 < file.size <= MAX_BYTES:
            return None
        with _opened(file) as content:
            kind = sniff(content, file.name)
            if kind is None or not _fits(use, kind):
                return None
            try:
                content = BytesIO(remake_picture(content)[0]) if kind.is_image else content
            except UnreadablePicture:
                return None
            return self._row(use, content, normalise_name(file.name, kind)) if self._collection else NOT_KEPT

    def _row(self, use: str, content: BinaryIO, name: str) -> int:
        if use in ("audio", "video"):
            fields = {"type": use, "duration": 0}
            return self._save(get_media_model()(file=File(content, name), **self._shared(name), **fields))
        model = CustomImage if use == "image" else CustomDocument
        content.seek(0)
        digest = hashlib.file_digest(content, hashlib.sha1).hexdigest()
        size = content.tell()
        held = model.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
        if held:
            return held
        content.seek(0)
        kept = ContentFile(content.read(), name) if use == "image" else File(content, name)
        return self._save(model(file=kept, file_hash=digest, file_size=size, **self._shared(name)))

    def _shared(self, name: str) -> dict:
        return {"title": name.rpartition(".")[0][:LONGEST_TITLE], "collection": self._collection}

    def _save(self, thing) -> int:
        thing.save()
        thing.file.close()
        self.saved.append((thing.file.storage, thing.file.name))
        return thing.pk


def sniff(content: BinaryIO, name: str) -> Kind | None:
    """What the bytes are, or None for what is not taken: what learners may send, and video and captions beside it."""
    kind = recognise(content, name)
    if kind is None:
        content.seek(0)
        head = content.read(HEAD)
        guess = filetype.guess(head)
        kind = VIDEO.get(guess.extension) if guess else None
        if guess is None and head.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
            kind = VTT
    content.seek(0)
    return kind


def _fits(use: str, kind: Kind) -> bool:
    main = kind.media_type.split("/")[0]
    return main == use if use != "document" else main != "video"


@contextmanager
def _opened(file: BackupFile) -> Iterator[BinaryIO]:
    with SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as copy:
        with file.open() as packed:
            shutil.copyfileobj(packed, copy)
        yield copy
