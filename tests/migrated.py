"""Test databases start from one that is migrated already: replaying two hundred migrations took each process 20 s.

It is made once for each state of the migrations, by `manage.py migrate`, and kept: for SQLite in var/tests, for
PostgreSQL as a database beside the tests' own, with the migrations' digest as its comment.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "tests"


def start_from_migrated() -> Iterator[None]:
    """Yields when the test database can be made; to be resumed when it has gone again."""
    test = connection.settings_dict["TEST"]
    source = migrated()
    # Nothing is left to migrate, and looking for it would cost as much as the copy saves.
    test["MIGRATE"] = False
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = source
        yield
        return
    # A database in memory lives as long as one connection to it: Django finds it filled.
    name = connection.creation._get_test_db_name()
    with _opened(name) as memory:
        with _opened(str(source)) as file:
            file.backup(memory)
        yield


def migrated() -> Path | str:
    """Returns the migrated database's file or name, made now where it is not there."""
    KEPT.mkdir(parents=True, exist_ok=True)
    digest = digest_of_migrations()
    with _alone(connection.vendor):
        return _on_postgresql(digest) if connection.vendor == "postgresql" else _on_sqlite(digest)


def digest_of_migrations() -> str:
    """Of every migration of every app, and of the Django that runs them."""
    digest = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(str(path.name).encode() + path.read_bytes())
    return digest.hexdigest()


def _on_sqlite(digest: str) -> Path:
    name = f"migrated-{django.__version__}"
    path = KEPT / f"{name}-{digest[:16]}.sqlite3"
    if not path.exists():
        for older in KEPT.glob(f"{name}-*"):
            older.unlink()
        half = path.with_suffix(".half")
        _migrate(f"sqlite:///{half}")
        with _opened(str(half)) as made:
            # The journal that a file keeps cannot be kept in memory.
            made.execute("PRAGMA journal_mode=DELETE")
        half.rename(path)
    return path


def _on_postgresql(digest: str) -> str:
    """Returns the name of the database; a process that copies it must not find anybody in it."""
    name = f"migrated_{settings.DATABASES['default']['NAME']}"
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        known = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if server.execute(known, [name]).fetchone() == (digest,):
            return name
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        _migrate(address.rsplit("/", 1)[0] + f"/{name}")
        server.execute(f"COMMENT ON DATABASE \"{name}\" IS '{digest}'")
    return name


def _migrate(address: str) -> None:
    command = [sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": address}, check=True)


@contextmanager
def _opened(name: str) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(name, uri=name.startswith("file:"))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process makes it, the others wait."""
    with (KEPT / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    django.setup()
    migrated()
