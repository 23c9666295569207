from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "home.accounts"
    label = "accounts"
    verbose_name = _("people")

    def ready(self) -> None:
        # Not at the top of the file: tasks need models, and models are not there yet when apps are listed.
        import_module("home.accounts.tasks")


class AdministrationOfPeopleConfig(WagtailUsersAppConfig):
    """Wagtail's screens for people, with our names on them."""

    default = False
    user_viewset = "home.accounts.viewsets.PersonViewSet"
