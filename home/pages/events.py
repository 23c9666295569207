from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event

EVENTS = [
    Event(
        code="pages.publication_refused",
        title=_("“%(title)s” was not published"),
        text=_("Its scheduled publication was refused and taken off the schedule. %(reason)s"),
        action=_("Open the page"),
    ),
]
