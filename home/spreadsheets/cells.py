"""Tables for a spreadsheet as Brazilian ones open them: UTF-8 with a mark, parted by semicolons, no formulas."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from numbers import Number

# What makes a spreadsheet read a cell as a formula, in its narrow and wide forms.
LEADS = tuple("=+-@|%\t\r\n＝＋－＠–")
NUMBER = re.compile(r"-?[0-9.,]+")


def safe_cell(value: object) -> object:
    """Returns `value` so that no spreadsheet takes it for a formula: numbers stay, a dangerous text gets a quote."""
    if value is None:
        return ""
    if isinstance(value, Number):
        return value
    text = str(value)
    if text.lstrip(" ").startswith(LEADS) and not NUMBER.fullmatch(text):
        return "'" + text.replace("|", "\\|")
    return text


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    return b"".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yields the table line by line; the first piece is the mark of UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    yield codecs.BOM_UTF8
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
