"""What reviews tell the student. Their words stay on the site: a notification carries none of them."""

from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register

EVENTS = (
    Event(
        "entry_returned",
        _("Your reflection came back to go deeper"),
        _("Your tutor read “%(prompt)s” and asks you to take it further."),
        _("Read the feedback"),
    ),
    Event(
        "entry_commented",
        _("Your reflection was read"),
        _("Your tutor commented on “%(prompt)s”. Go on writing whenever you like."),
        _("Read the feedback"),
    ),
    Event(
        "entry_accepted",
        _("Your reflection was accepted"),
        _("Your tutor accepted “%(prompt)s”."),
        _("Read the feedback"),
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
