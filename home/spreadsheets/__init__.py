"""Tables for a spreadsheet: `csv_bytes(rows)`, or `csv_lines(rows)` for what is too long to hold."""

from home.spreadsheets.cells import csv_bytes, csv_lines, safe_cell

__all__ = ["csv_bytes", "csv_lines", "safe_cell"]
