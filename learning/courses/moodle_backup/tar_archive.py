"""The gzip-tar kind of a backup: read once from front to back, its members kept in a temporary folder.

A member is kept under a number, never under its own name, so that no name can lead anywhere.
"""

import gzip
import os
import shutil
import tarfile
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from learning.courses.moodle_backup import refusals
from learning.courses.moodle_backup.limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES, MIB, RATIO_FLOOR_BYTES
from learning.courses.moodle_backup.member_names import NamesSeen, checked_name
from learning.courses.moodle_backup.refusals import BackupRefused

BROKEN = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, OverflowError)
STEP = 256 * 1024


@contextmanager
def open_tar(file):
    """Yields (sizes by name, opener) of the gzip-tar in the binary `file`; raises `BackupRefused`."""
    packed = os.fstat(file.fileno()).st_size
    with tempfile.TemporaryDirectory(prefix="moodle-backup-") as folder:
        try:
            with gzip.GzipFile(fileobj=file) as unpacked:
                stream = MeasuredStream(unpacked, packed)
                with tarfile.open(fileobj=stream, mode="r:") as archive:
                    sizes, places = _kept_members(archive, Path(folder))
                _drain(stream)
        except BROKEN as error:
            raise BackupRefused(refusals.DAMAGED) from error
        yield sizes, lambda name: places[name].open("rb")


class MeasuredStream:
    """A forward-only stream that stops a bomb while it unpacks: total size, density, and the size of one
    read.
    """

    def __init__(self, stream, packed):
        self._stream = stream
        self._packed = packed
        self._position = 0

    def read(self, size):
        # tarfile reads a long name or a pax header whole, whatever size the archive claims for it.
        if size > MIB:
            raise BackupRefused(refusals.TOO_LARGE)
        data = self._stream.read(size)
        self._position += len(data)
        if self._position > MAX_UNPACKED_BYTES:
            raise BackupRefused(refusals.TOO_LARGE)
        if self._position > RATIO_FLOOR_BYTES and self._position > MAX_RATIO * self._packed:
            raise BackupRefused(refusals.TOO_DENSE)
        return data

    def tell(self):
        return self._position

    def seek(self, position):
        while self._position < position:
            if not self.read(min(STEP, position - self._position)):
                raise EOFError
        return self._position


def _kept_members(archive, folder):
    sizes, places, seen = {}, {}, NamesSeen()
    for number, member in enumerate(_members(archive)):
        name = checked_name(member.name)
        if number >= MAX_MEMBERS:
            raise BackupRefused(refusals.TOO_MANY_MEMBERS)
        # Folders count too, or a million of them would pass.
        if member.isdir():
            continue
        _check_kind(member)
        seen.add(name)
        places[name] = folder / str(number)
        _keep(archive, member, places[name])
        sizes[name] = member.size
    return sizes, places


def _members(archive):
    while (member := archive.next()) is not None:
        # tarfile remembers every member for a second look that never comes.
        archive.members = []
        yield member


def _check_kind(member):
    if not member.isreg() or member.issparse():
        raise BackupRefused(refusals.UNSAFE_MEMBER)
    if member.size > MAX_UNPACKED_BYTES:
        raise BackupRefused(refusals.TOO_LARGE)


def _keep(archive, member, place):
    with archive.extractfile(member) as source, open(place, "wb") as target:
        shutil.copyfileobj(source, target, STEP)


def _drain(stream):
    # Only at its end does gzip compare the checksum, which tells a truncated file.
    while stream.read(STEP):
        pass
