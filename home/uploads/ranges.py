"""A part of a file, as a player asks for it: Safari and many phones play nothing that cannot be asked for in parts."""

import re
from dataclasses import dataclass
from typing import BinaryIO

ONE_RANGE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?", re.ASCII)


class BeyondTheEnd(Exception):
    """Nothing of what was asked for is in the file."""


@dataclass(frozen=True)
class ByteRange:
    """Both ends count, as in the header."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


def asked_range(header: str, size: int) -> ByteRange | None:
    """What a Range header asks for of a file of `size` bytes; None for all of it, also where it asks for several parts
    or makes no sense (RFC 9110, 14.2). Raises BeyondTheEnd."""
    found = ONE_RANGE.fullmatch(header.replace(" ", ""))
    if not found or not any(found.groups()):
        return None
    first, last = (None if digits is None else int(digits) for digits in found.groups())
    if first is None:
        first, last = max(0, size - (last or 0)), size - 1
    elif last is not None and last < first:
        return None
    if first >= size:
        raise BeyondTheEnd
    return ByteRange(first, min(size - 1, size - 1 if last is None else last))


class Part:
    """A file that begins at the first byte of a range and ends after its last."""

    def __init__(self, file: BinaryIO, wanted: ByteRange):
        self.file, self.left = file, len(wanted)
        file.seek(wanted.first)

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(content)
        return content

    def close(self) -> None:
        self.file.close()
