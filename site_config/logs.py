"""Structured logs: one JSON line an event, with the request's id, and no personal text."""

import logging
import sys
import traceback

import structlog

SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def frames_without_words(logger: logging.Logger, method: str, event: dict) -> dict:
    """Replaces an exception by its type and places in the code.

    The message is left out: a database's error quotes the row that it refused, names and addresses included.
    """
    info = event.pop("exc_info", None)
    if not info:
        return event
    if info is True:
        info = sys.exc_info()
    kind, _, tb = info if isinstance(info, tuple) else (type(info), info, info.__traceback__)
    if kind is None:
        return event
    event["exception"] = kind.__name__
    event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(tb)[-12:]]
    return event


def without_arguments(logger: logging.Logger, method: str, event: dict) -> dict:
    """Drops what Django's own records carry of a request: its path may hold a code or a word of a search."""
    record = event.get("_record")
    if record is not None and record.name.startswith("django"):
        event["event"] = str(record.msg)
        event["status"] = getattr(record, "status_code", None)
    return event


def logging_settings(level: str) -> dict:
    """Returns Django's LOGGING for a threshold such as "INFO"."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            without_arguments,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            frames_without_words,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    quiet = {"handlers": ["console"], "level": "WARNING", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "roda": {"handlers": ["console"], "level": level, "propagate": False},
            "huey": {"handlers": ["console"], "level": level, "propagate": False},
            "django": quiet,
            # Its warnings repeat what the request's own line says, with the path in them.
            "django.request": {**quiet, "level": "ERROR"},
        },
    }


def configure() -> None:
    structlog.configure(
        processors=[
            # First: what nobody will read is not put together.
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
