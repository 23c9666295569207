"""Reading a table: its rows in their order, and whatever else lies within it before or after."""

from learning.courses.moodle_backup.html.lines import paragraphs
from learning.courses.moodle_backup.html.nodes import PLAIN, Cell, Table, Text, plain_text

LAYOUT_ROLES = ("presentation", "none")


def table(reader, element, style):
    """The nodes of a `<table>`: what strays outside its cells, then the table, or the contents of its
    cells when it is layout.
    """
    found = _Found()
    _collect(reader, element, style, found, heading=False)
    rows = tuple(row for row in found.rows if any(cell.nodes for cell in row))
    # A table of one cell is a frame around it, not a table.
    if element.get("role") in LAYOUT_ROLES or sum(len(row) for row in rows) == 1:
        return [*found.caption, *found.stray, *(node for row in rows for cell in row for node in cell.nodes)]
    words = plain_text(found.caption)
    made = [Table(words, rows, _heading_rows(rows, found.head_rows))] if rows else list(found.caption)
    return [*found.stray, *made]


class _Found:
    def __init__(self):
        self.caption, self.stray, self.rows = [], [], []
        self.head_rows = 0


def _collect(reader, element, style, found, heading):
    _stray_text(element.text, found)
    for child in element:
        if child.tag in ("thead", "tbody", "tfoot") and element.tag == "table":
            _collect(reader, child, style, found, heading or child.tag == "thead")
        elif child.tag == "tr":
            found.rows.append(tuple(_cells(reader, child, style, found)))
            found.head_rows += heading
        elif child.tag == "caption":
            found.caption += reader.nodes(child)
        elif isinstance(child.tag, str):
            found.stray += reader.nodes(child, style)
        _stray_text(child.tail, found)


def _cells(reader, row, style, found):
    _stray_text(row.text, found)
    for child in row:
        if isinstance(child.tag, str):
            yield _cell(reader, child, style)
        _stray_text(child.tail, found)


def _cell(reader, element, style):
    nodes = tuple(reader.nodes(element, style if element.tag == "td" else PLAIN))
    return Cell(nodes, element.tag == "th", _span(element, "colspan"), _span(element, "rowspan"))


def _span(element, name):
    text = (element.get(name) or "").strip()
    return max(1, min(int(text), 1000)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _stray_text(text, found):
    if text and text.strip():
        found.stray += paragraphs([Text(text)])


def _heading_rows(rows, head_rows):
    if head_rows:
        return 1
    return int(len(rows) > 1 and (all(cell.header for cell in rows[0]) or _is_bold(rows[0])))


def _is_bold(row):
    """Whether a row without heading cells was made to look like one."""
    runs = [run for cell in row for node in cell.nodes for run in getattr(node, "runs", ())]
    words = [run for run in runs if isinstance(run, Text) and run.text.strip()]
    return len(row) > 1 and bool(words) and all(run.style.bold for run in words) and all(cell.nodes for cell in row)
