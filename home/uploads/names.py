"""Makes a file's name safe to keep, to show and to put in a header."""

import re
import unicodedata

from home.uploads.kinds import KINDS, Kind

MAX_BYTES = 255
EXTENSIONS = {extension for kind in KINDS for extension in kind.extensions}
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def normalise_name(name: str, kind: Kind) -> str:
    """The name without its path and without characters that hide or turn things, ending in an extension of `kind`."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = "".join(character for character in name if unicodedata.category(character) not in INVISIBLE)
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or extension.lower() not in EXTENSIONS:
        stem = name
    if extension.lower() not in kind.extensions:
        extension = kind.extensions[0]
    ending = f".{extension.lower()}"
    return (_shorten(stem, MAX_BYTES - len(ending)).strip(" .") or "arquivo") + ending


def _shorten(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
