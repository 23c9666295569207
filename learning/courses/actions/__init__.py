"""What changes courses: their read rows, their pictures, their copies."""

from learning.courses.actions.copies import copy_course, turn_links_to_copies
from learning.courses.actions.read_rows import (
    hold_read_rows,
    rewrite_course,
    rewrite_outline,
    rewrite_outlines_at,
    write_read_rows,
)
from learning.courses.actions.references import pages_showing, write_published_page, write_rows_of, write_rows_showing
from learning.courses.actions.renditions import make_renditions
from learning.courses.actions.rubrics import write_rubric_version

__all__ = [
    "copy_course",
    "hold_read_rows",
    "make_renditions",
    "pages_showing",
    "rewrite_course",
    "rewrite_outline",
    "rewrite_outlines_at",
    "turn_links_to_copies",
    "write_published_page",
    "write_read_rows",
    "write_rows_of",
    "write_rows_showing",
    "write_rubric_version",
]
