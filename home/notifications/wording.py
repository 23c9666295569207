"""The words of a notice, in the language that is active."""

import re
import unicodedata
from dataclasses import dataclass

from home.notifications.models import Notification
from home.notifications.registry import get_event

LINE_ENDS = re.compile(r"\s+")


@dataclass(frozen=True)
class Wording:
    title: str
    text: str
    action: str


def word_notification(notification: Notification) -> Wording:
    """Raises KeyError when nobody registered the event, or when its data lacks a place of its texts."""
    event, data = get_event(notification.event), notification.data
    return Wording(title=_one_line(str(event.title) % data), text=str(event.text) % data, action=str(event.action))


def _one_line(text: str) -> str:
    """What may stand in a mail's header: no line end, no control character."""
    text = LINE_ENDS.sub(" ", text)
    return "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cs")).strip()
