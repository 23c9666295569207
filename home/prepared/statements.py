"""A query whose SQL is made once: building it costs the ORM more than the database takes to answer."""

import inspect
from collections.abc import Callable, Sequence

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Stand for the keys in the SQL that is kept: the last integers that every integer column takes. Outside a column's
# range the ORM would write a condition that is always, or never, true.
MARKS = (2_147_483_640, 2_147_483_641, 2_147_483_642, 2_147_483_643)
# The same for a key that is a word.
WORDS = ("@@word0@@", "@@word1@@", "@@word2@@", "@@word3@@")
# No database keeps a larger integer; SQLite does not even take one as a parameter.
LIMIT = 2**63


class Prepared:
    """Wraps `build(*keys) -> values_list(...)` of one to four keys; calling it gives the rows as plain tuples.

    Keys are integers; one that `build` annotates as `str` is a word.
    `build` may let nothing but its keys into the SQL that changes from call to call: no date, no list, no slice.
    A None among the keys is not a value that SQL compares with.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build
        kinds = [parameter.annotation for parameter in inspect.signature(build).parameters.values()]
        self._marks = tuple(WORDS[place] if kind is str else MARKS[place] for place, kind in enumerate(kinds))
        self._name = f"_prepared_{build.__module__}_{build.__qualname__}"

    def __call__(self, *keys: int | str) -> list[tuple]:
        if not all(isinstance(key, str) or -LIMIT <= key < LIMIT for key in keys):
            return []
        # A compiler belongs to its connection, and a connection to its thread.
        connection = connections[DEFAULT_DB_ALIAS]
        held = vars(connection).get(self._name)
        if held is None:
            held = vars(connection)[self._name] = _Held(self._build(*self._marks), connection)
        given = dict(zip(self._marks, keys, strict=True))
        return held.rows([given.get(value, value) for value in held.params])


class _Held:
    """The SQL of a query, and what turns the database's values into Python's."""

    def __init__(self, query: QuerySet, connection):
        self.connection = connection
        self.compiler = query.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])

    def rows(self, params: Sequence) -> list[tuple]:
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if self.converters:
            rows = [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)]
        return rows
