"""What the busiest pages make once and use again: `Prepared(build)` for SQL, `fill` and `draw_rows` for HTML,
`form_token` for the forms of one answer, `address` for what is known by a number."""

from home.prepared.addresses import address
from home.prepared.skeletons import draw_rows, fill
from home.prepared.statements import Prepared
from home.prepared.tokens import form_token

__all__ = ["Prepared", "address", "draw_rows", "fill", "form_token"]
