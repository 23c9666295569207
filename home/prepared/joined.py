"""Rows of another table as one column of a statement that asks for other things: a statement less."""

from django.db.models import Aggregate, Expression, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

# What no name, number or day holds: the signs made for it.
COLUMN, ROW = "\x1f", "\x1e"


class _Joined(Aggregate):
    """Texts of several rows as one."""

    function = "STRING_AGG"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


def joined(rows: QuerySet, by: str, outer: str, *columns: str | Expression) -> Coalesce:
    """The `columns` of the rows whose `by` is the outer one, as one text for `parted`; "" where there is none."""
    told = []
    for column in columns:
        told += [Value(COLUMN, TextField()), Cast(F(column) if isinstance(column, str) else column, TextField())]
    text = Concat(*told[1:]) if len(columns) > 1 else told[1]
    found = rows.filter(**{by: OuterRef(outer)}).order_by().values(by)
    return Coalesce(
        Subquery(found.annotate(told=_Joined(text, Value(ROW, TextField()))).values("told")), Value("", TextField())
    )


def parted(text: str) -> list[list[str]]:
    """What `joined` gave, row by row."""
    return [row.split(COLUMN) for row in text.split(ROW)] if text else []
