"""Reading a whole backup: outline first, then what every address can lead to, then the content."""

from contextlib import contextmanager

from django.utils.translation import gettext as _

from learning.courses.moodle_backup.activities import address_unit, book_lesson, files_unit, page_unit
from learning.courses.moodle_backup.addresses import Directory, FileArea
from learning.courses.moodle_backup.archive import open_archive
from learning.courses.moodle_backup.course_reading import Source, checksum, rich_text
from learning.courses.moodle_backup.files import read_files
from learning.courses.moodle_backup.labels import left_over, placed, read_label
from learning.courses.moodle_backup.left_out import note_left_out
from learning.courses.moodle_backup.lessons import lesson
from learning.courses.moodle_backup.outline import read_outline
from learning.courses.moodle_backup.records import elements
from learning.courses.moodle_backup.report import Kind, Report
from learning.courses.moodle_backup.structure import Backup, Course, Module

READERS = {
    "page": page_unit,
    "url": address_unit,
    "resource": files_unit,
    "folder": files_unit,
    "book": book_lesson,
    "lesson": lesson,
}
PARTS = {"lesson": "page", "book": "chapter"}


@contextmanager
def read_backup(path):
    """The `Backup` in the file `path`, whose files can be read until it is closed.

    Raises `BackupRefused` (its `reason` is one sentence) for what is no Moodle 2-4 backup, is damaged, or
    is unsafe to read.
    """
    report = Report()
    with open_archive(path) as archive:
        outline = read_outline(archive, report)
        files = read_files(archive, report)
        source = Source(archive, _directory(archive, outline, files), files, report, files.mimetypes)
        note_left_out(archive, outline.sections, {*READERS, "label"}, report)
        modules = tuple(_module(source, outline, section) for section in outline.sections)
        yield Backup(_course(source, outline), modules, files.by_hash, report)


def _directory(archive, outline, files):
    # Links may lead forward: every key must be known before the first text is read.
    directory = Directory(site=outline.site, files=files.by_area)
    directory.keys["course", outline.course_id] = "course"
    for section in outline.sections:
        directory.keys["section", section.id] = _section_key(section)
        for activity in section.activities:
            if activity.kind in READERS:
                _add_keys(directory, archive, activity)
    return directory


def _add_keys(directory, archive, activity):
    directory.keys["module", activity.number] = activity.key
    directory.keys["instance", activity.kind, activity.instance] = activity.key
    part = PARTS.get(activity.kind)
    if part:
        for element in elements(archive, activity.file, (part,), at_start=True):
            number = element.get("id") or ""
            directory.keys["part", activity.number, number] = f"{activity.key}/{part}-{number}"


def _section_key(section):
    return f"section-{section.id}"


def _course(source, outline):
    area = FileArea(outline.course_context, "course", "summary")
    pictures = source.files.by_area.get(FileArea(outline.course_context, "course", "overviewfiles"), {})
    return Course(
        # Many a Moodle calls itself localhost, and one that moves keeps its identity.
        source_key=f"{outline.site_identity or outline.site}/course/view.php?id={outline.course_id}",
        title=outline.full_name,
        short_name=outline.short_name,
        summary=rich_text(outline.summary, outline.summary_format, source.around(outline.full_name, area)),
        language=outline.language,
        picture=next((digest for digest in pictures.values() if source.mimetypes[digest].startswith("image/")), ""),
    )


def _module(source, outline, section):
    title = section.name or (
        outline.full_name if section.number == 0 else _("Module %(number)s") % {"number": section.number}
    )
    area = FileArea(outline.course_context, "course", "section", section.id)
    items, tail = _items(source, section)
    summary = rich_text(section.summary, section.summary_format, source.around(title, area)) + tail
    mark = checksum([title, section.hidden, summary, [item.key for item in items]])
    return Module(_section_key(section), title, section.hidden, summary, tuple(items), mark)


def _items(source, section):
    """(items of a section, what its last labels add to its summary)."""
    items, waiting = [], []
    for activity in section.activities:
        if activity.kind == "label":
            label = read_label(source, activity)
            waiting += [label] if label else []
        elif activity.kind in READERS:
            item = READERS[activity.kind](source, activity)
            if item is None:
                source.report.add(Kind.NOT_UNDERSTOOD, where=activity.file, text=activity.title)
                continue
            before, item = placed(waiting, item)
            items += [*before, item]
            waiting = []
    units, tail = left_over(waiting)
    return items + units, tail
