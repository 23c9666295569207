import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from home.accounts.models import User
from home.accounts.rules import has_second_factor, is_staff_person

Answer = Callable[[HttpRequest], HttpResponse]

# What a member of staff may open before the second factor is there: setting it up, leaving, and what every page's
# scripts ask for by themselves.
OPEN_NAMES = (
    "mfa_",
    "account_logout",
    "account_reauthenticate",
    "healthz",
    "readyz",
    "public_media",
    "home:language",
    "home:economy",
    "service_worker",
    "fresh_token",
    "offline",
)
REMEMBERED_SECONDS = 60


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, with the person whom the session's statement brought along; where that will not do, Django looks."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = request.session.person or request.user


class SecondFactorMiddleware:
    """Sends staff without a second factor to set one up, where settings demand it.

    allauth asks for the factor at log-in once there is one, so its existence is what is looked at here. A good
    answer is remembered for a minute in this process: a student's pages must not pay for it each time.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response
        self.fine_until: dict[int, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not settings.STAFF_SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name or ""
        if name.startswith(OPEN_NAMES) or self.is_fine(request.user):
            return None
        messages.info(request, _("Your work here touches other people's data: set up a second factor first."))
        return redirect("mfa_activate_totp")

    def is_fine(self, user: User) -> bool:
        now = time.monotonic()
        if self.fine_until.get(user.pk, 0) > now:
            return True
        if is_staff_person(user) and not has_second_factor(user):
            return False
        if len(self.fine_until) > 10_000:
            self.fine_until.clear()
        self.fine_until[user.pk] = now + REMEMBERED_SECONDS
        return True


class PersonPreferencesMiddleware:
    """Applies a person's language and time zone: hers when signed in, else the cookie's, else Portuguese.

    The browser's own wish is not asked: borrowed and shared phones are often set to another language.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, zone = self.wishes(request)
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
            # A template response is rendered here, in the person's language, not after it has been left.
            if hasattr(response, "render") and callable(response.render) and not response.is_rendered:
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response

    def wishes(self, request: HttpRequest) -> tuple[str, str]:
        if request.user.is_authenticated:
            return request.user.language, request.user.time_zone
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        return (wanted if wanted in known else settings.LANGUAGE_CODE), settings.TIME_ZONE
