"""How a course's pages are drawn from their read rows."""

from learning.courses.responses.pages import render_preview

__all__ = ["render_preview"]
