"""What a phone asks for when Roda is put on its home screen."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

PAPER, NIGHT = "#fbf8f2", "#161a18"


@require_GET
@cache_control(public=True, max_age=86400)
def manifest(request: HttpRequest) -> JsonResponse:
    """The same for all readers of a language: browsers ask for it without their cookies, so `lingua` says which."""
    asked = request.GET.get("lingua", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        facts = _facts(language)
    return JsonResponse(facts, content_type="application/manifest+json")


def _facts(language: str) -> dict:
    return {
        "id": "/",
        "name": _("%(site)s: learning at work") % {"site": settings.SITE_NAME},
        "short_name": settings.SITE_NAME,
        "description": _(
            "Courses for people who work in public health: short readings, a written reflection that your tutor "
            "answers, and conversations with colleagues about what changed at work."
        ),
        "lang": language,
        "dir": "ltr",
        "start_url": "/inicio/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "color_scheme_dark": {"background_color": NIGHT, "theme_color": NIGHT},
        "categories": ["education", "health"],
        "icons": [
            {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            *[_icon(size, purpose) for size in (192, 512) for purpose in ("any", "maskable")],
        ],
    }


def _icon(size: int, purpose: str) -> dict:
    return {
        "src": static(f"img/icon-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
