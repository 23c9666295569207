"""A portfolio as one HTML document, offline or for the PDF writer: drawn entry by entry from our own templates."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from PIL import Image, ImageOps

from home.uploads.models import Upload
from home.uploads.queries import content_path
from learning.reports.exports.pdf import PICTURE
from learning.reports.queries import WholePortfolio

# As wide as a printed column needs: originals go along in the ZIP.
WIDEST = 800
QUALITY = 72
# Each marked word costs the PDF writer 20 kB of memory.
MOST_CHANGES = 40
_GAP = "@@entries@@"

Progress = Callable[[int], None]


def reduced_picture(upload: Upload) -> bytes | None:
    """The picture as a small JPEG; None where it cannot be read."""
    try:
        with storages["private"].open(content_path(upload.sha256)) as file, Image.open(file) as picture:
            picture.draft("RGB", (WIDEST, WIDEST))
            small = ImageOps.exif_transpose(picture)
            small.thumbnail((WIDEST, WIDEST))
            out = BytesIO()
            _without_transparency(small).save(out, "JPEG", quality=QUALITY)
    except (OSError, ValueError, SyntaxError):
        return None
    return out.getvalue()


def _without_transparency(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "L"):
        return picture
    ground = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


@dataclass
class Pictures:
    """Where a document's pictures go: into it as data, or into `folder`, where the PDF writer finds them by name."""

    folder: Path | None = None

    def address(self, upload: Upload) -> str:
        """ "" where it cannot be shown."""
        content = reduced_picture(upload)
        if content is None:
            return ""
        if self.folder is None:
            return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
        name = str(upload.public_id)
        (self.folder / name).write_bytes(content)
        return f"{PICTURE}{name}"


def document_parts(portfolio: WholePortfolio, pictures: Pictures, tell: Progress) -> Iterator[str]:
    """The document in pieces: head, one for each entry, foot. `tell` hears the percent that is drawn."""
    style = render_to_string("learning/reports/document.css")
    context = {
        "portfolio": portfolio,
        "student": portfolio.enrolment.student,
        "entries": _GAP,
        "today": timezone.localdate(),
        "language": get_language(),
        "style": mark_safe(f"<style>{style}</style>"),
    }
    head, foot = render_to_string("learning/reports/document.html", context).split(_GAP)
    yield head
    for number, entry in enumerate(portfolio.entries, 1):
        shown = [(pictures.address(file), file) for file in entry.files if file.media_type.startswith("image/")]
        drawn = {"entry": entry, "portfolio": portfolio, "pictures": [pair for pair in shown if pair[0]]}
        drawn |= {"is_printed": pictures.folder is not None, "most_changes": MOST_CHANGES}
        yield render_to_string("learning/reports/document_entry.html", drawn)
        tell(100 * number // len(portfolio.entries))
    yield foot
