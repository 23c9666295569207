from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "home.accounts"
    label = "accounts"
    verbose_name = _("people")

    def ready(self) -> None:
        # Not at the top of the file: tasks need models, and models are not there yet when apps are listed.
        import_module("home.accounts.tasks")
