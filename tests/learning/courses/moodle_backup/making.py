"""Backups and surroundings made in the test."""

import io
import os
import tarfile
import zipfile
from html import escape
from pathlib import Path

from learning.courses.moodle_backup.addresses import Directory, FileArea
from learning.courses.moodle_backup.html import Surroundings
from learning.courses.moodle_backup.report import Report

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("RODA_SHARED", ROOT.parent / "shared"))
AREA = FileArea("21", "mod_page", "content")
MIMETYPES = {"a" * 40: "image/png", "b" * 40: "application/pdf", "c" * 40: "video/mp4"}


def around():
    """Surroundings with a picture, a paper and a film, and one page and one chapter to link to."""
    files = {"graph one.png": "a" * 40, "paper.pdf": "b" * 40, "film.mp4": "c" * 40}
    keys = {("module", "12"): "page-12", ("instance", "book", "5"): "book-14", ("part", "14", "3"): "book-14/chapter-3"}
    directory = Directory("https://moodle.example", keys, {AREA: files, None: files})
    return Surroundings(directory, AREA, Report(), "A page", MIMETYPES)


def activity(number, kind, inner, *, section=1, visible=1, context=None):
    """The two members of one activity of a backup."""
    folder = f"activities/{kind}_{number}"
    head = f'<activity id="{number}" moduleid="{number}" modulename="{kind}" contextid="{context or number + 100}">'
    module = f"<sectionid>{section}</sectionid><visible>{visible}</visible>"
    return {
        f"{folder}/{kind}.xml": f'{head}<{kind} id="{number}">{inner}</{kind}></activity>',
        f"{folder}/module.xml": f'<module id="{number}">{module}</module>',
    }


def field(**texts):
    """Elements with escaped text: field(name="A") is <name>A</name>."""
    return "".join(f"<{name}>{escape(str(text))}</{name}>" for name, text in texts.items())


def course(*activities, sections=((1, "", 1),), extra=()):
    """The members of a whole backup: {name: text}; a section is (id, name, visible)."""
    members = {name: text for each in activities for name, text in each.items()}
    listed = [name.split("/")[1] for name in members if name.endswith("module.xml")]
    entries = "".join(_entry(one) for one in listed)
    places = "".join(
        "<section>" + field(sectionid=number, title=name, directory=f"sections/section_{number}") + "</section>"
        for number, name, _visible in sections
    )
    head = field(original_wwwroot="https://moodle.example", original_course_id=7, original_course_contextid=9)
    contents = f"<contents><activities>{entries}</activities><sections>{places}</sections></contents>"
    members["moodle_backup.xml"] = f"<moodle_backup><information>{head}{contents}</information></moodle_backup>"
    members["course/course.xml"] = f'<course id="7">{field(fullname="Family health", shortname="FH")}</course>'
    for place, (number, name, visible) in enumerate(sections):
        words = field(number=place, name=name or "$@NULL@$", summary="", visible=visible, sequence="")
        members[f"sections/section_{number}/section.xml"] = f'<section id="{number}">{words}</section>'
    return members | dict(extra)


def _entry(name):
    kind, number = name.split("_")
    words = field(moduleid=number, modulename=kind, title=name, directory=f"activities/{name}")
    return f"<activity>{words}</activity>"


def as_zip(path, members):
    """Writes the members ({name: text or bytes}) as a zip to `path`; gives the path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def as_tar(path, members):
    """Writes the members as a gzip-tar to `path`; gives the path."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path
