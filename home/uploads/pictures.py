"""Makes a picture anew from its pixels: nothing that a camera or a person hid in the file survives."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from django.core.files import File
from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAX_SIDE = 2560
# A progressive JPEG needs 3 bytes a pixel whatever the size it is decoded to; the others need up to 4.
MAX_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000}
MAX_PIXELS_OTHER = 24_000_000
MAX_FRAMES = 60
MAX_FRAME_PIXELS = 12_000_000
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class UnreadablePicture(Exception):
    """A picture that is broken, hostile or of a format that we do not take."""


class TooManyPixels(UnreadablePicture):
    pass


def remake_picture(file: File | BinaryIO) -> tuple[bytes, int, int]:
    """Returns the picture as new bytes of the same format, with width and height in pixels.

    Turned as its orientation says, at most MAX_SIDE long; an animation longer than the caps becomes its first frame.
    Raises UnreadablePicture.
    """
    try:
        with warnings.catch_warnings():
            # Broken metadata warns; it is dropped anyway.
            warnings.simplefilter("ignore")
            return _remake(file)
    except UnreadablePicture:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except Exception as error:
        # A hostile file makes a decoder raise anything; none of it is ours to mend.
        raise UnreadablePicture from error


def _remake(file: BinaryIO) -> tuple[bytes, int, int]:
    file.seek(0)
    with Image.open(file, formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS.get(picture.format, MAX_PIXELS_OTHER):
            raise TooManyPixels
        turn = _turn(picture)
        picture_format = "JPEG" if picture.format == "MPO" else picture.format
        if picture_format == "JPEG":
            picture.draft(None, (MAX_SIDE, MAX_SIDE))
        durations: list[int] = []
        frames = [_redraw(frame, turn, picture_format) for frame in _frames(picture, durations)]
    return _write(frames, picture_format, durations), *frames[0].size


def _turn(picture: Image.Image) -> Image.Transpose | None:
    try:
        return TURNS.get(picture.getexif().get(ORIENTATION))
    except Exception:
        # Exif that cannot be read says nothing of how the picture lies.
        return None


def _frames(picture: Image.Image, durations: list[int]) -> Iterator[Image.Image]:
    """The frames of a short, small animation; else the picture as it opens."""
    picture.load()
    durations.append(picture.info.get("duration", 100))
    if picture.format not in ("GIF", "WEBP") or not getattr(picture, "is_animated", False):
        yield picture
        return
    if _is_long(picture):
        picture.seek(0)
        yield picture
        return
    for number in range(MAX_FRAMES):
        try:
            picture.seek(number)
        except EOFError:
            return
        if number:
            durations.append(picture.info.get("duration", 100))
        yield picture


def _is_long(picture: Image.Image) -> bool:
    allowed = min(MAX_FRAMES, MAX_FRAME_PIXELS // (picture.width * picture.height))
    try:
        picture.seek(allowed)
    except EOFError:
        picture.seek(0)
        return False
    return True


def _redraw(frame: Image.Image, turn: Image.Transpose | None, picture_format: str) -> Image.Image:
    fresh = _plain_mode(frame, picture_format)
    if turn is not None:
        fresh = fresh.transpose(turn)
    if max(fresh.size) > MAX_SIDE:
        if fresh.mode in ("1", "P", "I;16", "I"):
            fresh = fresh.convert("RGB")
        fresh = ImageOps.contain(fresh, (MAX_SIDE, MAX_SIDE))
    if fresh is frame:
        fresh = frame.copy()
    fresh.info = {}
    return fresh


def _plain_mode(frame: Image.Image, picture_format: str) -> Image.Image:
    """Colours that the format can write, with a transparent colour made into transparency."""
    if picture_format == "JPEG":
        return frame if frame.mode in ("L", "RGB") else frame.convert("RGB")
    if "transparency" in frame.info or frame.mode == "PA":
        return frame.convert("RGBA")
    if picture_format == "WEBP" and frame.mode not in ("RGB", "RGBA"):
        return frame.convert("RGBA" if "A" in frame.mode else "RGB")
    return frame


def _write(frames: list[Image.Image], picture_format: str, durations: list[int]) -> bytes:
    output = BytesIO()
    options: dict = {"PNG": {"compress_level": 6}, "JPEG": {"quality": 88}, "WEBP": {"quality": 85}}.get(
        picture_format, {}
    )
    if len(frames) > 1:
        rest = list(islice(frames, 1, None))
        options |= {"save_all": True, "append_images": rest, "duration": durations[: len(frames)], "loop": 0}
    frames[0].save(output, picture_format, **options)
    return output.getvalue()
