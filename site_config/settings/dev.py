"""A developer's machine and the demo: SQLite, files below var/ and media/, mail on the console."""

from site_config.logs import logging_settings
from site_config.settings.base import *  # noqa: F403
from site_config.settings.base import STORAGES, VAR
from site_config.settings.environment import env, log_level, switch

VAR.mkdir(parents=True, exist_ok=True)

DEBUG = switch("DEBUG", False)
DEMO_MODE = switch("DEMO_MODE", False)
STYLEGUIDE = not DEMO_MODE
CHECK_PARTS = DEBUG
SECRET_KEY = env("SECRET_KEY", default="only-for-development-and-the-demo")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SERVE_MEDIA = True
# The sources are served as they are: nothing has to be collected before the demo starts.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
LOGGING = logging_settings(log_level("WARNING"))
if not env("EMAIL_URL", default=""):
    # What the demo would send can be read as files.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
