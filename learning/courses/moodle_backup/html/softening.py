"""Nodes that cannot stand where only lines can (in a table's cell, in a summary), turned into lines
without losing a word.
"""

from dataclasses import replace

from learning.courses.moodle_backup.html.media import as_line
from learning.courses.moodle_backup.html.nodes import Formula, Heading, Listing, Paragraph, Rule, Solid, Table, Text
from learning.courses.moodle_backup.html.numbering import mark

FILES = ("image", "audio", "video")


def lines_of(nodes):
    """Yields lines (tuples of runs) for the nodes, in reading order."""
    for node in nodes:
        yield from LINES.get(type(node), _held_lines)(node)


def files_in(nodes):
    """Yields the pictures and recordings of the backup among the nodes, which no line can show."""
    for node in nodes:
        if isinstance(node, Solid):
            if node.type in FILES:
                yield node
        else:
            yield from files_in(_held(node))


def rich_only(nodes):
    """Yields the nodes that rich text can hold as they are, all others as paragraphs."""
    for node in nodes:
        if isinstance(node, Paragraph | Heading | Rule) or (isinstance(node, Listing) and is_simple(node)):
            yield node
        else:
            yield from (Paragraph(line) for line in lines_of([node]))


def is_simple(listing):
    """Whether rich text can show the list with the same marks: bullets or 1, 2, 3, and nothing but lines
    and lists within.
    """
    if listing.markers not in ("", "1") or (listing.markers and listing.start != 1):
        return False
    return all(_is_simple_item(item) for item in listing.items)


def _is_simple_item(item):
    lists = [isinstance(node, Listing) for node in item]
    # Rich text shows an item's own lines before its lists.
    if lists != sorted(lists) or (lists and lists[0]):
        return False
    return all(
        isinstance(node, Paragraph | Heading) or (isinstance(node, Listing) and is_simple(node)) for node in item
    )


def bold(runs):
    """The runs, each in bold."""
    return tuple(replace(run, style=run.style.having(bold=True)) if isinstance(run, Text) else run for run in runs)


def marked_items(listing):
    """Yields (mark, nodes) of each item of a list."""
    for offset, item in enumerate(listing.items):
        yield mark(listing.markers, listing.start + offset), item


def _paragraph_lines(node):
    yield node.runs


def _heading_lines(node):
    yield bold(node.runs)


def _rule_lines(node):
    return iter(())


def _listing_lines(node):
    for sign, item in marked_items(node):
        for number, line in enumerate(lines_of(item)):
            yield line if number else (Text(sign), *line)


def _table_lines(node):
    if node.caption:
        yield (Text(node.caption),)
    for row in node.rows:
        line = ()
        for cell in row:
            for part in lines_of(cell.nodes):
                line += (Text(" | "), *part) if line else part
        if line:
            yield line


def _solid_lines(node):
    if node.type == "formula":
        yield (Formula(node.value["latex"]),)
    else:
        yield from ((run,) for run in as_line(node))


def _held_lines(node):
    title = getattr(node, "title", "")
    if title:
        yield bold((Text(title),))
    yield from lines_of(node.nodes)
    source = " ".join(part for part in (getattr(node, "source", ""), getattr(node, "address", "")) if part)
    if source:
        yield (Text(source),)


LINES = {
    Paragraph: _paragraph_lines,
    Heading: _heading_lines,
    Rule: _rule_lines,
    Listing: _listing_lines,
    Table: _table_lines,
    Solid: _solid_lines,
}


def _held(node):
    if isinstance(node, Listing):
        return [inner for item in node.items for inner in item]
    if isinstance(node, Table):
        return [inner for row in node.rows for cell in row for inner in cell.nodes]
    return getattr(node, "nodes", ())
