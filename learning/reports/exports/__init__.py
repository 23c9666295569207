"""Portfolios as files that stand by themselves: printed, to read without a connection, and as data."""

from learning.reports.exports.copies import write_copy
from learning.reports.exports.pdf import PdfUnavailable, can_write_pdf

__all__ = ["PdfUnavailable", "can_write_pdf", "write_copy"]
