"""The outline of a backup: course, sections and activities, before any content is read."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from learning.courses.moodle_backup import refusals
from learning.courses.moodle_backup.records import as_number, elements, first, number_of, text_of
from learning.courses.moodle_backup.refusals import BackupRefused
from learning.courses.moodle_backup.report import Kind

CONTENTS = "moodle_backup.xml"


@dataclass(frozen=True)
class Activity:
    """One activity of Moodle: `number` is its course-module id, `instance` and `context` Moodle's other
    numbers for it, all as text.
    """

    number: str
    kind: str
    title: str
    folder: str
    instance: str
    context: str
    hidden: bool
    shows_description: bool

    @property
    def key(self):
        return f"{self.kind}-{self.number}"

    @property
    def file(self):
        return f"{self.folder}/{self.kind}.xml"


@dataclass(frozen=True)
class Section:
    """One section with its activities in their order; `number` 0 is the nameless one at the top of a
    course.
    """

    id: str
    number: int
    name: str
    summary: str
    summary_format: str
    hidden: bool
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Outline:
    """`site` is the address of the Moodle that made the backup, `site_identity` the name that it gave itself for ever;
    `course_context` its number for the course.
    """

    site: str
    site_identity: str
    course_id: str
    course_context: str
    full_name: str
    short_name: str
    summary: str
    summary_format: str
    language: str
    sections: tuple[Section, ...] = field(default=())


def read_outline(archive, report):
    """The `Outline` of an opened archive; raises `BackupRefused` for what is no Moodle 2-4 backup."""
    information = _information(archive)
    sections = _sections(archive, information, report)
    course = first(archive, "course/course.xml", "course") if "course/course.xml" in archive else None
    if course is None:
        report.add(Kind.NOT_UNDERSTOOD, where="course/course.xml")
        course = information

    def named(path, original):
        return text_of(course, path).strip() or text_of(information, original).strip()

    return Outline(
        site=text_of(information, "original_wwwroot").strip().rstrip("/"),
        site_identity=text_of(information, "original_site_identifier_hash").strip(),
        course_id=text_of(information, "original_course_id").strip(),
        course_context=text_of(information, "original_course_contextid").strip(),
        full_name=named("fullname", "original_course_fullname") or _("Imported course"),
        short_name=named("shortname", "original_course_shortname"),
        summary=text_of(course, "summary"),
        summary_format=text_of(course, "summaryformat"),
        language=text_of(course, "lang").strip(),
        sections=sections,
    )


def _information(archive):
    # Everything but this one file may be missing; without it nothing says what the rest is.
    if CONTENTS not in archive:
        raise BackupRefused(refusals.OLD_FORMAT if "moodle.xml" in archive else refusals.NO_CONTENTS)
    if not archive.sizes[CONTENTS]:
        raise BackupRefused(refusals.EMPTY_CONTENTS)
    information = first(archive, CONTENTS, "information")
    if information is None or information.find("contents") is None:
        raise BackupRefused(refusals.NOT_A_COURSE)
    return information


def _sections(archive, information, report):
    activities = _activities(archive, information, report)
    sections = []
    for position, listed in enumerate(information.iterfind("contents/sections/section")):
        section = _section(archive, listed, position, activities, report)
        if section is not None:
            sections.append(section)
    placed = {activity.number for section in sections for activity in section.activities}
    for _section_id, activity in activities.values():
        if activity.number not in placed:
            report.add(Kind.NOT_UNDERSTOOD, where=activity.file, text=activity.title)
    return tuple(sorted(sections, key=lambda section: section.number))


def _section(archive, listed, position, activities, report):
    name = f"{text_of(listed, 'directory')}/section.xml"
    record = first(archive, name, "section") if name in archive else None
    if record is None:
        report.add(Kind.NOT_UNDERSTOOD, where=name, text=text_of(listed, "title"))
        return None
    _note_conditions(report, name, text_of(record, "availabilityjson"))
    identity = record.get("id") or text_of(listed, "sectionid")
    return Section(
        id=identity,
        number=number_of(record, "number", position),
        name=text_of(record, "name").strip(),
        summary=text_of(record, "summary"),
        summary_format=text_of(record, "summaryformat"),
        hidden=text_of(record, "visible") == "0",
        activities=tuple(_in_order(text_of(record, "sequence"), identity, activities)),
    )


def _in_order(sequence, section_id, activities):
    """The section's activities by its own sequence, then those that only the contents list for it."""
    # An activity that is being deleted is still in the sequence and no longer in the backup.
    wanted = [number.strip() for number in sequence.split(",") if number.strip()]
    wanted += [number for number, (at, _activity) in activities.items() if at == section_id]
    return [activities[number][1] for number in dict.fromkeys(wanted) if activities.get(number, ("",))[0] == section_id]


def _activities(archive, information, report):
    """{course-module id: (section id, Activity)} in the order of the contents."""
    found = {}
    for listed in information.iterfind("contents/activities/activity"):
        number, folder = text_of(listed, "moduleid").strip(), text_of(listed, "directory")
        kind = text_of(listed, "modulename").strip()
        if f"{folder}/module.xml" not in archive or f"{folder}/{kind}.xml" not in archive:
            report.add(Kind.NOT_UNDERSTOOD, where=folder, text=text_of(listed, "title"))
            continue
        found[number] = _activity(archive, listed, number, kind, folder, report)
    return found


def _activity(archive, listed, number, kind, folder, report):
    module = first(archive, f"{folder}/module.xml", "module")
    root = next(elements(archive, f"{folder}/{kind}.xml", ("activity",), at_start=True), {})
    if module is None:
        module = listed
    _note_conditions(report, folder, text_of(module, "availability"))
    activity = Activity(
        number=number,
        kind=kind,
        title=text_of(listed, "title").strip(),
        folder=folder,
        instance=str(as_number(root.get("id") or "")),
        context=root.get("contextid") or "",
        hidden=text_of(module, "visible") == "0",
        shows_description=text_of(module, "showdescription") == "1",
    )
    return text_of(module, "sectionid").strip() or text_of(listed, "sectionid").strip(), activity


def _note_conditions(report, where, availability):
    # Moodle writes an empty condition where a condition was once taken away.
    if availability.strip() and '"c":[]' not in availability.replace(" ", ""):
        report.add(Kind.CONDITIONS, where=where)
