"""The words of segments: for the search and for the minutes that a reading takes."""

import re
from collections.abc import Iterable
from html import unescape

MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SEARCHED = {
    "html", "alt", "caption", "title", "text", "source", "description", "summary", "term", "definition", "note",
    "question", "hint", "prompt", "guidance", "criteria", "transcript",
}  # fmt: skip
# What is heard or only found by a search takes no reading time.
READ = SEARCHED - {"alt", "transcript", "description"}


def plain_words(segments: list, keys: set[str] = SEARCHED) -> str:
    """Returns the text of segments without tags and formulas."""
    return " ".join(_texts(segments, keys))


def count_words(segments: list) -> int:
    return len(plain_words(segments, READ).split())


def has_recording(segments: list) -> bool:
    """Whether something in these segments is heard or seen."""
    return any(
        kind in ("audio", "video") or (kind != "html" and has_recording(payload.get("segments", [])))
        for kind, payload in segments
    )


def _texts(segments: list, keys: set[str]) -> Iterable[str]:
    for kind, payload in segments:
        if kind == "html":
            yield _strip(payload)
        else:
            yield from _payload_texts(payload, keys)


def _payload_texts(payload: dict, keys: set[str]) -> Iterable[str]:
    for key, value in payload.items():
        if key == "segments":
            yield from _texts(value, keys)
        elif key == "figures":
            for figure in value:
                yield from _payload_texts(figure, keys)
        elif key in keys and isinstance(value, str):
            yield _strip(value)


def _strip(html: str) -> str:
    return unescape(TAG.sub(" ", MATH.sub(" ", html)))
