"""Makes the floor's tables, sixty rows and its log-ins; prints a session key a line."""

import os
import sys

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

WANTED_ROWS = 60


def main(people: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.floor.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    fill_rows()
    for number in range(people):
        print(log_in(number))


def fill_rows() -> None:
    permissions = django.apps.apps.get_model("auth", "Permission")
    kind = django.apps.apps.get_model("contenttypes", "ContentType").objects.first()
    for number in range(permissions.objects.count(), WANTED_ROWS):
        permissions.objects.create(content_type=kind, codename=f"row_{number}", name=f"A row of the floor {number}")


def log_in(number: int) -> str:
    user, _ = django.apps.apps.get_model("auth", "User").objects.get_or_create(username=f"reader{number}")
    session = django.utils.module_loading.import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    main(int(sys.argv[1]))
