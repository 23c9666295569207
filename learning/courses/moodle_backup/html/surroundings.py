"""What the reading of one text needs to know about where it stands."""

from dataclasses import dataclass
from typing import Any

from learning.courses.moodle_backup.addresses import Directory, FileArea, resolve
from learning.courses.moodle_backup.report import Kind, Report


@dataclass(frozen=True)
class Surroundings:
    """Where a text stands: `title` is what the report calls the place, `mimetypes` maps the hash of each
    file to its type.
    """

    directory: Directory
    area: FileArea | None
    report: Report
    title: str
    mimetypes: dict[str, str]

    def resolve(self, url):
        """The `Address` behind a link or source of this text."""
        return resolve(url, self.directory, self.area)

    def note(self, kind, text: Any = "", count=1):
        """A line of the report about this text."""
        self.report.add(kind, where=self.title, text=text, count=count)

    def note_missing(self, url):
        """A line about an address that leads nowhere: a file that is not in the backup, or an item that
        was not imported.
        """
        self.note(Kind.FILES if "PLUGINFILE" in url or "FILEPHP" in url else Kind.LINKS, url[:200])
