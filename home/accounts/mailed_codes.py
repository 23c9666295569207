"""Who has neither password nor second factor says by a mailed code that it is still she: allauth asks her nothing.

The code lies in her session, as allauth's own do; it is good for as long, and for as many tries.
"""

import secrets
import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.ratelimit import consume
from django.http import HttpRequest

WAITING = "mailed_code"


def has_other_proof(request: HttpRequest) -> bool:
    return bool(get_adapter().get_reauthentication_methods(request.user))


def is_waiting(request: HttpRequest) -> bool:
    """Whether a code was sent to her that still counts."""
    waiting = request.session.get(WAITING)
    return bool(waiting) and time.time() - waiting["at"] <= app_settings.LOGIN_BY_CODE_TIMEOUT


def send_code(request: HttpRequest) -> bool:
    """Mails a new code; False where too many were asked for."""
    address = request.user.email
    if not consume(request, action="request_login_code", key=address):
        return False
    code = get_adapter().generate_login_code()
    request.session[WAITING] = {"code": code, "at": time.time(), "tries": 0}
    get_adapter().send_mail("account/email/login_code", address, {"user": request.user, "code": code})
    return True


def take_code(request: HttpRequest, given: str) -> bool:
    """Notes in the session that it was she, if the code is right. After too many wrong ones a new one is needed."""
    if not is_waiting(request):
        return False
    waiting = request.session.pop(WAITING)
    if secrets.compare_digest(_plain(given), _plain(waiting["code"])):
        record_authentication(request, request.user, method="code", email=request.user.email)
        return True
    waiting["tries"] += 1
    if waiting["tries"] < app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
        request.session[WAITING] = waiting
    return False


def _plain(code: str) -> bytes:
    return "".join(filter(str.isalnum, code)).upper().encode()
