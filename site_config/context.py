"""What every template may name: the site, and the shell (head, places, foot) as ready strings.

The shell is the same for everybody of one language and one set of roles, so each process renders it once:
a hot page must not pay for its thirty addresses and translations.
"""

from functools import lru_cache, partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from home.accounts.economy import wants_economy
from home.accounts.text_size import text_size_of
from home.prepared import draw_rows, form_token
from home.templatetags.roda import avatar_tone, initials
from site_config.libras import may_lead_to_libras, offers_libras
from site_config.offline import person_key
from site_config.places import find_current, find_places

WRITTEN_BY_EDITORS = {"learning:item", "learning:course", "learning:outline", "wagtail_serve"}


class Shell:
    """Read by base.html, which asks for `places` and `me` only when somebody is signed in."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.path = request.path
        self.is_preview = getattr(request, "is_preview", False)
        self.view = request.resolver_match.view_name if request.resolver_match else ""
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
        return shell_part("shell/places.html", self.roles, find_current(self.path))

    @property
    def me(self) -> SafeString:
        person = self.request.user
        values = {
            "name": person.name,
            "short_name": person.get_short_name(),
            "initials": initials(person.name),
            "tone": avatar_tone(person.name),
            "links": shell_part("shell/my_links.html", self.roles),
            "saves": wants_economy(self.request),
            "here": self.request.get_full_path() if self.request.method == "GET" else "/",
            "csrf_token": form_token(self.request),
        }
        return draw_rows("shell/me.html", [values])

    @property
    def search(self) -> SafeString:
        return shell_part("shell/search.html")

    @property
    def visitor_links(self) -> SafeString:
        return shell_part("shell/visitor_links.html")

    @property
    def foot(self) -> SafeString:
        return shell_part("shell/foot.html")

    @property
    def has_userbar(self) -> bool:
        """Wagtail's bar with its content checker asks the database who she is: only editors pay for it."""
        return self.is_preview or (self.view in WRITTEN_BY_EDITORS and "editor" in self.roles)

    @property
    def offline(self) -> SafeString:
        return shell_part("shell/offline.html")

    @property
    def libras(self) -> SafeString | str:
        if offers_libras(self.request):
            return shell_part("shell/libras.html", current=settings.VLIBRAS_URL)
        return shell_part("shell/libras_link.html") if may_lead_to_libras(self.request) else ""

    @property
    def person(self) -> str:
        """Whose copies a device may keep from this page; "" where nobody is signed in."""
        return person_key(self.user)

    @property
    def text_size(self) -> int:
        return text_size_of(self.user, self.request.COOKIES)

    @property
    def roles(self) -> tuple[str, ...]:
        """What the person's home screen last wrote into the session: tutor, coordinator, editor, student."""
        return tuple(self.session.get("roles", ()))


def shell_part(template: str, roles: tuple[str, ...] = (), current: str = "") -> SafeString:
    render = _render if settings.DEBUG else _render_once
    return render(template, get_language(), roles, current)


def _render(template: str, language: str, roles: tuple[str, ...], current: str) -> SafeString:
    context = {"places": find_places(roles), "current": current, "editor": "editor" in roles}
    context |= {"SITE_NAME": settings.SITE_NAME, "language": language, "languages": settings.LANGUAGES}
    return mark_safe(render_to_string(template, context).strip())


_render_once = lru_cache(maxsize=256)(_render)


def site(request: HttpRequest) -> dict:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL.rstrip("/"),
        "DEMO_MODE": settings.DEMO_MODE,
        "ECONOMY": wants_economy(request),
        "shell": Shell(request),
        # Not made before a form asks for it: making it sets the cookie.
        "csrf_token": SimpleLazyObject(partial(form_token, request)),
    }
