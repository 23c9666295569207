"""Takes the names of persons out of what a document says of itself: who wrote, changed or commented it.

What stands in the text itself stays. Sources: ECMA-376 part 1 and 2, OASIS OpenDocument 1.3, ISO 32000-1 (14.3), XMP.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

# The name that Word itself puts where it is told to remove personal information.
NOBODY = rb'\1"Author"'
TEXT = rb"[^<]*(?:<!\[CDATA\[[^\]<]*\]\]>[^<]*)*"
ROOT = re.compile(rb"<[A-Za-z_][^<>]*[^<>/]>")
# Excel begins a note with its author's name and a colon.
NOTE_AUTHOR = re.compile(rb"(<(?:\w+:)?author(?:\s[^<>]*)?>)([^<]+)(?=</)")
NOTE_START = re.compile(rb"(<(?:\w+:)?t(?:\s[^<>]*)?>)([^<:]+)(?=:)")

# Of a PDF's packed objects so much is looked at, unpacked.
MAX_UNPACKED, MAX_PACKED = 8 * 1024 * 1024, 1024 * 1024
# No brackets within: what has parameters of its own is packed in a way that no office program uses for these.
PACKED = re.compile(rb"<<([^<>]{1,500})>>[\s\0]{0,8}stream\r?\n")
PACKED_KIND = re.compile(rb"/Type\s{0,9}/(?:ObjStm|Metadata)\b")
# In a PDF: far longer than any name, far shorter than what a false start in a picture could spoil.
MAX_VALUE = 4096
MAX_POINTED = 100
MAX_NAMES = 10_000
INFO_KEY = re.compile(rb"/(?:Author|Company|Manager)[\s\0]{0,20}(?:([(<])|(\d{1,10})[\s\0]+(\d{1,5})[\s\0]+R\b)")
INFO_VALUE = re.compile(rb"(\d{1,10})[\s\0]+(\d{1,5})[\s\0]+obj[\s\0]{0,20}([(<])")
BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
HEX = re.compile(rb"[0-9A-Fa-f\s\0]*>")
XMP_NAMES = rb"dc:creator|dc:contributor|pdf:Author|pdfx:Company|pdfx:Manager"
XMP_ELEMENT = re.compile(rb"<(" + XMP_NAMES + rb")(?:\s[^<>]*)?>")
XMP_ATTRIBUTE = re.compile(rb"\s(?:" + XMP_NAMES + rb")\s{0,20}=\s{0,20}(?:\"([^\"<>]*)\"|'([^'<>]*)')")
XMP_TEXT = re.compile(rb">([^<]*)")


def _emptied(names: bytes) -> tuple[re.Pattern, bytes]:
    return re.compile(rb"(<((?:\w+:)?(?:" + names + rb"))(?:\s[^<>]*)?>)" + TEXT + rb"(?=</\2\s*>)"), rb"\1"


def _gone(name: bytes) -> tuple[re.Pattern, bytes]:
    return re.compile(rb"<" + name + rb"(?:\s[^<>]*)?(?:/>|>" + TEXT + rb"</" + name + rb"\s*>)"), b""


def _attribute(name: bytes, value: bytes = NOBODY, element: bytes = rb"[\w:.-]+") -> tuple[re.Pattern, bytes]:
    start = rb"(<" + element + rb"\s(?:[^<>]*?\s)?(?:\w+:)?" + name + rb"\s*=\s*)"
    return re.compile(start + rb"(?:\"[^\"<]+\"|'[^'<]+')"), value


# Which member of a package holds names, and what is done there. Every pattern ends at the next tag: time is linear.
PARTS = tuple(
    (re.compile(rf"(?:{member})$", re.IGNORECASE), changes)
    for member, changes in (
        (r"docProps/(?:core|app)\.xml|.*\.psmdcp", (_emptied(rb"creator|lastModifiedBy|Company|Manager"),)),
        (r"docProps/custom\.xml", (_emptied(rb"lpwstr|lpstr|bstr"),)),
        (r"word/.*\.xml", (_attribute(rb"author"), _attribute(rb"initials", rb'\1""'))),
        (r"xl/workbook\.xml", (_attribute(rb"userName"), _attribute(rb"url", rb'\1"/"', rb"\w+:absPath"))),
        (r"xl/pivotCache/[^/]*\.xml", (_attribute(rb"refreshedBy"),)),
        (r"xl/revisions/[^/]*\.xml", (_attribute(rb"userName"), _attribute(rb"name", element=rb"userInfo"))),
        (r"xl/persons/[^/]*\.xml", (_attribute(rb"displayName"), _attribute(rb"userId"))),
        (
            r"(?:.*/)?(?:meta|content|styles)\.xml",
            (
                _emptied(rb"dc:creator|dc:contributor|dc:publisher|meta:initial-creator|meta:printed-by"),
                _emptied(rb"meta:creator-initials|loext:sender-initials"),
                _gone(rb"meta:user-defined"),
                _gone(rb"meta:template"),
            ),
        ),
    )
)


def blank_part_authors(name: str, content: bytes) -> bytes:
    """The member `name` of a package without names of persons; the very same bytes where it holds none."""
    if name.lower() == "word/people.xml":
        return _without_people(content)
    if name.lower().startswith("xl/comments"):
        return _without_note_authors(content)
    for member, changes in PARTS:
        if member.match(name):
            for pattern, replacement in changes:
                content = pattern.sub(replacement, content)
    return content


def may_hold_authors(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith("xl/comments") or any(member.match(name) for member, _changes in PARTS)


def _without_people(content: bytes) -> bytes:
    """Nothing but the outermost element: Word makes the list anew."""
    root, end = ROOT.search(content), content.rfind(b"</")
    return content[: root.end()] + content[end:] if root and root.end() < end else content


def _without_note_authors(content: bytes) -> bytes:
    """Notes of a table. An author "tc=…" is no person but the thread that the note stands for."""
    authors = {found[2] for found in NOTE_AUTHOR.finditer(content) if not found[2].startswith(b"tc=")}

    def renamed(found: re.Match) -> bytes:
        return found[1] + b"Author" if found[2] in authors else found[0]

    return NOTE_AUTHOR.sub(renamed, NOTE_START.sub(renamed, content))


def blank_pdf_authors(content: bytes) -> bytes:
    """The PDF with names blanked where they lie open or packed, byte for byte as long: its offsets hold.

    An encrypted one keeps its strings, for spaces among them would be read as something else.
    """
    kept = bytearray(_without_open_names(content))
    for start, room, unpacked in _packed_objects(content):
        blanked = _without_open_names(unpacked)
        packed = zlib.compress(blanked, 9) if blanked != unpacked else b""
        # A reader stops where the packing ends; what stands behind it is nothing to it.
        if 0 < len(packed) <= room:
            kept[start : start + room] = packed.ljust(room, b"\0")
    return bytes(kept) if kept != content else content


def _packed_objects(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Streams that hold objects or a description of the document: where each begins, its length, what is in it."""
    left, read_to = MAX_UNPACKED, 0
    for found in PACKED.finditer(content):
        if found.start() < read_to or b"/FlateDecode" not in found[1] or not PACKED_KIND.search(found[1]):
            continue
        end = content.find(b"endstream", found.end(), found.end() + MAX_PACKED)
        read_to = end if end != -1 else found.end() + MAX_PACKED
        packing, data = zlib.decompressobj(), content[found.end() : read_to]
        try:
            unpacked = packing.decompress(data, max(1, left))
        except zlib.error:
            continue
        left -= len(unpacked)
        if packing.eof:
            yield found.end(), len(data) - len(packing.unused_data), unpacked
        if left <= 0:
            return


