"""The words that a reader sees in blocks, in their order; formulas count by their LaTeX."""

import re
from html import unescape

EMBEDDED = re.compile(r'<embed embedtype="formula" latex="([^"]*)"/>')
TAG = re.compile(r"</?(p|h[1-6]|li|ul|ol|hr|br)\b[^>]*>|<[^>]*>")
SHOWN = (
    "title",
    "summary",
    "question",
    "latex",
    "heading",
    "caption",
    "alt_text",
    "text",
    "values",
    "rows",
    "columns",
    "figures",
    "content",
    "source",
    "description",
    "hint",
    "transcript",
)
# In this order a table's or an image's parts are read; all others have one text or two.
ORDER = ("caption", "columns", "rows", "title", "summary", "question", "alt_text")


def words_in(blocks):
    """The list of words of raw blocks."""
    return " ".join(_texts(list(blocks))).split()


def _texts(value):
    if isinstance(value, str):
        yield _plain(value)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict) and "type" in value and "value" in value:
        yield from _texts(value["value"])
    elif isinstance(value, dict):
        names = sorted(
            (name for name in value if name in SHOWN),
            key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER),
        )
        for name in names:
            yield from _texts(value[name])


def _plain(html):
    if "<" not in html and "&" not in html:
        return html
    spoken = EMBEDDED.sub(lambda found: f" {found[1]} ", html)
    return unescape(TAG.sub(lambda found: " " if found[1] else "", spoken))
