"""The picture that a message shows of a link to a story: title, category, the site's mark and colours."""

import io
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
PAPER, INK, SOFT, LEAF = "#fbf8f2", "#1f2420", "#4c534d", "#1f6f54"
EDGE, MARK = 80, 96
# What Debian's fonts-dejavu-core brings; where it is missing Pillow's own font stands in, which has our accents too.
SERIF = "DejaVuSerif-Bold.ttf"
SANS = "DejaVuSans.ttf"
# The title takes the largest of these in which it fits its lines.
TITLE_SIZES = ((72, 4), (60, 4), (50, 5), (42, 6))
COLOURS = 64


def draw_picture(title: str, category: str) -> bytes:
    """Returns a PNG of 1,200 × 630 pixels, of few colours: well under 100 kB whatever the words are."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=LEAF)
    width = SIZE[0] - 2 * EDGE
    small = _font(SANS, 30)
    draw.text((EDGE, 70), _lines(draw, category, small, width, 1)[0], font=small, fill=LEAF)
    font, lines = _fitting(draw, title, width)
    draw.multiline_text((EDGE, 130), "\n".join(lines), font=font, fill=INK, spacing=14)
    _draw_mark(picture)
    draw.text((EDGE + MARK + 24, SIZE[1] - EDGE - MARK // 2), settings.SITE_NAME, font=small, fill=SOFT, anchor="lm")
    file = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _font(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return ImageFont.load_default(size)


def _fitting(draw: ImageDraw.ImageDraw, title: str, width: int) -> tuple:
    for size, most in TITLE_SIZES:
        font = _font(SERIF, size)
        lines = _lines(draw, title, font, width, most + 1)
        if len(lines) <= most:
            return font, lines
    return font, _lines(draw, title, font, width, most)


def _lines(draw: ImageDraw.ImageDraw, text: str, font, width: int, most: int) -> list[str]:
    """Broken between words, within one only where it is wider than the line; what goes beyond `most` ends in …"""
    lines: list[str] = [""]
    for word in text.split():
        for piece in _pieces(draw, word, font, width):
            joined = f"{lines[-1]} {piece}".strip()
            if draw.textlength(joined, font=font) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"]


def _pieces(draw: ImageDraw.ImageDraw, word: str, font, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and draw.textlength(pieces[-1] + letter, font=font) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _draw_mark(picture: Image.Image) -> None:
    path = Path(settings.ROOT) / "site_config" / "static" / "img" / "icon-192.png"
    with Image.open(path) as mark:
        small = mark.convert("RGBA").resize((MARK, MARK))
    picture.paste(small, (EDGE, SIZE[1] - EDGE - MARK), small)
