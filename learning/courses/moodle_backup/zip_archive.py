"""The zip kind of a backup. Members are read where they lie; nothing is written to disk."""

import os
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager

from learning.courses.moodle_backup import refusals
from learning.courses.moodle_backup.limits import (
    MAX_DIRECTORY_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_FLOOR_BYTES,
)
from learning.courses.moodle_backup.member_names import NamesSeen, checked_name
from learning.courses.moodle_backup.refusals import BackupRefused

END_RECORD = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
LOCATOR = struct.Struct("<4sLQL")
LOCATOR_SIGNATURE = b"PK\x06\x07"
END_RECORD_64 = struct.Struct("<4sQ2H2L4Q")
LOCAL_HEADER_BYTES = 30
ENCRYPTED_FLAG = 0x1
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    struct.error,
    EOFError,
    zlib.error,
    OSError,
    RuntimeError,
)


@contextmanager
def open_zip(file):
    """Yields (sizes by name, opener) of the zip in the binary `file`; raises `BackupRefused`."""
    _check_directory_size(file)
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise BackupRefused(refusals.DAMAGED) from error
    with archive:
        members = _checked_members(archive)
        _check_overlap(members.values())
        _check_sizes(members.values(), os.fstat(file.fileno()).st_size)
        yield {name: info.file_size for name, info in members.items()}, _opener(archive, members)


def _opener(archive, members):
    @contextmanager
    def open_member(name):
        try:
            with archive.open(members[name]) as stream:
                yield stream
        except BROKEN as error:
            raise BackupRefused(refusals.DAMAGED) from error

    return open_member


def _check_directory_size(file):
    # zipfile reads the whole directory before it tells the number of members: a million of them cost 700 MB.
    size = file.seek(0, os.SEEK_END)
    tail_start = max(0, size - END_RECORD.size - 0xFFFF - LOCATOR.size)
    file.seek(tail_start)
    tail = file.read()
    at = _end_record_at(tail)
    if at < 0 or len(tail) < at + END_RECORD.size:
        raise BackupRefused(refusals.DAMAGED)
    record = END_RECORD.unpack_from(tail, at)
    entries, directory = _large_counts(file, tail, at) or (record[4], record[5])
    file.seek(0)
    if entries > MAX_MEMBERS or directory > MAX_DIRECTORY_BYTES:
        raise BackupRefused(refusals.TOO_MANY_MEMBERS)


def _end_record_at(tail):
    # The same order as zipfile looks in, or the two could be made to see different directories.
    last = len(tail) - END_RECORD.size
    if last >= 0 and tail[last : last + 4] == END_SIGNATURE and tail[-2:] == b"\0\0":
        return last
    return tail.rfind(END_SIGNATURE)


def _large_counts(file, tail, at):
    start = at - LOCATOR.size
    if start < 0 or tail[start : start + 4] != LOCATOR_SIGNATURE:
        return None
    # zipfile takes the large record to lie right before its locator, whatever address that names.
    file.seek(-(len(tail) - start + END_RECORD_64.size), os.SEEK_END)
    packed = file.read(END_RECORD_64.size)
    if len(packed) < END_RECORD_64.size:
        raise BackupRefused(refusals.DAMAGED)
    record = END_RECORD_64.unpack(packed)
    return record[7], record[8]


def _checked_members(archive):
    seen, members = NamesSeen(), {}
    for info in archive.infolist():
        name = checked_name(info.orig_filename)
        if info.is_dir():
            continue
        _check_kind(info)
        seen.add(name)
        members[name] = info
    return members


def _check_kind(info):
    if info.flag_bits & ENCRYPTED_FLAG:
        raise BackupRefused(refusals.ENCRYPTED)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BackupRefused(refusals.UNKNOWN_PACKING)
    kind = stat.S_IFMT(info.external_attr >> 16)
    # Archives made elsewhere than on Unix give no kind at all.
    if kind not in (0, stat.S_IFREG):
        raise BackupRefused(refusals.UNSAFE_MEMBER)


def _check_overlap(members):
    end = 0
    for info in sorted(members, key=lambda each: each.header_offset):
        if info.header_offset < end:
            raise BackupRefused(refusals.OVERLAPPING)
        end = info.header_offset + LOCAL_HEADER_BYTES + len(info.orig_filename) + info.compress_size


def _check_sizes(members, packed):
    # The claimed sizes bind: zipfile stops at them whatever the packed bytes would give.
    unpacked = sum(info.file_size for info in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise BackupRefused(refusals.TOO_LARGE)
    if unpacked > RATIO_FLOOR_BYTES and unpacked > MAX_RATIO * packed:
        raise BackupRefused(refusals.TOO_DENSE)
