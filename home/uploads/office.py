"""Looks into a packed document without unpacking it: what it is, and whether it hides a bomb, a macro or a fetch."""

import re
import zipfile
from typing import BinaryIO

MAX_MEMBERS = 3000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_MARKUP = 2 * 1024 * 1024
MAX_DIRECTORY = 1024 * 1024

MARKS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
DOCUMENT_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FETCHED_TEMPLATE = re.compile(rb"attachedTemplate|/frame\"|oleObject|externalLinkPath", re.IGNORECASE)
OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
MACRO = re.compile(r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|Basic/|Scripts/)", re.IGNORECASE)


def office_extension(file: BinaryIO) -> str:
    """Returns "docx", "xlsx" or "odt", or an empty string for any other archive and for a hostile one."""
    try:
        if _directory_size(file) > MAX_DIRECTORY:
            return ""
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            return "" if _is_hostile(archive, members) else _extension(archive, members)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError):
        return ""


def _directory_size(file: BinaryIO) -> int:
    """Size of the list of members: known before it is read, for a million empty members are a bomb too."""
    end = zipfile._EndRecData(file)
    if not end:
        raise zipfile.BadZipFile
    return end[zipfile._ECD_SIZE]


def _is_hostile(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bool:
    names = [member.filename for member in members]
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    return (
        len(members) > MAX_MEMBERS
        or len(set(names)) < len(names)
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(packed, 1024)
        or any(member.flag_bits & 1 for member in members)
        or any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names)
        or any(MACRO.search(name) for name in names)
        or _overlaps(members)
        or any(_reaches_outside(archive, member) for member in members)
    )


def _overlaps(members: list[zipfile.ZipInfo]) -> bool:
    """Members that share one body are the way to pack petabytes into a small file."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + 30 + len(member.filename.encode()) + member.compress_size
    return False


def _reaches_outside(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a part that says how the document hangs together declares entities or fetches something."""
    if member.filename != "[Content_Types].xml" and not member.filename.endswith((".rels", "META-INF/manifest.xml")):
        return False
    with archive.open(member) as part:
        markup = part.read(MAX_MARKUP + 1).replace(b"\0", b"")
    has_fetch = bool(FETCHED_TEMPLATE.search(markup) and OUTSIDE.search(markup))
    return len(markup) > MAX_MARKUP or bool(DOCUMENT_TYPE.search(markup)) or has_fetch


def _extension(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names:
        return next((extension for mark, extension in MARKS.items() if mark in names), "")
    if members and members[0].filename == "mimetype" and members[0].file_size == len(ODT_TYPE):
        return "odt" if archive.read("mimetype") == ODT_TYPE and "content.xml" in names else ""
    return ""
