"""What can be told to a person. Areas register their events in their app's start (learning/apps.py)."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Event:
    """`title` and `text` are lazy translations with %(name)s places, filled from a notification's data."""

    code: str
    title: str | Promise
    text: str | Promise
    action: str | Promise
    by_mail: bool = True


_events: dict[str, Event] = {}


def register(event: Event) -> None:
    _events[event.code] = event


def get_event(code: str) -> Event:
    """Raises KeyError for a code that nobody registered."""
    return _events[code]
