"""Nodes written as the blocks of a page's body."""

from learning.courses.moodle_backup.html import grid, rich_text
from learning.courses.moodle_backup.html.interactive import with_title
from learning.courses.moodle_backup.html.nodes import (
    Box,
    Formula,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Solid,
    Table,
    Text,
    plain_text,
)
from learning.courses.moodle_backup.html.softening import is_simple, lines_of, marked_items
from learning.courses.moodle_backup.report import Kind

FOLDABLE = ("rich_text", "image", "table", "formula")
SOFT = ("link_card", "document", "quotation")
DEEPEST_HEADING = 4


class Writer:
    """Collects blocks in raw form, without ids. Heading levels start at 2 and never skip, over the whole
    page.
    """

    def __init__(self, around, open_levels=None):
        self.blocks = []
        self._around = around
        self._levels = [] if open_levels is None else open_levels
        self._rich = []

    def write(self, nodes):
        """Writes the nodes; returns all blocks so far, each {"type", "value"}."""
        for node in nodes:
            WRITERS[type(node)](self, node)
        self._end_rich()
        return self.blocks

    def _end_rich(self):
        if self._rich:
            self.blocks.append({"type": "rich_text", "value": "".join(self._rich)})
            self._rich = []

    def _block(self, kind, value):
        self._end_rich()
        self.blocks.append({"type": kind, "value": value})

    def _paragraph(self, node):
        runs = node.runs
        if len(runs) == 1 and isinstance(runs[0], Formula):
            self._block("formula", {"latex": runs[0].latex, "mathml": "", "description": ""})
        else:
            self._rich.append(rich_text.paragraph(runs))

    def _heading(self, node):
        while self._levels and self._levels[-1] >= node.level:
            self._levels.pop()
        self._levels.append(node.level)
        self._rich.append(rich_text.heading(min(len(self._levels) + 1, DEEPEST_HEADING), node.runs))

    def _rule(self, node):
        self._rich.append("<hr/>")

    def _listing(self, node):
        if is_simple(node):
            self._rich += [rich_text.listing(node)] if node.items else []
            return
        # Rich text cannot start a list at 3 or number it by letters, and a text may say "see question 3".
        for sign, item in marked_items(node):
            lead = item[0] if item and isinstance(item[0], Paragraph | Heading) else None
            self._rich.append(rich_text.paragraph((Text(sign), *(lead.runs if lead else ()))))
            self._nested(item[1:] if lead else item)

    def _nested(self, nodes):
        for node in nodes:
            WRITERS[type(node)](self, node)

    def _table(self, node):
        for part in grid.parts_of(node):
            if isinstance(part, Table):
                value, moved = grid.table_value(part)
                self._block("table", value)
                self._nested(moved)
            else:
                self._nested([part])

    def _box(self, node):
        node = with_title(node) if node.kind == "call_out" else node
        levels = list(self._levels)
        # Written only once, whatever comes of it: boxes within boxes would double the work at every level.
        blocks = Writer(self._around, levels).write(_foldable(node.nodes) if node.kind == "collapsible" else node.nodes)
        kinds = {block["type"] for block in blocks}
        if node.kind == "collapsible" and kinds and kinds <= set(FOLDABLE):
            self._block("collapsible", {"summary": node.title, "content": blocks})
        elif node.kind == "call_out" and kinds == {"rich_text"}:
            text = "".join(block["value"] for block in blocks)
            self._block("call_out", {"kind": node.tone, "title": node.title, "text": text})
        else:
            self._opened(node.title, blocks)
        self._levels[:] = levels

    def _opened(self, title, blocks):
        # What a box cannot hold stands open below the box's title.
        if title:
            self._heading(Heading((self._levels or [1])[-1] + 1, (Text(title),)))
        self._end_rich()
        self.blocks += blocks

    def _quote(self, node):
        text = "\n\n".join(plain_text([each]) for each in node.nodes)
        self._block("quotation", {"text": text, "source": node.source, "address": node.address})

    def _solid(self, node):
        self._block(node.type, node.value)


WRITERS = {
    Paragraph: Writer._paragraph,
    Heading: Writer._heading,
    Rule: Writer._rule,
    Listing: Writer._listing,
    Table: Writer._table,
    Box: Writer._box,
    Quote: Writer._quote,
    Solid: Writer._solid,
}


def _foldable(nodes):
    for node in nodes:
        if isinstance(node, Quote) or (isinstance(node, Solid) and node.type in SOFT):
            yield from (Paragraph(line) for line in lines_of([node]))
        elif isinstance(node, Box) and node.kind == "call_out":
            yield from ([Paragraph((Text(node.title),))] if node.title else [])
            yield from _foldable(node.nodes)
        else:
            yield node


def lost_files(around, nodes):
    """Counts pictures and recordings that stood where only text can be kept."""
    for node in nodes:
        around.note(Kind.NOT_UNDERSTOOD, f"{node.type} in a summary")
