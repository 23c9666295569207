"""A server's settings, each tried in a process of its own: what is wrong is said in one sentence."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

SERVER = {
    "DJANGO_SETTINGS_MODULE": "site_config.settings.production",
    "SECRET_KEY": "k8!xQz2$mW7&" * 5,
    "ALLOWED_HOSTS": "roda.example.org",
    "DATABASE_URL": "postgres://roda@127.0.0.1:5432/roda",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "SITE_URL": "https://roda.example.org",
    "REDIS_URL": "redis://127.0.0.1:6379/5",
}


def manage(*words: str, **changes: str) -> subprocess.CompletedProcess:
    return python("manage.py", *words, **changes)


def python(*words: str, **changes: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {name: value for name, value in {**kept, **SERVER, **changes}.items() if value}
    command = [sys.executable, "-W", "ignore", *words]
    return subprocess.run(command, cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_production_settings_pass_djangos_own_checks():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://roda@localhost/roda", "DATABASE_URL must begin with one of postgres://"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL must begin with one of"),
        ("REDIS_URL", "http://localhost", "REDIS_URL must begin with one of redis://"),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL must begin with one of smtp://"),
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SITE_URL", "", "SITE_URL is not set"),
        ("DATABASE_MAX_AGE", "soon", "DATABASE_MAX_AGE must be a whole number"),
        ("UPLOAD_MAX_BYTES", "10MB", "UPLOAD_MAX_BYTES must be a whole number"),
        ("SITE_URL", "roda.example.org", "SITE_URL must be an address such as https://"),
        ("DATABASE_POOL", "ture", "DATABASE_POOL must be true or false"),
        ("SIGN_UP_OPEN", "sim", "SIGN_UP_OPEN must be true or false"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of DEBUG"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(name, value, said):
    done = manage("check", **{name: value})
    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


POOL = """
from django.conf import settings
database = settings.DATABASES["default"]
print(database["CONN_MAX_AGE"], "pool" in database["OPTIONS"])
"""


@pytest.mark.any_database
def test_the_pool_and_kept_connections_exclude_each_other():
    assert python("-c", POOL).stdout.split() == ["600", "False"]
    assert python("-c", POOL, DATABASE_POOL="1").stdout.split() == ["0", "True"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles no plans")
def test_no_plan_is_compiled():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


READ = re.compile(r'''\b(?:env(?:\.list)?|whole_number|switch)\("([A-Z_]+)"''')


def test_every_variable_is_in_the_readme():
    sources = "".join(path.read_text() for path in (settings.ROOT / "site_config").rglob("*.py"))
    readme = (settings.ROOT / "README.md").read_text()
    assert len(READ.findall(sources)) > 20
    assert [name for name in sorted(set(READ.findall(sources))) if f"`{name}`" not in readme] == []
