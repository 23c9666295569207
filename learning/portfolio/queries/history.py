"""What an entry's log tells."""

from wagtail.log_actions import registry

from learning.portfolio.models import PortfolioEntry
from learning.portfolio.transitions import replay


def rebuild_state(entry: PortfolioEntry) -> str:
    """The entry's state as its log tells it. Raises ValueError where the log does not hang together."""
    logged = registry.get_logs_for_instance(entry).order_by("pk")
    steps = [(step.data["from"], step.data["to"]) for step in logged if "to" in step.data]
    return replay(steps)
