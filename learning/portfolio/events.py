"""What the portfolio tells people."""

from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register

EVENTS = (
    Event(
        "entry_submitted",
        _("%(student)s sent a reflection"),
        _("%(student)s sent “%(prompt)s” and waits for your reading."),
        _("Open the reflection"),
    ),
    Event(
        "entry_recalled",
        _("%(student)s took a reflection back"),
        _("%(student)s took “%(prompt)s” back before it was read. Nothing to do until it is sent again."),
        _("Open the queue"),
        by_mail=False,
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
