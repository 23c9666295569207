"""The list of files of a backup: which bytes stand behind which name in which text."""

from functools import partial

from learning.courses.moodle_backup.addresses import FileArea
from learning.courses.moodle_backup.records import elements, number_of, text_of
from learning.courses.moodle_backup.report import Kind
from learning.courses.moodle_backup.structure import BackupFile

LIST = "files.xml"


class FileList:
    """`by_hash` maps each SHA-1 to its `BackupFile`; `by_area` maps a `FileArea` to {path: hash} in the
    order that Moodle shows.
    """

    def __init__(self):
        self.by_hash = {}
        self.by_area = {None: {}}

    @property
    def mimetypes(self):
        return {digest: file.mimetype for digest, file in self.by_hash.items()}


def read_files(archive, report):
    """The `FileList` of an archive; a file that is listed and not held becomes a line of the report."""
    listed = FileList()
    if LIST not in archive:
        return listed
    rows = [_row(record) for record in elements(archive, LIST, ("file",)) if text_of(record, "filename") != "."]
    for _order, path, area, digest, mimetype in sorted(rows, key=lambda row: row[:2]):
        member = f"files/{digest[:2]}/{digest}"
        if (
            area.component.startswith(("user", "assignsubmission", "assignfeedback", "backup"))
            or area.area in PEOPLES_AREAS
        ):
            continue
        if member not in archive:
            report.add(Kind.FILES, where=LIST, text=path)
            continue
        name = path.rsplit("/", 1)[-1]
        opened = partial(archive.open, member)
        listed.by_hash.setdefault(digest, BackupFile(digest, name, mimetype, archive.sizes[member], opened))
        listed.by_area.setdefault(area, {})[path] = digest
        if area.area == "legacy":
            listed.by_area[None][path] = digest
    return listed


# What people wrote or handed in is not imported, so its files are not missed.
PEOPLES_AREAS = {
    "post",
    "attachment",
    "submission_files",
    "response_attachments",
    "essay_responses",
    "onlinetext",
}


def _row(record):
    path = (text_of(record, "filepath") + text_of(record, "filename")).lstrip("/")
    area = FileArea(
        text_of(record, "contextid"),
        text_of(record, "component"),
        text_of(record, "filearea"),
        text_of(record, "itemid") or "0",
    )
    # The digest is a name here, never trusted as a path: it only selects a member that the archive was checked to hold.
    digest = text_of(record, "contenthash").strip().lower()
    return -number_of(record, "sortorder"), path, area, digest, text_of(record, "mimetype").strip().lower()
