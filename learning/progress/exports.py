"""Where the tables for spreadsheets were made before the forums made some too."""

from home.spreadsheets import csv_bytes, safe_cell

__all__ = ["csv_bytes", "safe_cell"]
