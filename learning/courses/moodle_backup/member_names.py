"""The names under which an archive may hold its members."""

import unicodedata

from learning.courses.moodle_backup import refusals
from learning.courses.moodle_backup.limits import MAX_NAME_BYTES
from learning.courses.moodle_backup.refusals import BackupRefused


def checked_name(name):
    """The member's name without a leading "./"; raises `BackupRefused` for one that could lead outside."""
    plain = name.removeprefix("./").rstrip("/")
    if _is_unsafe(plain, name):
        raise BackupRefused(refusals.UNSAFE_NAME)
    return plain


def _is_unsafe(plain, name):
    if name.startswith("/") or "\\" in name or "\0" in name or len(name.encode("utf-8", "replace")) > MAX_NAME_BYTES:
        return True
    parts = plain.split("/")
    return ".." in parts or parts[0].endswith(":") or parts[0][1:2] == ":"


class NamesSeen:
    """Refuses a second member of the same name, also where only case or composition differs."""

    def __init__(self):
        self._folded = set()

    def add(self, name):
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in self._folded:
            raise BackupRefused(refusals.REPEATED_MEMBER)
        self._folded.add(folded)
