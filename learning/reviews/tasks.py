"""What the worker does by the clock, in the morning of São Paulo (times are UTC)."""

from home.queue.registry import scheduled
from learning.reviews.actions import nudge_the_unseeing, remind_readers


@scheduled("reviews.remind", hour="10", minute="15")
def remind() -> None:
    remind_readers()
    nudge_the_unseeing()
