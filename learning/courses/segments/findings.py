"""What readers of a page would stumble over, counted from the page's own text: no page is opened for it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from home.pages.completeness import lacks_alt_text, list_items
from learning.courses.segments.sources import Sources, Wanted

HEADING = re.compile(r"<h([2-4])\b[^>]*>(.*?)</h\1>", re.DOTALL)
LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
TAG_OR_SPACE = re.compile(r"<(?!math\b)[^>]*>|\s|&nbsp;")
PAGE_TITLE = 1


@dataclass(frozen=True, slots=True)
class Findings:
    """Counts of what Wagtail's content checker would find in the browser, and of what is linked and no longer there."""

    undescribed_pictures: int = 0
    misplaced_headings: int = 0
    empty_links: int = 0
    lost_links: int = 0


def find_flaws(segments: list, stream: Iterable[Mapping], wanted: Wanted, sources: Sources) -> Findings:
    """`stream` is the raw body, empty where the page has none; `wanted` is what this page's content names."""
    texts = list(_texts(segments))
    return Findings(
        undescribed_pictures=sum(map(lacks_alt_text, _figures(stream))),
        misplaced_headings=_misplaced(texts),
        empty_links=sum(not _has_words(words) for html in texts for words in LINK.findall(html)),
        lost_links=wanted.count_missing(sources),
    )


def _figures(stream: Iterable[Mapping]) -> Iterator[Mapping]:
    for block in stream:
        value = block["value"] or {}
        if block["type"] == "image":
            yield value
        elif block["type"] == "gallery":
            yield from list_items(value.get("figures") or [])
        elif block["type"] == "collapsible":
            yield from _figures(value.get("content") or [])


def _texts(segments: list) -> Iterator[str]:
    """The HTML of a page in reading order. A question to think about is drawn as a heading of the second level."""
    for kind, payload in segments:
        if kind == "html":
            yield payload
        elif kind == "think":
            yield f"<h2>{payload['question']}</h2>"
        elif kind == "collapsible":
            yield from _texts(payload["segments"])
        else:
            yield from (payload[name] for name in ("html", "guidance", "criteria", "transcript") if payload.get(name))


def _misplaced(texts: Iterable[str]) -> int:
    """How many headings skip a level or have no words."""
    above, count = PAGE_TITLE, 0
    for html in texts:
        for level, words in HEADING.findall(html):
            count += int(level) > above + 1 or not _has_words(words)
            above = int(level)
    return count


def _has_words(html: str) -> bool:
    return bool(TAG_OR_SPACE.sub("", html))
