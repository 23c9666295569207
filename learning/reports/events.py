"""What reports tell people."""

from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register

EVENTS = (
    Event(
        "copy_ready",
        _("Your copy is ready"),
        _("“%(name)s” can be downloaded until %(day)s."),
        _("Download it"),
    ),
    Event(
        "copy_failed",
        _("Your copy could not be made"),
        _("“%(name)s” could not be made. Nothing is lost: ask for it again."),
        _("Ask again"),
    ),
    Event(
        "survey_open",
        _("Tell us what the course changed"),
        _(
            "The survey of “%(course)s” is open until %(day)s."
            " It is answered once, and each question may be left empty."
        ),
        _("Answer it"),
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
