from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register


def register_events() -> None:
    register(
        Event(
            code="post_written",
            title=_("%(author)s wrote in “%(subject)s”"),
            text=_("There is a new post in a conversation that you follow."),
            action=_("Read the conversation"),
        )
    )
