"""The size in which texts are read: in the account of who is signed in, in a cookie of everybody else's device."""

from django.http import HttpRequest, HttpResponse

from home.accounts.enums import TextSize

COOKIE = "text_size"
A_YEAR = 31_536_000
KNOWN = {str(size) for size in TextSize.values}


def text_size_of(person, cookies: dict[str, str]) -> int:
    if person.is_authenticated:
        return person.text_size
    chosen = cookies.get(COOKIE, "")
    return int(chosen) if chosen in KNOWN else TextSize.NORMAL.value


def keep_on_device(response: HttpResponse, request: HttpRequest, size: int) -> None:
    response.set_cookie(COOKIE, str(size), A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
