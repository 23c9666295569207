from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from home.pages.wording import SAID_BY_SCRIPTS


class WholeCatalog(JavaScriptCatalog):
    """The words of the admin's scripts, with those of ours that Wagtail's own catalogue lacks."""

    packages = ["wagtail.admin"]

    def get_catalog(self) -> dict:
        return {**{text: gettext(text) for text in SAID_BY_SCRIPTS}, **super().get_catalog()}


def admin_script_words(request: HttpRequest) -> HttpResponse:
    return get_localized_response(WholeCatalog.as_view(), request)
