"""The token of an answer's forms."""

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, rotate_token

# A byte stands for a letter; those beyond the last whole round of the alphabet are dropped, so that all are as likely.
_SIZE = len(CSRF_ALLOWED_CHARS)
_LETTERS = bytes(ord(CSRF_ALLOWED_CHARS[byte % _SIZE]) for byte in range(256))
_DROPPED = bytes(range(256 - 256 % _SIZE, 256))
_SUMS = {
    (one, other): CSRF_ALLOWED_CHARS[(place + further) % _SIZE]
    for place, one in enumerate(CSRF_ALLOWED_CHARS)
    for further, other in enumerate(CSRF_ALLOWED_CHARS)
}


def form_token(request: HttpRequest) -> str:
    """Django's token, masked once for an answer instead of once for each of its forms.

    A new secret (somebody logged in meanwhile) gets a new token.
    """
    token, secret = getattr(request, "_form_token", ("", None))
    if not token or request.META.get("CSRF_COOKIE") != secret:
        token = _get_token(request)
        request._form_token = token, request.META["CSRF_COOKIE"]
    return token


def _get_token(request: HttpRequest) -> str:
    """What Django's `get_token` gives, in a tenth of the time: that asks the system for chance letter by letter."""
    if "CSRF_COOKIE" not in request.META:
        rotate_token(request)
    # The cookie is sent anew, as Django does: its time begins again.
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = _mask()
    return mask + "".join([_SUMS[pair] for pair in zip(request.META["CSRF_COOKIE"], mask, strict=True)])


def _mask() -> str:
    letters = b""
    while len(letters) < CSRF_SECRET_LENGTH:
        letters += secrets.token_bytes(2 * CSRF_SECRET_LENGTH).translate(_LETTERS, _DROPPED)
    return letters[:CSRF_SECRET_LENGTH].decode()
