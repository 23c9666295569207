"""A refused publication is an answer to the editor, not an error of the server; an old address leads to the new one."""

from urllib.parse import urlparse

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

from home.pages.completeness import PublicationRefused

IN_A_DIALOG = {"workflow_action", "confirm_workflow_cancellation"}


class PublicationRefusedMiddleware:
    """Bulk publishing, workflow approval and the like publish without asking the form: their refusal ends here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, PublicationRefused):
            return None
        tell_refusals(request, [exception])
        address = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.resolver_match and request.resolver_match.url_name in IN_A_DIALOG:
            # The admin's dialog awaits this form of answer, and follows it.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


class OldAddressMiddleware(RedirectMiddleware):
    """Wagtail's, asked where there is such an address: nearly always one plain query says that there is none.

    Wagtail looks for the site first, twice where the address has a question; what is not found would cost more than
    what is.
    """

    def process_response(self, request, response):
        if response.status_code == 404 and not _was_an_address(request.get_full_path()):
            return response
        return super().process_response(request, response)


def _was_an_address(path: str) -> bool:
    given = Redirect.normalise_path(path, decode_unicode=False)
    spellings = {
        spelt for way in (given, urlparse(given).path) for spelt in (way, uri_to_iri(way)) if "\0" not in spelt
    }
    return Redirect.objects.filter(old_path__in=spellings).exists()


def tell_refusals(request, refusals: list[PublicationRefused]) -> None:
    for refusal in refusals:
        title = _("“%(title)s” was not published.") % {"title": refusal.page.title}
        reasons = format_html_join("", "<li>{}</li>", ((reason,) for reason in refusal.reasons))
        messages.error(request, format_html("{}<ul>{}</ul>", title, reasons))
