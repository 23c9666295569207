"""What the busiest pages make once and use again: `Prepared(build)` for SQL, `fill` and `draw_rows` for HTML."""

from home.prepared.skeletons import draw_rows, fill
from home.prepared.statements import Prepared

__all__ = ["Prepared", "draw_rows", "fill"]
