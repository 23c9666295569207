"""Where everything is found. Our own reading addresses stand ahead of Wagtail's catch-all."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from site_config.health import healthz, readyz
from site_config.manifest import manifest
from site_config.media import public_media
from site_config.offline import fresh_token, offline, service_worker
from site_config.styleguide import styleguide

handler400 = "site_config.errors.bad_request"
handler403 = "site_config.errors.permission_denied"
handler404 = "site_config.errors.page_not_found"
handler500 = "site_config.errors.server_error"

to_log_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sem-rede/", offline, name="offline"),
    path("ficha/", fresh_token, name="fresh_token"),
    path("conversas/", include("forums.urls")),
    path("", include("learning.urls")),
    path("", include("home.urls")),
    path("conta/", include("allauth.urls")),
    # One way in: the admins' own log-in pages would ask for no second factor and know no limits.
    *(path(f"{admin_path}/login/", to_log_in) for admin_path in ("admin", "django-admin")),
    path("django-admin/", admin.site.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:name>", public_media, name="public_media"))
urlpatterns.append(path("", include(wagtail_urls)))
