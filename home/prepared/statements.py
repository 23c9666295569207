"""A query whose SQL is made once: building it costs the ORM more than the database takes to answer."""

import inspect
from collections.abc import Callable, Iterator, Sequence

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Stand for the keys in the SQL that is kept: the last integers that every integer column takes. Outside a column's
# range the ORM would write a condition that is always, or never, true.
MARKS = (2_147_483_640, 2_147_483_641, 2_147_483_642, 2_147_483_643)
# No database keeps a larger integer; SQLite does not even take one as a parameter.
LIMIT = 2**63


class Prepared:
    """Wraps `build(*keys) -> values_list(...)` of one to four integers; calling it gives the rows as plain tuples.

    `build` may let nothing but its keys into the SQL that changes from call to call: no date, no list, no slice.
    A None among the keys is not a value that SQL compares with.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build
        self._marks = MARKS[: len(inspect.signature(build).parameters)]
        self._name = f"_prepared_{build.__module__}_{build.__qualname__}"

    def __call__(self, *keys: int) -> Iterator[tuple]:
        if not all(-LIMIT <= key < LIMIT for key in keys):
            return iter(())
        # A compiler belongs to its connection, and a connection to its thread.
        connection = connections[DEFAULT_DB_ALIAS]
        held = vars(connection).setdefault(self._name, {})
        if not held:
            compiler = self._build(*self._marks).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            held.update(compiler=_Kept(compiler, sql), params=params)
        given = dict(zip(self._marks, keys, strict=True))
        held["compiler"].params = tuple(given.get(value, value) for value in held["params"])
        return held["compiler"].rows()


class _Kept:
    """A compiler that has made its SQL and only fills in the parameters."""

    def __init__(self, compiler: SQLCompiler, sql: str):
        self.compiler, self.params = compiler, ()
        vars(compiler)["as_sql"] = lambda *args, **kwargs: (sql, self.params)

    def rows(self) -> Iterator[Sequence]:
        return self.compiler.results_iter(tuple_expected=True)
