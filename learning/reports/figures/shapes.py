"""A figure as it is drawn and downloaded: a sentence, bars, and the tables behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.reports.figures.proportions import percent_of

SOURCES = {
    "A": gettext_lazy("Source: answers to the survey"),
    "B": gettext_lazy("Source: records of changes"),
    "AB": gettext_lazy("Both sources, student by student; neither is added to the other"),
}
Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Bar:
    """`percent` is its length, of 100; `words` what stands at its end."""

    label: str
    percent: float
    words: str


@dataclass(frozen=True)
class Table:
    """`code` names it in the address of its download. A cell that is None tells of too few people to be shown."""

    code: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    @property
    def shown_rows(self) -> list[list[tuple[str, str | int | Decimal]]]:
        """Rows of (column, cell), what is hidden said in words."""
        hidden = _("not shown")
        return [
            [(name, hidden if cell is None else cell) for name, cell in zip(self.head, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Section:
    """`code` is the number of the figure in domain.md (d4); `hidden` that too few people stand behind it."""

    code: str
    title: str
    source: str
    sentences: Sequence[str] = ()
    bars: Sequence[Bar] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    hidden: bool = False

    @property
    def said_source(self) -> str:
        return str(SOURCES[self.source])


def bars_of(rows: Sequence[tuple[str, int | None]], whole: int, words: str = "%(number)s") -> list[Bar]:
    """One for each row that may be shown, as long as its share of `whole`."""
    found = []
    for label, number in rows:
        if number is not None:
            percent = float(percent_of(number, whole) or 0)
            found.append(Bar(label, min(percent, 100.0), words % {"number": number}))
    return found


def hidden_section(code: str, title: str, source: str) -> Section:
    return Section(code, title, source, sentences=[_("Not shown: fewer than 5 people stand behind it.")], hidden=True)
