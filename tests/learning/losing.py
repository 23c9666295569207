"""An action that loses its connection at one statement after the other, and the rows that it leaves behind."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import OperationalError, connection

from tests.snapshot import take_snapshot

Ledger = dict[str, list[str]]


@dataclass
class Losses:
    """`statements` is how many the action makes, its commit counted.

    `half` is the statement at whose loss something stayed behind: the loop ends there.
    """

    statements: int
    half: str | None = None


def lose_at_each_statement(
    act: Callable[[], Any], retry: Callable[[], None] | None = None, strike: Callable[[], None] | None = None
) -> Losses:
    """Runs `act` on committed rows, the connection lost at its first statement, its second, until it runs through.

    After each loss `retry` is called, which leaves the rows as it found them. `strike` does the losing.
    """
    before = ledger()
    for number in itertools.count(1):
        with losing(number, strike or _raise) as lost, suppress(OperationalError):
            act()
        if not lost:
            return Losses(number - 1)
        if ledger() != before:
            return Losses(number, lost[0])
        if retry:
            retry()
    raise AssertionError


def _raise() -> None:
    raise OperationalError("The server has gone.")


def kill_own_backend() -> None:
    """PostgreSQL's process behind this connection ends; what it was asked next is never answered."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


@contextmanager
def losing(number: int, strike: Callable[[], None]) -> Iterator[list[str]]:
    """The statement of that number is not made; the list names it once it was asked for."""
    turns, lost, commit = itertools.count(1), list[str](), connection.commit

    def turn(name: str) -> None:
        if next(turns) == number:
            lost.append(name)
            strike()

    def make(execute, sql, params, many, context):
        turn(sql)
        return execute(sql, params, many, context)

    def make_commit() -> None:
        turn("COMMIT")
        commit()

    connection.commit = make_commit
    try:
        with connection.execute_wrapper(make):
            yield lost
    finally:
        del connection.commit
        if lost and connection.vendor == "postgresql":
            connection.close()


def ledger() -> Ledger:
    """Every row of every table."""
    return {table: sorted(map(repr, rows)) for table, (_columns, rows) in take_snapshot().items()}
