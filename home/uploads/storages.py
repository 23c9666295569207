"""Where learners' files lie: by the hash of their content, whole or not at all."""

import os
import tempfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class ContentStorage(FileSystemStorage):
    """A folder of files named by their content: writing one twice leaves one, a killed writer leaves no half file."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(scratch, target)
        except BaseException:
            os.unlink(scratch)
            raise
        _fsync_folder(target.parent)
        return name


def append_content(path: str, offset: int, content: File) -> None:
    """Writes `content` from byte `offset` on, which becomes the file's end, and sees it onto the disk."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target, "r+b" if offset else "wb") as file:
        file.truncate(offset)
        file.seek(offset)
        for chunk in content.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
