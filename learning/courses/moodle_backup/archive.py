"""Opening a backup's archive, whichever of its two kinds it is, without trusting a byte of it."""

import zlib
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from learning.courses.moodle_backup import refusals
from learning.courses.moodle_backup.refusals import BackupRefused
from learning.courses.moodle_backup.tar_archive import open_tar
from learning.courses.moodle_backup.zip_archive import open_zip

BROKEN = (EOFError, zlib.error, OSError)


@dataclass(frozen=True)
class Archive:
    """The checked members of a backup: `sizes` maps each name to its bytes, `open_member(name)` gives a
    binary stream.
    """

    sizes: dict[str, int]
    open_member: Callable[[str], BinaryIO]

    def __contains__(self, name):
        return name in self.sizes

    @contextmanager
    def open(self, name):
        """A binary stream of the member `name`; damage met while reading is a `BackupRefused`."""
        try:
            with self.open_member(name) as stream:
                yield stream
        except BROKEN as error:
            raise BackupRefused(refusals.DAMAGED) from error


@contextmanager
def open_archive(path):
    """The `Archive` in the file `path`; zip or gzip-tar is told by its first bytes, not by its name.

    Raises `BackupRefused` for what is neither, is damaged, or breaks a limit. What a gzip-tar needs on disk
    is removed on leaving.
    """
    # One open file for both looks: the path could be changed in between.
    with open(path, "rb") as file:
        opener = _opener_for(file.read(4))
        file.seek(0)
        with opener(file) as (sizes, open_member):
            yield Archive(sizes, open_member)


def _opener_for(magic):
    if magic.startswith(b"\x1f\x8b"):
        return open_tar
    # The second signature is that of an archive without any member.
    if magic in (b"PK\x03\x04", b"PK\x05\x06"):
        return open_zip
    raise BackupRefused(refusals.NOT_A_BACKUP)
