from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_localized_response
from wagtail.admin.views.account import AccountView

from home.pages.wording import SAID_BY_SCRIPTS


class WholeCatalog(JavaScriptCatalog):
    """The words of the admin's scripts, with those of ours that Wagtail's own catalogue lacks."""

    packages = ["wagtail.admin"]

    def get_catalog(self) -> dict:
        return {**{text: gettext(text) for text in SAID_BY_SCRIPTS}, **super().get_catalog()}


def admin_script_words(request: HttpRequest) -> HttpResponse:
    return get_localized_response(WholeCatalog.as_view(), request)


# Name, language and time zone are those of the profile; pictures of people are not kept.
KEPT_IN_PROFILE = ("name_email", "avatar", "locale")


class AdminAccountView(AccountView):
    """How the admin looks to a person, and of what it writes to her. Everything else of hers is in her profile."""

    page_title = gettext_lazy("How I see this administration")

    def get_panels(self):
        return [panel for panel in super().get_panels() if panel.name not in KEPT_IN_PROFILE]


@require_admin_access
def admin_account(request: HttpRequest) -> HttpResponse:
    return AdminAccountView.as_view()(request)
