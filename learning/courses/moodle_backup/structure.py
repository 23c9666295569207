"""What a backup holds, as plain values that refer to each other by key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from learning.courses.moodle_backup.report import Report

# One StreamField block in raw form: {"type": str, "value": ..., "id": str}.
Block = dict[str, Any]


@dataclass(frozen=True)
class BackupFile:
    """A file of the backup: `hash` is the SHA-1 of its bytes, `mimetype` is only what Moodle claimed;
    `open()` reads it in the archive.
    """

    hash: str
    name: str
    mimetype: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Unit:
    """One page to read. `key` stays the same from backup to backup; `checksum` changes with title, body or
    visibility.
    """

    key: str
    title: str
    hidden: bool
    body: tuple[Block, ...]
    checksum: str


@dataclass(frozen=True)
class Lesson:
    """A sequence of units under one title; `intro` is rich text."""

    key: str
    title: str
    hidden: bool
    intro: str
    units: tuple[Unit, ...]
    checksum: str


@dataclass(frozen=True)
class Module:
    """One section of the course; `summary` is rich text, `items` keeps lessons and single units in their
    order.
    """

    key: str
    title: str
    hidden: bool
    summary: str
    items: tuple[Lesson | Unit, ...]
    checksum: str


@dataclass(frozen=True)
class Course:
    """`source_key` names the course at the site that it came from; `language` is Moodle's code or "";
    `picture` a file's hash or "".
    """

    source_key: str
    title: str
    short_name: str
    summary: str
    language: str
    picture: str


@dataclass(frozen=True)
class Backup:
    """A whole backup. `files` maps a hash to its `BackupFile` and can be read only until the backup is
    closed.
    """

    course: Course
    modules: tuple[Module, ...]
    files: dict[str, BackupFile]
    report: Report
