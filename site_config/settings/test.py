"""The test suite: quick hashing, mail and cache in memory, tasks run when a test says so."""

import gc
import tempfile
from pathlib import Path

from site_config.settings.base import *  # noqa: F403
from site_config.settings.base import HUEY
from site_config.settings.environment import env

# Imports leave next to nothing that is garbage, and tests little: looking for it is dear.
gc.set_threshold(100_000, 50, 100)
DEBUG = False
STYLEGUIDE = True
CHECK_PARTS = True
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# One folder a process: parallel test workers must not meet in one queue or one media folder.
SCRATCH = Path(tempfile.mkdtemp(prefix="roda-test-"))
MEDIA_ROOT = SCRATCH / "media"
PRIVATE_MEDIA_ROOT = MEDIA_ROOT / "private"
HUEY = {**HUEY, "huey_class": "huey.MemoryHuey", "immediate": False}
for unused in ("filename", "url"):
    HUEY.pop(unused, None)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "public"},
    },
    "private": {
        "BACKEND": "home.uploads.storages.ContentStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SHARED_FOLDER = Path(env("RODA_SHARED", default=str(Path(__file__).resolve().parents[2].parent / "shared")))
# Tests serve the sources; the collected folder need not exist.
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
