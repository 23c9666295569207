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
            held = vars(connection)[self._name] = _Held(self._build(*self._marks), self._marks, connection)
        return held.rows(keys)


class _Held:
    """The SQL of a query, and what turns the database's values into Python's."""

    def __init__(self, query: QuerySet, marks: Sequence[int | str], connection):
        self.connection = connection
        self.compiler = query.query.get_compiler(connection=connection)
        sql, params = self.compiler.as_sql()
        is_mark = [value in marks for value in params]
        self.sql, params = _with_constants(sql, params, is_mark, connection)
        # Each parameter is the key at a place, or a value of its own.
        self.params = [(marks.index(value), None) if value in marks else (None, value) for value in params]
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])

    def rows(self, keys: Sequence) -> list[tuple]:
        params = [value if place is None else keys[place] for place, value in self.params]
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if self.converters:
            rows = [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)]
        return rows


def _with_constants(sql: str, params: Sequence, is_mark: list[bool], connection) -> tuple[str, list]:
    """Writes into the SQL what never changes: PostgreSQL's planner then knows it, and nobody sends it each time."""
    pieces = sql.split("%s")
    if connection.vendor != "postgresql" or len(pieces) != len(params) + 1:
        return sql, list(params)
    written = [
        "%s" if keeps else connection.ops.compose_sql("%s", [value]).replace("%", "%%")
        for value, keeps in zip(params, is_mark, strict=True)
    ]
    text = "".join(piece + value for piece, value in zip(pieces, [*written, ""], strict=True))
    return text, [value for value, keeps in zip(params, is_mark, strict=True) if keeps]
