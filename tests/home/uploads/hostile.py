"""Files that nobody should store: bombs, polyglots and lies, made here and never kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

from tests.factories.home import docx, packed, picture

EXIF_WITH_GPS = Image.Exif()
EXIF_WITH_GPS[0x010E] = "segredo"
EXIF_WITH_GPS.get_ifd(0x8825).update({1: "S", 2: (27.0, 35.0, 48.0), 3: "W", 4: (48.0, 32.0, 57.0)})


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of_huge_size() -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(bytes(1024))) + png_chunk(b"IEND", b"")


def png_with_text_bomb() -> bytes:
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000)))
    return picture()[:33] + bomb + picture()[33:]


def gif_of_many_frames(count: int = 100_000) -> bytes:
    start = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\x01\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return start + frame * count + b"\x3b"


def jpeg_with_much_metadata() -> bytes:
    segment = b"\xff\xe1" + struct.pack(">H", 0xFFFF) + b"Exif\0\0" + bytes(0xFFFF - 8)
    return picture("JPEG")[:2] + segment * 140 + picture("JPEG")[2:]


def many_members(count: int = 100_000) -> bytes:
    return packed({f"word/{number}": b"" for number in range(count)}, zipfile.ZIP_STORED)


def zeros() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(300_000_000))
    return content.getvalue()


def overlapping() -> bytes:
    """Two members of the list that point at one body."""
    content = bytearray(docx(**{"word/a.xml": "a" * 100, "word/b.xml": "b" * 100}))
    first = content.index(b"PK\x01\x02")
    offsets = []
    while first != -1:
        offsets.append(first)
        first = content.find(b"PK\x01\x02", first + 4)
    content[offsets[-1] + 42 : offsets[-1] + 46] = content[offsets[-2] + 42 : offsets[-2] + 46]
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(docx())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Types>&e;</Types>'
TEMPLATE = (
    '<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'attachedTemplate" Target="http://example.com/x.dotm" TargetMode="External"/></Relationships>'
)

# Made when a test asks: three processes would make the big ones while they only look for tests.
REFUSED: dict[str, Callable[[], bytes]] = {
    "mentira.png": lambda: b"<html><script>alert(1)</script></html>",
    "html.pdf": lambda: b"<html><script>alert(1)</script></html>%PDF-1.7",
    "pagina.txt": lambda: b"  \xef\xbb\xbf<!DOCTYPE html><script>alert(1)</script>",
    "fragmento.txt": lambda: b"\n<script>alert(1)</script>",
    "binario.txt": lambda: b"MZ\x90\x00",
    "programa.exe": lambda: b"MZ\x90\x00" + bytes(100),
    "qualquer.zip": lambda: packed({"a.txt": "a"}),
    "arquivo.jar": lambda: packed({"META-INF/MANIFEST.MF": "x"}),
    "macro.docx": lambda: docx(**{"word/vbaProject.bin": b"x"}),
    "entidade.docx": lambda: docx(**{"[Content_Types].xml": DOCTYPE}),
    "modelo.docx": lambda: docx(**{"word/_rels/settings.xml.rels": TEMPLATE}),
    "caminho.docx": lambda: docx(**{"../../etc/passwd": "x"}),
    "zeros.docx": zeros,
    "muitos.docx": many_members,
    "sobrepostos.docx": overlapping,
    "cifrado.docx": encrypted,
    "gigante.png": png_of_huge_size,
    "meia.jpg": lambda: picture("JPEG", (200, 200))[:600],
    "gif-polyglot.gif": lambda: b"GIF89a/*<script>alert(1)</script>*/=1;",
    "desenho.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "eicar.com": lambda: b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
}