def _without_open_names(content: bytes) -> bytes:
    kept = bytearray(content)
    if b"/Encrypt" not in content:
        read_to = 0
        for start in sorted(islice(_info_values(content), MAX_NAMES)):
            if start >= read_to:
                read_to = _blank_string(kept, content, start)
    for start, end in islice(_xmp_values(content), MAX_NAMES):
        kept[start:end] = re.sub(rb"\S", b" ", content[start:end])
    return bytes(kept) if kept != content else content


def _info_values(content: bytes) -> Iterator[int]:
    """Where the strings begin that name a person, in the entry itself or in an object that it points at."""
    pointed = set()
    for key in INFO_KEY.finditer(content):
        if key[1]:
            yield key.start(1)
        elif len(pointed) < MAX_POINTED:
            pointed.add((key[2], key[3]))
    if pointed:
        yield from (found.start(3) for found in INFO_VALUE.finditer(content) if (found[1], found[2]) in pointed)


def _blank_string(kept: bytearray, content: bytes, start: int) -> int:
    """Makes the string at `start` an empty one, with spaces behind it, and says how far it read.

    One that has no end in sight is left.
    """
    end = _end_of_string(content, start)
    if end is None:
        return start + MAX_VALUE
    kept[start:end] = (b"()" if content[start] == ord("(") else b"<>").ljust(end - start)
    return end


def _end_of_string(content: bytes, start: int) -> int | None:
    limit = start + MAX_VALUE
    if content[start] == ord("<"):
        digits = HEX.match(content, start + 1, limit)
        return digits.end() if digits else None
    depth = 0
    for bracket in BRACKET.finditer(content, start, limit):
        depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
        if not depth:
            return bracket.end()
    return None


def _xmp_values(content: bytes) -> Iterator[tuple[int, int]]:
    """The spans of what stands for a person, in each description that lies open."""
    start = content.find(b"<rdf:RDF")
    while start != -1 and (end := content.find(b"</rdf:RDF>", start)) != -1:
        yield from (found.span(found.lastindex) for found in XMP_ATTRIBUTE.finditer(content, start, end))
        yield from _xmp_texts(content, start, end)
        start = content.find(b"<rdf:RDF", end)


def _xmp_texts(content: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    read_to = start
    for element in XMP_ELEMENT.finditer(content, start, end):
        if element.start() < read_to:
            continue
        closing = content.find(b"</" + element[1], element.end(), min(end, element.end() + MAX_VALUE))
        read_to = closing if closing != -1 else element.end() + MAX_VALUE
        if closing != -1:
            yield from (text.span(1) for text in XMP_TEXT.finditer(content, element.end() - 1, closing))
