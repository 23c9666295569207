"""Takes what a camera wrote (Exif with its place, XMP) out of the pictures inside a document.

The document stays what it was: a PDF keeps its length, a packed one all its other members byte by byte.
"""

import copy
import re
import zipfile
from io import BytesIO

# A segment of a JPEG: its length counts itself and what follows.
CAMERA_SEGMENT = re.compile(rb"\xff\xe1(..)(?:Exif\0\0|http://ns\.adobe\.com/xap/1\.0/\0)", re.DOTALL)
PICTURE = re.compile(r"\.jpe?g$", re.IGNORECASE)
MAX_PICTURE = 30 * 1024 * 1024


def blank_camera_data(content: bytes) -> bytes:
    """Returns `content` with every such segment zeroed in place; for a JPEG, or a PDF that holds some."""
    blanked = None
    for segment in CAMERA_SEGMENT.finditer(content):
        end = segment.start() + 2 + int.from_bytes(segment[1], "big")
        if segment.end() < end <= len(content):
            blanked = blanked or bytearray(content)
            blanked[segment.end() : end] = bytes(end - segment.end())
    return bytes(blanked) if blanked else content


def blank_packed_pictures(content: bytes) -> bytes:
    """The same for the JPEG members of an archive, which was found harmless before (office.py)."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
        changed = {member.filename: blanked for member in members if (blanked := _blanked(archive, member))}
        ends = [member.header_offset for member in members[1:]] + [archive.start_dir]
    if not changed:
        return content
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as remade:
        for member, end in zip(members, ends, strict=True):
            if member.filename in changed:
                remade.writestr(member.filename, changed[member.filename])
            else:
                _copy(remade, member, content[member.header_offset : end])
    return output.getvalue()


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
