"""The token of an answer's forms."""

from django.http import HttpRequest
from django.middleware.csrf import get_token


def form_token(request: HttpRequest) -> str:
    """Django's token, masked once for an answer instead of once for each of its forms.

    A new secret (somebody logged in meanwhile) gets a new token.
    """
    token, secret = getattr(request, "_form_token", ("", None))
    if not token or request.META.get("CSRF_COOKIE") != secret:
        token = get_token(request)
        request._form_token = token, request.META["CSRF_COOKIE"]
    return token
