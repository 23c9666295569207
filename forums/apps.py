from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from forums.events import register_events


class ForumsConfig(AppConfig):
    name = "forums"
    label = "forums"
    verbose_name = _("forums")

    def ready(self) -> None:
        import_module("forums.tasks")
        import_module("forums.receivers")
        register_events()
