"""The way between formatted text and plain text, there and back."""

import re
from html import escape, unescape

TAG = re.compile(r"(<[^<>]*>)")
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "pre"}
LIST_LINE = {"ul": re.compile(r"- +(.*)"), "ol": re.compile(r"\d{1,3}\. +(.*)")}
ADDRESS = re.compile(r'href="([^"]*)"')


def plain_text(html: str) -> str:
    """The words of a cleaned text: a blank line between blocks, one line an item of a list."""
    return "\n\n".join(text for _, text in _blocks(html, with_addresses=False))


def count_words(html: str) -> int:
    return len(WORD.findall(plain_text(html)))


def readable_text(html: str) -> str:
    """A cleaned text as a plain textarea shows it: items begin with "- " or "1. ", links carry their address."""
    return "\n\n".join(text for _, text in _blocks(html))


def from_plain_text(text: str) -> str:
    """Blank lines part paragraphs, other line ends are kept; lines that all begin with "- " or "1. " are a list."""
    return "".join(_paragraph(chunk) for chunk in _chunks(text))


def keep_formatting(text: str, original: str) -> str:
    """Returns `text`, typed over the readable text of `original`, as HTML.

    A block that was not touched keeps its formatting; a block that was changed is what was typed.
    """
    known = {tuple(_chunks(shown)): html for html, shown in _blocks(original)}
    longest = max(map(len, known), default=1)
    chunks, html, at = _chunks(text), [], 0
    while at < len(chunks):
        size = next((n for n in range(longest, 0, -1) if tuple(chunks[at : at + n]) in known), 0)
        html.append(known[tuple(chunks[at : at + size])] if size else _paragraph(chunks[at]))
        at += size or 1
    return "".join(html)


def _chunks(text: str) -> list[str]:
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    text = "\n".join(line.rstrip() for line in lines)
    return [chunk for chunk in BLANK_LINES.split(text.strip("\n")) if chunk.strip()]


def _paragraph(chunk: str) -> str:
    lines = chunk.split("\n")
    for tag, pattern in LIST_LINE.items():
        items = [pattern.fullmatch(line) for line in lines]
        if all(items):
            return f"<{tag}>" + "".join(f"<li>{escape(item[1], quote=False)}</li>" for item in items) + f"</{tag}>"
    return f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}</p>"


def _blocks(html: str, *, with_addresses: bool = True) -> list[tuple[str, str]]:
    """The blocks of a cleaned text at its top, each with its words; loose text counts as a block."""
    found: list[tuple[str, str]] = []
    block, depth = [], 0
    for piece in TAG.split(html):
        name = piece.strip("</>").partition(" ")[0] if piece.startswith("<") else ""
        opens_block = name in BLOCKS and not piece.startswith("</")
        if opens_block and depth == 0:
            _finish(block, found, with_addresses)
            block = []
        depth += (1 if opens_block else -1) if name in BLOCKS else 0
        block.append(piece)
        if name in BLOCKS and depth == 0:
            _finish(block, found, with_addresses)
            block = []
    _finish(block, found, with_addresses)
    return found


def _finish(block: list[str], found: list[tuple[str, str]], with_addresses: bool) -> None:
    words = _Words(with_addresses)
    for piece in block:
        words.take(piece)
    text = "\n".join(line.strip() for line in "".join(words.parts).split("\n"))
    text = re.sub(r"\n{2,}", "\n", text).strip()
    if text:
        found.append(("".join(block), text))


class _Words:
    """Collects the words of one block, piece by piece."""

    def __init__(self, with_addresses: bool):
        self.parts: list[str] = []
        self.lists: list[int | None] = []
        self.address = ""
        self.with_addresses = with_addresses

    def take(self, piece: str) -> None:
        if not piece.startswith("<"):
            self.parts.append(unescape(piece))
            return
        name = piece.strip("</>").partition(" ")[0]
        if name in BLOCKS or name == "br":
            self.parts.append("\n")
        if piece.startswith("</"):
            self._close(name)
        else:
            self._open(name, piece)

    def _open(self, name: str, piece: str) -> None:
        if name in ("ul", "ol"):
            self.lists.append(None if name == "ul" else 0)
        elif name == "li" and self.with_addresses:
            self.parts.append(self._mark())
        elif name == "a":
            address = ADDRESS.search(piece)
            self.address = unescape(address[1]) if address else ""

    def _mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def _close(self, name: str) -> None:
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif name == "a" and self.with_addresses and self.address and self.address != self.parts[-1]:
            self.parts.append(f" ({self.address})")
