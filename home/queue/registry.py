"""Names for tasks, so that an action queues work without importing the task."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

_tasks: dict[str, Callable] = {}
_held: ContextVar[list[tuple] | None] = ContextVar("held", default=None)


def task(name: str, **options) -> Callable:
    """Registers a function as the task `name` ("area.verb_noun"). `options` are huey's (retries, retry_delay, …).

    huey loses the running task on a killed worker: state that must survive lives in rows, and a scheduled
    sweep takes up what is pending.
    """

    def register(function: Callable) -> Callable:
        _tasks[name] = db_task(name=name, **options)(function)
        return function

    return register


def scheduled(name: str, **when: str) -> Callable:
    """Registers a function that the worker runs by the clock; `when` is a crontab (minute="*/5", hour="3")."""

    def register(function: Callable) -> Callable:
        _tasks[name] = db_periodic_task(crontab(**when), name=name)(function)
        return function

    return register


def enqueue(name: str, *args) -> None:
    """Queues the task `name` with plain arguments (ids, text) once the transaction has committed.

    Raises KeyError at once for a name that nobody registered: a slip must not wait for the worker.
    """
    wrapper = _tasks[name]
    held = _held.get()
    if held is None:
        transaction.on_commit(lambda: wrapper(*args))
    else:
        held.append((name, *args))


@contextmanager
def hold_tasks() -> Iterator[list[tuple]]:
    """What is enqueued inside is not queued but noted in the list, as (name, *args): for who loads much data at once
    and does himself what the tasks would do."""
    held: list[tuple] = []
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)


def task_names() -> set[str]:
    return set(_tasks)
