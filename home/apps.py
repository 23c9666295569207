from django.apps import AppConfig
from django.utils.module_loading import import_module
from django.utils.translation import gettext_lazy as _

from home.notifications.registry import register
from home.pages.events import EVENTS

TASKS = ("home.notifications.tasks", "home.uploads.tasks", "home.pages.tasks")


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("home")

    def ready(self) -> None:
        # Tasks register themselves by name; they cannot be imported before the models are there.
        for module in TASKS:
            import_module(module)
        for event in EVENTS:
            register(event)
