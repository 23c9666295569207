"""How a course's pages are drawn from their read rows."""

from learning.courses.responses.pages import draw_for_preview, render_preview

__all__ = ["draw_for_preview", "render_preview"]
