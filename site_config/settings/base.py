"""What every environment shares. Each value that a server may change comes from an environment variable."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from site_config.logs import configure as configure_logs
from site_config.logs import logging_settings
from site_config.settings.environment import (
    env,
    log_level,
    queue_settings,
    read_caches,
    read_database,
    read_mail,
    read_widget,
    site_address,
    switch,
    whole_number,
)

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env("RODA_VAR", default=str(ROOT / "var")))

SITE_NAME = "Roda"
SITE_URL = site_address()
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
DEMO_MODE = False
STYLEGUIDE = False
# What pages give to their parts is looked at while they are drawn.
CHECK_PARTS = False
STAFF_SECOND_FACTOR_REQUIRED = False

INSTALLED_APPS = [
    "home.accounts",
    "home",
    "forums",
    "learning",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "wagtailmedia",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "home.accounts.apps.AdministrationOfPeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "huey.contrib.djhuey",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "site_config.middleware.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "home.accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "home.accounts.middleware.SecondFactorMiddleware",
    "home.accounts.middleware.PersonPreferencesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "site_config.middleware.ContentPolicyMiddleware",
    "home.pages.middleware.PublicationRefusedMiddleware",
    "home.pages.middleware.OldAddressMiddleware",
]

ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "site_config.context.site",
            ],
        },
    },
]

DATABASES = {"default": read_database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = read_caches()
SESSION_ENGINE = "home.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

HUEY = queue_settings(VAR)
TASKS = {
    "default": {
        "BACKEND": "huey.contrib.djhuey.tasks_backend.HueyBackend",
        "ENQUEUE_ON_COMMIT": True,
    },
}

for name, value in read_mail().items():
    globals()[name] = value
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Roda <roda@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "home.accounts.backends.PasswordBackend",
    "home.accounts.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "home.accounts.hashers.LighterArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learning:desk"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "pt-br"
# Each in its own words: whoever looks for a language finds it by the name that she calls it.
LANGUAGES = [("pt-br", "Português"), ("en", "English"), ("es", "Español")]
LOCALE_PATHS = [ROOT / "site_config" / "locale"]
TIME_ZONE = "America/Sao_Paulo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(ROOT / "site_config" / "static_root")))
STATICFILES_DIRS = [ROOT / "site_config" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(ROOT / "media")))
PRIVATE_MEDIA_ROOT = Path(env("PRIVATE_MEDIA_ROOT", default=str(MEDIA_ROOT / "private")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "public"},
    },
    "private": {
        "BACKEND": "home.uploads.storages.ContentStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = whole_number("UPLOAD_MAX_BYTES", 10 * 1024 * 1024)
UPLOAD_MAX_BODY_BYTES = whole_number("UPLOAD_MAX_BODY_BYTES", 6 * UPLOAD_MAX_BYTES)
UPLOAD_QUOTA_BYTES = whole_number("UPLOAD_QUOTA_BYTES", 500 * 1024 * 1024)
UPLOADS_PER_HOUR = whole_number("UPLOADS_PER_HOUR", 60)
UPLOAD_KEEP_UNATTACHED_DAYS = 7
FILE_UPLOAD_HANDLERS = [
    "home.uploads.handlers.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILIMAGES_IMAGE_MODEL = "home.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "home.CustomDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.pages.forms.CustomImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "vtt", "xlsx", "zip"]
WAGTAILMEDIA = {"AUDIO_EXTENSIONS": ["mp3", "ogg", "m4a", "wav"], "VIDEO_EXTENSIONS": ["mp4", "webm"]}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"},
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea", "OPTIONS": {"features": None}},
}
WAGTAILADMIN_RICH_TEXT_EDITORS["default"]["OPTIONS"]["features"] = [
    "h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link", "superscript", "subscript",
    "formula",
]  # fmt: skip
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pt-br", _("Portuguese")), ("en", _("English")), ("es", _("Spanish"))]

SILENCED_SYSTEM_CHECKS: list[str] = []

# What the host of the forums answers (forums/ports.py); the forums themselves know nothing of courses.
FORUM_HOST = "learning.desk.ports.CourseForumHost"
# What draws the preview of a course's pages in the admin; page types do not import it.
COURSE_PREVIEW = "learning.courses.previews.preview"
# What draws the examples in the admin's block picker.
BLOCK_PREVIEW = "learning.courses.previews.preview_block"

LOGGING = logging_settings(log_level("INFO"))
configure_logs()

# The script of the sign-language widget, e.g. https://vlibras.gov.br/app/vlibras-plugin.js (libras.py).
VLIBRAS_URL = read_widget()

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}
# Wagtail's admin and Django's write scripts and styles into their pages; learners never see these paths.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'"],
    "frame-src": ["'self'", "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    "frame-ancestors": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}
SECURE_REFERRER_POLICY = "same-origin"
# The admin's previews set their own, milder value.
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "home.accounts.responses.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# allauth: e-mail is the login; an unknown address gets the same answer as a known one.
ACCOUNT_ADAPTER = "home.accounts.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "home.accounts.forms.SignupForm"
ACCOUNT_FORMS = {"add_email": "home.accounts.address_form.AddEmailForm"}
SIGN_UP_OPEN = switch("SIGN_UP_OPEN", True)
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = False

# Only where no web server stands before the application: nginx serves them on a server.
SERVE_MEDIA = False
# Nobody sets another person's password.
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
