"""The words that a browser would show for a piece of HTML, found without the code under test."""

import re

from lxml import html

UNSEEN = {
    "script",
    "style",
    "template",
    "noscript",
    "video",
    "audio",
    "iframe",
    "object",
    "math",
    "annotation",
}
INLINE = {"a", "b", "strong", "i", "em", "u", "span", "sup", "sub", "q", "font", "code", "nobr", "small", "s"}


def source_words(markup):
    """Words in order; formula delimiters are dropped, media, MathML and what MathJax left behind are passed over."""
    body = html.document_fromstring(f"<html><body><div>{markup}</div></body></html>").find("body")
    text = "".join(_texts(body))
    return re.sub(r"\\[()\[\]]|\$\$", " ", text).split()


def _texts(element):
    is_seen = isinstance(element.tag, str) and element.tag not in UNSEEN and not element.get("data-mathml")
    if is_seen:
        gap = "" if element.tag in INLINE else " "
        yield gap + (element.text or "")
        for child in element:
            yield from _texts(child)
        yield gap
    yield element.tail or ""


def missing_word(wanted, shown):
    """The first of the `wanted` words that does not follow the ones before it in `shown`, or "" where all do."""
    position = 0
    for word in wanted:
        if word not in shown[position:]:
            return word
        position = shown.index(word, position) + 1
    return ""
