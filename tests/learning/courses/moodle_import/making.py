"""Small backups and their import."""

import hashlib
import zipfile
from pathlib import Path

from learning.courses.models import UnitPage
from learning.courses.moodle_backup import read_backup
from learning.courses.moodle_import import Result, import_backup
from tests.factories.learning import course_index
from tests.learning.courses.moodle_backup.making import activity, as_zip, course, field

PDF = b"%PDF-1.4 a paper"


def page(number: int, text: str = "<p>Words</p>", name: str = "", **options) -> dict:
    return activity(
        number, "page", field(name=name or f"Page {number}", content=text, contentformat=1), context=number, **options
    )


def chapter(number: int, text: str = "<p>Words</p>", pagenum: int = 0) -> str:
    words = field(pagenum=pagenum or number, title=f"Chapter {number}", content=text, contentformat=1, hidden=0)
    return f'<chapter id="{number}">{words}</chapter>'


def book(number: int, *chapters: str, **options) -> dict:
    inner = field(name=f"Book {number}", intro="", introformat=1)
    return activity(number, "book", f"{inner}<chapters>{''.join(chapters)}</chapters>", **options)


def with_files(*files: tuple[int, str, str, bytes]) -> dict:
    """Members of a backup for files, each (page, name, what Moodle claims it is, bytes)."""
    members, listed = {}, []
    for number, (context, name, mimetype, content) in enumerate(files):
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        place = field(contextid=context, component="mod_page", filearea="content", itemid=0, filepath="/")
        listed.append(
            f'<file id="{number}">{place}{field(contenthash=digest, filename=name, mimetype=mimetype)}</file>'
        )
        members[f"files/{digest[:2]}/{digest}"] = content
    return members | {"files.xml": f"<files>{''.join(listed)}</files>"}


def backup_file(tmp_path, *activities, **options):
    """A zip; `identity` is what the Moodle calls itself."""
    identity = options.pop("identity", "")
    members = course(*activities, **options)
    own = field(original_site_identifier_hash=identity)
    members["moodle_backup.xml"] = members["moodle_backup.xml"].replace("<information>", f"<information>{own}")
    return as_zip(tmp_path / "course.mbz", members)


def run(tmp_path, *activities, credit: str = "", damage=lambda path: None, **options) -> Result:
    path = backup_file(tmp_path, *activities, **options)
    damage(path)
    with read_backup(path) as backup:
        return import_backup(backup, index=course_index(), credit=credit)


def unit(key: str) -> UnitPage:
    return UnitPage.objects.get(source_key=key)


def titles(parent) -> list[str]:
    return list(parent.get_children().values_list("title", flat=True))


def spoil_last_member(path: Path) -> None:
    """Changes a packed byte of the file that was put into the archive last, the list excepted."""
    with zipfile.ZipFile(path) as archive:
        info = archive.infolist()[-2]
    data = bytearray(path.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0xFF
    path.write_bytes(data)
