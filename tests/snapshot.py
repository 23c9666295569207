"""Puts a flushed test database back as it was, row by row: Django's own way stumbles over signals' new rows.

And puts into it, row by row, what a fixture has written once already.
"""

from collections.abc import Iterable

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

Snapshot = dict[str, tuple[list[str], list[tuple]]]


def take_snapshot() -> Snapshot:
    """Returns table -> (columns, rows) of every table that holds something."""
    snapshot = {}
    with connection.cursor() as cursor:
        for table in _tables(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = cursor.fetchall()
            if rows:
                snapshot[table] = ([column[0] for column in cursor.description], rows)
    return snapshot


def restore_snapshot(snapshot: Snapshot) -> None:
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    # Foreign keys are checked at the commit, so the order of the tables does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        _insert(cursor, snapshot)
        _go_on_counting(cursor, apps.get_models(include_auto_created=True))


def take_difference(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Returns what of `before` is gone or has changed, and what of `after` is new or has changed."""
    return _without(before, after), _without(after, before)


def put_difference(difference: tuple[Snapshot, Snapshot]) -> None:
    """Writes what the difference tells into the database that it was taken from; all ids are as they were."""
    gone, new = difference
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in gone.items():
            key = connection.ops.quote_name(columns[0])
            statement = f"DELETE FROM {connection.ops.quote_name(table)} WHERE {key} = %s"
            cursor.executemany(statement, [row[:1] for row in rows])
        _insert(cursor, new)
        written = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in new]
        _go_on_counting(cursor, written)


def _without(snapshot: Snapshot, other: Snapshot) -> Snapshot:
    left = {}
    for table, (columns, rows) in snapshot.items():
        known = other.get(table, (columns, []))[1]
        if rows != known and (own := [row for row in rows if row not in known]):
            left[table] = columns, own
    return left


def _insert(cursor, snapshot: Snapshot) -> None:
    for table, (columns, rows) in snapshot.items():
        names = ", ".join(connection.ops.quote_name(column) for column in columns)
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})", rows)


def _go_on_counting(cursor, models: Iterable[type[Model]]) -> None:
    """New rows come after those that were put back."""
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)


def _tables(cursor) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    if connection.vendor != "sqlite":
        return tables
    # A full-text table fills itself from the table that it indexes.
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    return sorted(set(tables) - {name for (name,) in cursor.fetchall()})
