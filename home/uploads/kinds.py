"""Which files are taken, and how each is known by its content: never by its name or by what the browser says."""

import re
from dataclasses import dataclass
from typing import BinaryIO

import filetype
from django.core.files import File

from home.uploads.office import office_extension

HEAD = 8192


@dataclass(frozen=True)
class Kind:
    """One sort of file; the first extension is the one given to a file that comes with another."""

    media_type: str
    extensions: tuple[str, ...]
    is_image: bool = False
    is_inline: bool = False


PNG = Kind("image/png", ("png",), is_image=True, is_inline=True)
JPEG = Kind("image/jpeg", ("jpg", "jpeg"), is_image=True, is_inline=True)
GIF = Kind("image/gif", ("gif",), is_image=True, is_inline=True)
WEBP = Kind("image/webp", ("webp",), is_image=True, is_inline=True)
PDF = Kind("application/pdf", ("pdf",), is_inline=True)
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
ODT = Kind("application/vnd.oasis.opendocument.text", ("odt",))
TXT = Kind("text/plain", ("txt",))
MP3 = Kind("audio/mpeg", ("mp3",))
M4A = Kind("audio/mp4", ("m4a",))
OGG = Kind("audio/ogg", ("ogg", "oga", "opus"))
WEBA = Kind("audio/webm", ("weba", "webm"))

KINDS = (PNG, JPEG, GIF, WEBP, PDF, DOCX, XLSX, ODT, TXT, MP3, M4A, OGG, WEBA)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
ACCEPT = ",".join(f".{extension}" for kind in KINDS for extension in kind.extensions)

# What the sniffer calls the kinds that are known by their first bytes alone.
SNIFFED = {"png": PNG, "jpg": JPEG, "gif": GIF, "webp": WEBP, "mp3": MP3, "m4a": M4A, "ogg": OGG}
OFFICE = {"docx": DOCX, "xlsx": XLSX, "odt": ODT}
# The codecs of films in the containers that recorders of voices use as well.
FILM = re.compile(rb"V_(?:VP|AV1|MPEG|MS)")
LOOKS_LIKE_MARKUP = (
    b"<!",
    b"<?",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<iframe",
    b"<img",
    b"<a ",
    b"<b",
)


def recognise(file: File | BinaryIO, name: str) -> Kind | None:
    """What `file` is, or None when we do not take it. Only plain text, which has no mark, also needs its extension."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return OFFICE.get(office_extension(file))
    guess = filetype.guess(head)
    if guess:
        return SNIFFED.get(guess.extension) or _recorded_voice(guess.extension, head)
    if name.lower().endswith(".txt") and _is_plain_text(file):
        return TXT
    return None


def _recorded_voice(extension: str, head: bytes) -> Kind | None:
    """What a browser's recorder makes of a voice: containers of films, with a track of sound and none of pictures.

    A recorder names its tracks at the beginning, since it does not know the end.
    """
    if extension == "webm" and (b"A_OPUS" in head or b"A_VORBIS" in head) and not FILM.search(head):
        return WEBA
    if extension == "mp4" and b"soun" in head and b"vide" not in head:
        return M4A
    return None


def _is_plain_text(file: BinaryIO) -> bool:
    file.seek(0)
    content = file.read()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n\x0c").lower().startswith(LOOKS_LIKE_MARKUP):
        return False
    return bool(content.strip()) and not any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in set(content))
