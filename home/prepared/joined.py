"""Rows of another table as one column of a statement that asks for other things: a statement less."""

from django.db.models import Aggregate, Expression, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat


class Joined(Aggregate):
    """Texts of several rows as one."""

    function = "STRING_AGG"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


def joined(rows: QuerySet, by: str, outer: str, *columns: str | Expression) -> Coalesce:
    """The `columns` (numbers or days) of the rows whose `by` is the outer one: "1:2,3:4", or "" where there is none."""
    told = []
    for column in columns:
        told += [Value(":", TextField()), Cast(F(column) if isinstance(column, str) else column, TextField())]
    text = Concat(*told[1:]) if len(columns) > 1 else told[1]
    found = rows.filter(**{by: OuterRef(outer)}).order_by().values(by)
    return Coalesce(
        Subquery(found.annotate(told=Joined(text, Value(",", TextField()))).values("told")), Value("", TextField())
    )


def parted(text: str) -> list[list[str]]:
    """What `joined` gave, row by row."""
    return [row.split(":") for row in text.split(",")] if text else []
