"""What the busiest pages make once and use again: `Prepared(build)` for SQL, `fill` and `draw_rows` for HTML,
`joined` for rows that come as a column, `form_token` for the forms of one answer, `address` for what has a number."""

from home.prepared.addresses import address
from home.prepared.joined import joined, parted
from home.prepared.skeletons import draw_rows, fill
from home.prepared.statements import Prepared
from home.prepared.tokens import form_token

__all__ = ["Prepared", "address", "draw_rows", "fill", "form_token", "joined", "parted"]
