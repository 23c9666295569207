"""What every template may name: the site, and the shell (head, top with the menu, foot) as ready strings.

The shell is the same for everybody of one language and one set of roles, so each process renders it once, with marks
where a person's own words and the answer's token go: a hot page must not pay for its thirty addresses and translations.
"""

from dataclasses import dataclass, fields
from functools import lru_cache, partial
from html import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from home.accounts.economy import wants_economy
from home.accounts.text_size import text_size_of
from home.prepared import fill, form_token
from home.templatetags.roda import avatar_tone, initials
from site_config.libras import may_lead_to_libras, offers_libras
from site_config.offline import person_key
from site_config.places import find_current, find_places

WRITTEN_BY_EDITORS = {"learning:item", "learning:course", "learning:outline", "wagtail_serve"}


@dataclass(frozen=True, slots=True)
class Menu:
    """What decides how the top of a page looks, whoever reads it."""

    roles: tuple[str, ...] = ()
    current: str = ""
    is_known: bool = False
    saves: bool = False
    has_unread: bool = False


VISITORS = Menu()


class Shell:
    """Read by base.html: ready strings, and what is one person's filled in."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.is_preview = getattr(request, "is_preview", False)
        self.view = request.resolver_match.view_name if request.resolver_match else ""
        self.session = getattr(request, "session", {})
        self.user = getattr(request, "user", None) or AnonymousUser()
        self.language = get_language()

    def part(self, template: str, menu: Menu = VISITORS) -> SafeString:
        render = _render if settings.DEBUG else _render_once
        return render(template, self.language, menu, settings.VLIBRAS_URL)

    @property
    def head(self) -> SafeString:
        return self.part("shell/head.html")

    @property
    def top(self) -> SafeString:
        """From the beginning of the body to what a page says itself."""
        person, request = self.user, self.request
        if not person.is_authenticated:
            frame = self.part("shell/top.html")
            return fill(frame, {"person": "", "libras": self.libras})
        unread, saves = getattr(person, "unread_notices", 0), wants_economy(request)
        menu = Menu(self.roles, find_current(request.path), is_known=True, saves=saves, has_unread=bool(unread))
        values = {
            "person": person_key(person),
            "csrf_token": form_token(request),
            "unread": str(unread) if unread < 100 else "99+",
            "name": escape(person.name),
            "short_name": escape(person.get_short_name()),
            "initials": escape(initials(person.name)),
            "tone": str(avatar_tone(person.name)),
            "here": escape(request.get_full_path()) if request.method == "GET" else "/",
            "libras": self.libras,
        }
        return fill(self.part("shell/top.html", menu), values)

    @property
    def messages(self) -> SafeString | str:
        """What an action before this page has to say; most pages come after none."""
        waiting = get_messages(self.request)
        return render_to_string("shell/messages.html", {"messages": waiting}) if waiting else ""

    @property
    def foot(self) -> SafeString:
        return self.part("shell/foot.html")

    @property
    def has_userbar(self) -> bool:
        """Wagtail's bar with its content checker asks the database who she is: only editors pay for it."""
        return self.is_preview or (self.view in WRITTEN_BY_EDITORS and "editor" in self.roles)

    @property
    def libras(self) -> SafeString | str:
        if offers_libras(self.request):
            return self.part("shell/libras.html")
        return self.part("shell/libras_link.html") if may_lead_to_libras(self.request) else ""

    @property
    def text_size(self) -> int:
        return text_size_of(self.user, self.request.COOKIES)

    @property
    def roles(self) -> tuple[str, ...]:
        """What the person's home screen last wrote into the session: tutor, coordinator, editor, student."""
        return tuple(self.session.get("roles", ()))


def _render(template: str, language: str, menu: Menu, widget: str) -> SafeString:
    context = {field.name: getattr(menu, field.name) for field in fields(menu)}
    context |= {"places": find_places(menu.roles), "editor": "editor" in menu.roles, "widget": widget}
    context |= {"SITE_NAME": settings.SITE_NAME, "language": language, "languages": settings.LANGUAGES}
    # The place of the token in every form.
    context["csrf_token"] = "@@csrf_token@@"
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
