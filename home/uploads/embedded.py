"""Takes out of a document what a camera wrote in its pictures (Exif with its place, XMP), and the names of its authors.

The document stays what it was: a PDF keeps its length, a packed one all its other members byte by byte.
"""

import copy
import re
import zipfile
from io import BytesIO

from home.uploads.authors import blank_part_authors, may_hold_authors

# A segment of a JPEG: its length counts itself and what follows.
CAMERA_SEGMENT = re.compile(rb"\xff\xe1(..)(?:Exif\0\0|http://ns\.adobe\.com/xap/1\.0/\0)", re.DOTALL)
PICTURE = re.compile(r"\.jpe?g$", re.IGNORECASE)
MAX_PICTURE = 30 * 1024 * 1024
# Parts that may hold names, unpacked. The smallest come first: at worst a huge text keeps the names of who changed it.
MAX_NAMED = 8 * 1024 * 1024
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def blank_camera_data(content: bytes) -> bytes:
    """Returns `content` with every such segment zeroed in place; for a JPEG, or a PDF that holds some."""
    blanked = None
    for segment in CAMERA_SEGMENT.finditer(content):
        end = segment.start() + 2 + int.from_bytes(segment[1], "big")
        if segment.end() < end <= len(content):
            blanked = blanked or bytearray(content)
            blanked[segment.end() : end] = bytes(end - segment.end())
    return bytes(blanked) if blanked else content


def clean_package(content: bytes) -> bytes:
    """An archive, which was found harmless before (office.py), without both; other members stay as they lie there."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
        changed = {member.filename: blanked for member in members if (blanked := _blanked(archive, member))}
        changed |= _without_authors(archive, members)
        ends = [member.header_offset for member in members[1:]] + [archive.start_dir]
    if not changed:
        return content
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as remade:
        for member, end in zip(members, ends, strict=True):
            if member.filename in changed:
                remade.writestr(_same_packing(member), changed[member.filename])
            else:
                _copy(remade, member, content[member.header_offset : end])
    return output.getvalue()


def _without_authors(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """What changes in the parts that hold names. Raises BadZipFile for a packing that no office program uses."""
    changed, left = {}, MAX_NAMED
    for member in sorted(members, key=lambda member: member.file_size):
        if not may_hold_authors(member.filename):
            continue
        if member.compress_type not in PACKINGS:
            raise zipfile.BadZipFile(member.filename)
        left -= member.file_size
        if left < 0:
            break
        part = archive.read(member)
        blanked = blank_part_authors(member.filename, part)
        if blanked != part:
            changed[member.filename] = blanked
    return changed


def _same_packing(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    packing = zipfile.ZipInfo(member.filename, member.date_time)
    packing.compress_type = member.compress_type if member.compress_type in PACKINGS else zipfile.ZIP_STORED
    packing.external_attr = member.external_attr
    return packing


def _blanked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The member without camera data, or None where it has none."""
    if not PICTURE.search(member.filename) or member.file_size > MAX_PICTURE:
        return None
    picture = archive.read(member)
    blanked = blank_camera_data(picture)
    return blanked if blanked != picture else None


def _copy(remade: zipfile.ZipFile, member: zipfile.ZipInfo, packed: bytes) -> None:
    """Puts a member over as it lies there: packing it again would take seconds of a large document."""
    moved = copy.copy(member)
    moved.header_offset = remade.fp.tell()
    remade.fp.write(packed)
    remade.filelist.append(moved)
    remade.NameToInfo[moved.filename] = moved
    remade.start_dir = remade.fp.tell()
