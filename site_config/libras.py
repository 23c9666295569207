"""Pages in Libras, Brazilian sign language, by the federal government's widget VLibras.

The widget is somebody else's script and sees the whole page. So a setting must name its address, it comes on a press
alone, and a page that shows what its reader wrote neither offers it nor lets its host in. Such a reading leads to
itself without her answers (`?libras`).
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

# What editors wrote: reading pages and those that everyone may open.
OFFERED = {"learning:item", "learning:course", "learning:catalogue", "wagtail_serve"}
WIDENED = ("script-src", "style-src", "img-src", "media-src", "connect-src", "font-src", "frame-src")
# The signing figure is a WebAssembly program.
PROGRAM = "'wasm-unsafe-eval'"


def offers_libras(request: HttpRequest) -> bool:
    return may_lead_to_libras(request) and not getattr(request, "shows_own_writing", False)


def may_lead_to_libras(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_ours = match is not None and match.view_name in OFFERED and not getattr(request, "is_preview", False)
    return bool(settings.VLIBRAS_URL) and is_ours


def libras_policy(widget: str) -> dict:
    """Returns the pages' content policy with the host of the widget, whose script lies at this address, let in."""
    directives = dict(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    address = urlsplit(widget)
    for name in WIDENED:
        directives[name] = [*directives.get(name, ["'self'"]), f"{address.scheme}://{address.netloc}"]
    return {**directives, "script-src": [*directives["script-src"], PROGRAM]}
