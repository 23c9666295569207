"""What Moodle's HTML means, between reading it and writing blocks: runs of text, and the nodes that hold
them.
"""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """`kind` is "external", "page" or "document"; `target` an absolute address, an item's key or a file's
    hash.
    """

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Style:
    """How a run looks; `script` is "", "sup" or "sub"."""

    bold: bool = False
    italic: bool = False
    script: str = ""
    link: Link | None = None

    def having(self, **changes):
        return replace(self, **changes)


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Break:
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Formula:
    """`latex` without its delimiters."""

    latex: str
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Piece:
    """A block in the midst of a line."""

    node: Any
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is the level in the source, 1 to 6."""

    level: int
    runs: tuple


@dataclass(frozen=True, slots=True)
class Rule:
    pass


@dataclass(frozen=True, slots=True)
class Listing:
    """`markers` is "" for bullets, else Moodle's type of numbering: "1", "a", "A", "i" or "I"; an item is
    a tuple of nodes.
    """

    markers: str
    start: int
    items: tuple


@dataclass(frozen=True, slots=True)
class Cell:
    nodes: tuple
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` holds tuples of `Cell`, the first `heading_rows` of them headings."""

    caption: str
    rows: tuple
    heading_rows: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """Nodes that belong together; `kind` is "collapsible" or "call_out", `tone` a call-out's kind."""

    kind: str
    title: str
    nodes: tuple
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Quote:
    nodes: tuple
    source: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Solid:
    """A finished block of the catalogue: type and value."""

    type: str
    value: dict


def plain_text(nodes):
    """The words of paragraphs and headings, formulas as LaTeX, lines joined by one space; "" for other
    nodes.
    """
    lines = (_line(node.runs) for node in nodes if isinstance(node, Paragraph | Heading))
    return " ".join(line for line in lines if line)


def is_plain(nodes):
    """Whether nothing is lost by taking only `plain_text` of these nodes (apart from bold and italic)."""
    return all(isinstance(node, Paragraph) and all(_is_plain(run) for run in node.runs) for node in nodes)


def _is_plain(run):
    return isinstance(run, Break) or (isinstance(run, Text) and not run.style.link and not run.style.script)


def _line(runs):
    parts = {Text: lambda run: run.text, Formula: lambda run: run.latex, Break: lambda run: " "}
    return " ".join("".join(parts[type(run)](run) for run in runs if type(run) in parts).split())
