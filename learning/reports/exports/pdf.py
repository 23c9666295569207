"""What draws PDF lies in a process of its own (draw.py): its library fails where pango is missing, and takes memory."""

import ctypes.util
import functools
import importlib.util
import subprocess
import sys
from pathlib import Path

PICTURE = "picture:"
SECONDS = 600
_DRAW = Path(__file__).with_name("draw.py")


class PdfUnavailable(Exception):
    """This server lacks the libraries that draw PDF (README, "On a server")."""


@functools.cache
def _are_libraries_there() -> bool:
    libraries = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
    return importlib.util.find_spec("weasyprint") is not None and all(map(ctypes.util.find_library, libraries))


def can_write_pdf() -> bool:
    return _are_libraries_there()


def write_pdf(page: Path, target: Path, pictures: Path) -> None:
    """Writes the HTML of `page` as a tagged PDF (PDF/UA-1). `picture:<name>` names a JPEG in the folder `pictures`.

    Nothing else is fetched. Raises PdfUnavailable, and subprocess.SubprocessError where it cannot be drawn.
    """
    if not can_write_pdf():
        raise PdfUnavailable
    # -I: neither this folder's modules nor the environment's paths come before the library's own.
    command = [sys.executable, "-I", str(_DRAW), str(page), str(target), str(pictures)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
