"""The few words around what a search found."""

import re
from collections.abc import Sequence

from home.search.folding import fold

BLANKS = re.compile(r"\s+")
LENGTH = 160
LEAD = 60


def snippet(text: str, words: Sequence[str]) -> str:
    """Returns up to 160 characters of the plain text, around the first of the folded `words` that is met."""
    text = BLANKS.sub(" ", text).strip()
    start = _place(text, words)
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start + LEAD, end), start + LEAD)
    cut = text[start:end].strip()
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}" if cut else ""


def _place(text: str, words: Sequence[str]) -> int:
    """Returns where to begin: a blank some way before the first word that begins like one of `words`."""
    for found in re.finditer(r"\w+", text):
        if any(fold(found.group()).startswith(word) for word in words):
            return max(0, text.rfind(" ", 0, max(0, found.start() - LEAD)))
    return 0
