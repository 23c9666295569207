"""What every template may name: the site, and the shell (head, places, foot) as ready strings.

The shell is the same for everybody of one language and one set of roles, so each process renders it once:
a hot page must not pay for its thirty addresses and translations.
"""

from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from home.accounts.economy import wants_economy
from site_config.offline import person_key
from site_config.places import Place, find_current, find_places


class Shell:
    """Read by base.html, which asks for `places` and `my_links` only when somebody is signed in."""

    def __init__(self, request: HttpRequest):
        self.path = request.path
        self.session = getattr(request, "session", {})
        self.user = getattr(request, "user", None) or AnonymousUser()

    @property
    def head(self) -> SafeString:
        return shell_part("shell/head.html")

    @property
    def skips(self) -> SafeString:
        return shell_part("shell/skips.html")

    @property
    def bell(self) -> SafeString:
        return shell_part("shell/bell.html")

    @property
    def brand(self) -> SafeString:
        return shell_part("shell/brand.html")

    @property
    def places(self) -> SafeString:
        places = find_places(self.roles)
        return shell_part("shell/places.html", places, find_current(self.path))

    @property
    def my_links(self) -> SafeString:
        return shell_part("shell/my_links.html", find_places(self.roles), editor="editor" in self.roles)

    @property
    def visitor_links(self) -> SafeString:
        return shell_part("shell/visitor_links.html")

    @property
    def foot(self) -> SafeString:
        return shell_part("shell/foot.html")

    @property
    def offline(self) -> SafeString:
        return shell_part("shell/offline.html")

    @property
    def person(self) -> str:
        """Whose copies a device may keep from this page; "" where nobody is signed in."""
        return person_key(self.user)

    @property
    def roles(self) -> tuple[str, ...]:
        """What the person's home screen last wrote into the session: tutor, coordinator, editor, student."""
        return tuple(self.session.get("roles", ()))


def shell_part(template: str, places: tuple[Place, ...] = (), current: str = "", editor: bool = False) -> SafeString:
    render = _render if settings.DEBUG else _render_once
    return render(template, get_language(), places, current, editor)


def _render(template: str, language: str, places: tuple[Place, ...], current: str, editor: bool) -> SafeString:
    context = {"places": places, "current": current, "editor": editor, "SITE_NAME": settings.SITE_NAME}
    return mark_safe(render_to_string(template, context).strip())


_render_once = lru_cache(maxsize=256)(_render)


def site(request: HttpRequest) -> dict:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "DEMO_MODE": settings.DEMO_MODE,
        "ECONOMY": wants_economy(request),
        "shell": Shell(request),
    }
