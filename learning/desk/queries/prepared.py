"""A query whose SQL is made once: building it costs the ORM more than the database takes to answer."""

from collections.abc import Callable, Iterator, Sequence

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Stands for the value in the SQL that is kept; no row of ours has such a key.
MARK = -9_007_199_254_740_991


class Prepared:
    """Wraps `build(key) -> values_list(...)` of one integer; calling it gives the rows as plain tuples.

    `build` may let nothing but its key into the SQL that changes from call to call: no date, no list.
    """

    def __init__(self, build: Callable[[int], QuerySet]):
        self._build = build
        self._name = f"_prepared_{build.__module__}_{build.__qualname__}"

    def __call__(self, key: int) -> Iterator[tuple]:
        # A compiler belongs to its connection, and a connection to its thread.
        connection = connections[DEFAULT_DB_ALIAS]
        held = vars(connection).setdefault(self._name, {})
        if not held:
            compiler = self._build(MARK).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            held.update(compiler=_Kept(compiler, sql), params=params)
        held["compiler"].params = tuple(key if value == MARK else value for value in held["params"])
        return held["compiler"].rows()


class _Kept:
    """A compiler that has made its SQL and only fills in the parameters."""

    def __init__(self, compiler: SQLCompiler, sql: str):
        self.compiler, self.params = compiler, ()
        vars(compiler)["as_sql"] = lambda *args, **kwargs: (sql, self.params)

    def rows(self) -> Iterator[Sequence]:
        return self.compiler.results_iter(tuple_expected=True)
