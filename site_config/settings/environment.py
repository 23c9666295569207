"""Reads the environment's variables and refuses a wrong value in one sentence."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
YES, NO = ("true", "1", "yes", "on"), ("false", "0", "no", "off")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def whole_number(name: str, default: int) -> int:
    """Returns the variable's number; its default where it is not set. Raises ImproperlyConfigured for anything else."""
    value = env(name, default=str(default)).strip()
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {value!r}.")
    return int(value)


def switch(name: str, default: bool) -> bool:
    """Returns whether the variable says yes; its default where it is not set. Raises ImproperlyConfigured for a word
    that says neither: a mistyped "true" must not quietly mean no."""
    value = env(name, default="").strip().lower()
    if value not in ("", *YES, *NO):
        raise ImproperlyConfigured(f"{name} must be true or false; it is {value!r}.")
    return value in YES if value else default


def site_address() -> str:
    """Returns SITE_URL, which mails and links begin with. Raises ImproperlyConfigured where it is no address."""
    address = env("SITE_URL", default="") or "http://127.0.0.1:8000"
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise ImproperlyConfigured(f"SITE_URL must be an address such as https://roda.example.org; it is {address!r}.")
    return address


def log_level(default: str) -> str:
    level = env("LOG_LEVEL", default=default).strip().upper()
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL must be one of {', '.join(LEVELS)}; it is {level!r}.")
    return level


def _scheme(name: str, allowed: tuple[str, ...]) -> str:
    scheme = urlsplit(env(name)).scheme
    if scheme not in allowed:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(f'{s}://' for s in allowed)}.")
    return scheme


def read_database(var: Path) -> dict:
    """Returns Django's settings of the one database, from DATABASE_URL; SQLite below `var` without it."""
    if not env("DATABASE_URL", default=""):
        return _sqlite(str(var / "roda.sqlite3"))
    if _scheme("DATABASE_URL", ("postgres", "postgresql", "sqlite")) == "sqlite":
        return _sqlite(env.db("DATABASE_URL")["NAME"])
    return _postgres(env.db("DATABASE_URL"))


def _sqlite(name: str) -> dict:
    # WAL with IMMEDIATE is the one setting that had no "database is locked" in 600 contended transactions.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgres(parsed: dict) -> dict:
    pool = switch("DATABASE_POOL", False)
    # Prepared statements cost nothing once made; both options together, since neither helps alone.
    options = {"server_side_binding": True, "prepare_threshold": 5, "connect_timeout": 5}
    # Compiling a plan takes 300 ms; no page of ours runs long enough to win that back.
    options["options"] = " ".join([env("PGOPTIONS", default=""), "-c jit=off"])
    if pool:
        options["pool"] = {"min_size": 1, "max_size": whole_number("DATABASE_POOL_SIZE", 4), "timeout": 5}
    settings = {
        **parsed,
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {**parsed.get("OPTIONS", {}), **options},
    }
    settings["CONN_MAX_AGE"] = 0 if pool else whole_number("DATABASE_MAX_AGE", 600)
    # A check is a statement more for every request. Without it a restarted database costs each worker one 503,
    # and the connection is made anew with the next request.
    settings["CONN_HEALTH_CHECKS"] = switch("DATABASE_HEALTH_CHECKS", False)
    return settings


def read_caches() -> dict:
    """Returns Django's CACHES: Redis where REDIS_URL names one, else this process's memory."""
    if not env("REDIS_URL", default=""):
        memory = "django.core.cache.backends.locmem.LocMemCache"
        return {
            "default": {"BACKEND": memory, "LOCATION": "default", "OPTIONS": {"MAX_ENTRIES": 2000}},
            "renditions": {
                "BACKEND": memory,
                "LOCATION": "renditions",
                "TIMEOUT": 3600,
                "OPTIONS": {"MAX_ENTRIES": 20000},
            },
        }
    _scheme("REDIS_URL", ("redis", "rediss", "unix"))
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("REDIS_URL")}
    return {
        "default": {**redis, "KEY_PREFIX": "roda"},
        "renditions": {**redis, "KEY_PREFIX": "renditions", "TIMEOUT": 3600},
    }


def queue_settings(var: Path) -> dict:
    """Returns huey's settings: RedisHuey where REDIS_URL names one, else SqliteHuey in a file below `var`."""
    # SQLite has one writer: a second thread would only meet the first one, in the search index first of all.
    workers = whole_number("QUEUE_WORKERS", 2 if env("REDIS_URL", default="") else 1)
    shared = {"name": "roda", "immediate": False, "utc": True, "consumer": {"workers": workers}}
    if env("REDIS_URL", default=""):
        return {**shared, "huey_class": "huey.RedisHuey", "url": env("REDIS_URL")}
    return {**shared, "huey_class": "huey.SqliteHuey", "filename": str(var / "queue.sqlite3")}


def read_widget() -> str:
    """Returns the address of VLibras' script, or "": then no page offers it."""
    if env("VLIBRAS_URL", default=""):
        # Without TLS anybody on the way could put a script into the pages; a machine's own host is for trials.
        _scheme("VLIBRAS_URL", ("https", *(["http"] if urlsplit(env("VLIBRAS_URL")).hostname == "127.0.0.1" else [])))
    return env("VLIBRAS_URL", default="")


def read_mail() -> dict:
    """Returns Django's EMAIL_* settings from EMAIL_URL; the console without it."""
    schemes = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail", "dummymail")
    if not env("EMAIL_URL", default=""):
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    _scheme("EMAIL_URL", schemes)
    return {**env.email_url("EMAIL_URL"), "EMAIL_TIMEOUT": 10}
