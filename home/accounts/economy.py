"""Economy mode: smaller pictures and none of videos, for whoever pays for each megabyte.

A switch in a cookie, so that it belongs to the phone and needs no account. Who never touched it gets what her browser
asks for (Save-Data).
"""

from django.http import HttpRequest, HttpResponse

COOKIE = "economy"
ON, OFF = "on", "off"
A_YEAR = 31_536_000


def is_being_kept(request: HttpRequest) -> bool:
    """Whether a service worker fetches the page for later: nobody reads it now."""
    # By its name in the server's own mapping: `request.headers` writes all of them out anew, for each page.
    return "HTTP_X_KEEP_OFFLINE" in request.META


def wants_economy(request: HttpRequest) -> bool:
    if is_being_kept(request):
        return True
    chosen = request.COOKIES.get(COOKIE)
    if chosen in (ON, OFF):
        return chosen == ON
    return request.META.get("HTTP_SAVE_DATA", "").strip().lower() == "on"


def keep_choice(response: HttpResponse, request: HttpRequest) -> None:
    chosen = ON if request.POST.get("economy") == ON else OFF
    response.set_cookie(COOKIE, chosen, A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
