"""When an entry is due, and what its log tells."""

import datetime
import zoneinfo

from wagtail.log_actions import registry

from learning.portfolio.models import PortfolioEntry
from learning.portfolio.transitions import replay

DEADLINE_ZONE = zoneinfo.ZoneInfo("America/Sao_Paulo")


def due_at(starts_on: datetime.date, due_after_days: int | None) -> datetime.datetime | None:
    """The last second of the day on which a prompt is due, in São Paulo's time; None where it has no date."""
    if due_after_days is None:
        return None
    day = starts_on + datetime.timedelta(days=due_after_days)
    return datetime.datetime.combine(day, datetime.time(23, 59, 59), tzinfo=DEADLINE_ZONE)


def rebuild_state(entry: PortfolioEntry) -> str:
    """The entry's state as its log tells it. Raises ValueError where the log does not hang together."""
    logged = registry.get_logs_for_instance(entry).order_by("pk")
    steps = [(step.data["from"], step.data["to"]) for step in logged if "to" in step.data]
    return replay(steps)
