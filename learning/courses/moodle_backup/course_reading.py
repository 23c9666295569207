"""What the readers of single activities share: the opened backup, and the making of units."""

import hashlib
import json
import re
from dataclasses import dataclass
from html import escape

from learning.courses.moodle_backup.addresses import Directory, FileArea
from learning.courses.moodle_backup.archive import Archive
from learning.courses.moodle_backup.files import FileList
from learning.courses.moodle_backup.html import Surroundings, blocks_from_html, rich_text_from_html, with_ids
from learning.courses.moodle_backup.report import Report
from learning.courses.moodle_backup.structure import Lesson, Unit

PLAIN, MARKDOWN, MOODLE = "2", "4", "0"
BLOCK_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|table|pre|blockquote)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """An opened backup while it is read."""

    archive: Archive
    directory: Directory
    files: FileList
    report: Report
    mimetypes: dict[str, str]

    def around(self, title, area):
        """The `Surroundings` of a text called `title` whose files lie in `area` (a `FileArea` or None)."""
        return Surroundings(self.directory, area, self.report, title, self.mimetypes)

    def of_activity(self, activity, area, title="", item="0"):
        """The `Surroundings` of one text of an activity."""
        place = FileArea(activity.context, f"mod_{activity.kind}", area, item)
        return self.around(title or activity.title, place)


def as_html(text, text_format):
    """A text of Moodle as HTML, by Moodle's number of its format; Markdown is taken as the plain text that
    it also is.
    """
    # Moodle's own format is HTML or plain text, whichever was typed.
    is_plain = text_format in (PLAIN, MARKDOWN) or (text_format == MOODLE and not BLOCK_TAG.search(text))
    if not is_plain:
        return text
    shown = text if text_format == MOODLE else escape(text, quote=False)
    parts = re.split(r"\n\s*\n", shown.replace("\r\n", "\n"))
    return "".join(f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in parts if part.strip())


def blocks(text, text_format, around):
    """The blocks of a text of Moodle, without ids."""
    return blocks_from_html(as_html(text, text_format), around)


def rich_text(text, text_format, around):
    """A text of Moodle as rich text."""
    return rich_text_from_html(as_html(text, text_format), around)


def make_unit(key, title, hidden, body):
    """A `Unit` of blocks without ids."""
    return Unit(key, title, hidden, with_ids(body, key), checksum([title, hidden, body]))


def make_lesson(key, title, hidden, intro, units):
    """A `Lesson`; its checksum also covers the order of its units, not what they hold."""
    return Lesson(
        key,
        title,
        hidden,
        intro,
        tuple(units),
        checksum([title, hidden, intro, [unit.key for unit in units]]),
    )


def checksum(content):
    """SHA-256 (hex) of anything that JSON can write."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
