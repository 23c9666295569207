"""A table's cells put into a grid, and the grid written as table blocks."""

from itertools import groupby

from learning.courses.moodle_backup.html import rich_text
from learning.courses.moodle_backup.html.nodes import Paragraph, Table, Text, is_plain, plain_text
from learning.courses.moodle_backup.html.softening import bold, files_in, lines_of
from learning.courses.moodle_backup.limits import MAX_TABLE_COLUMNS, MAX_TABLE_ROWSPAN


def parts_of(table):
    """Yields what a table becomes, in order: `Table`s without wide rows, and the nodes of each row that is
    one wide cell.
    """
    # A row of one cell across the whole table is a heading or a page of its own, with blocks that no cell holds.
    width = _width(table)
    caption, headings = table.caption, table.heading_rows
    for is_wide, group in groupby(enumerate(table.rows), key=lambda numbered: _is_wide(numbered[1], width)):
        rows = tuple(row for _number, row in group)
        if is_wide:
            yield from ([Paragraph((Text(caption),))] if caption else [])
            yield from (node for row in rows for node in row[0].nodes)
        else:
            yield Table(caption, rows, headings)
        caption, headings = "", 0


def table_value(table):
    """(value of a table block, the files of its cells, which have to follow it)."""
    grid = _filled(table)
    heading_row = grid[0] if table.heading_rows and len(grid) > 1 and _are_headings(grid[0]) else None
    columns = [
        {"type": "text", "heading": plain_text(cell.nodes) if cell else ""}
        for cell in heading_row or [None] * len(grid[0])
    ]
    # A table block has no row headings, so what was a heading is at least bold.
    strong = bool(table.heading_rows) and heading_row is None
    body = grid[1:] if heading_row else grid
    rows = [{"values": [_cell_html(cell, strong and not number) for cell in row]} for number, row in enumerate(body)]
    moved = [file for row in table.rows for cell in row for file in files_in(cell.nodes)]
    return {"columns": columns, "rows": rows, "caption": table.caption}, moved


def _is_wide(row, width):
    return width > 1 and len(row) == 1 and row[0].columns >= width


def _width(table):
    return min(MAX_TABLE_COLUMNS, max(sum(cell.columns for cell in row) for row in table.rows))


def _filled(table):
    """Rows of equal length; a place that a wider or higher cell covers is None. Cells beyond the last
    column stay, one a column.
    """
    grid, covered = [], {}
    for row in table.rows:
        places = []
        for cell in row:
            _skip_covered(places, covered)
            wide = min(cell.columns, max(1, MAX_TABLE_COLUMNS - len(places)))
            if cell.rows > 1:
                covered |= {len(places) + step: min(cell.rows, MAX_TABLE_ROWSPAN) for step in range(wide)}
            places += [cell] + [None] * (wide - 1)
        _skip_covered(places, covered)
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        grid.append(places)
    longest = max(len(places) for places in grid)
    return [places + [None] * (longest - len(places)) for places in grid]


def _skip_covered(places, covered):
    while covered.get(len(places), 0) > 0 and len(places) < MAX_TABLE_COLUMNS:
        places.append(None)


def _are_headings(row):
    # A column's heading is plain text: one with a formula stays a row of the table.
    return all(cell is None or is_plain(cell.nodes) for cell in row)


def _cell_html(cell, strong):
    if cell is None:
        return ""
    lines = list(lines_of(cell.nodes))
    return "".join(rich_text.paragraph(bold(line) if strong or cell.header else line) for line in lines)
