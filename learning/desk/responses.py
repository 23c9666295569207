"""Ready strings for pages with many rows: what a template would say a thousand times is said here once."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from django.core.paginator import Page
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forums.responses import found_rows
from home.search import fold_words
from home.templatetags.roda import said_dates
from learning.courses.enums import SearchIn
from learning.courses.responses.catalogue import course_rows, item_rows
from learning.desk.queries.matrix import Matrix, MatrixRow
from learning.desk.queries.search import Finds
from learning.enrolment.enums import EnrolmentState
from learning.progress.measure import Progress


@dataclass(frozen=True)
class FoundList:
    """A list of the search page: `rows` {title, url, facts, snippet}, `count` of all, `more` where all are."""

    code: str
    label: str
    rows: list
    count: int
    more: str


def found_lists(found: dict[str, Finds], query: str) -> list[FoundList]:
    """The lists in which something was found, in the order in which they are read."""
    catalogue, words = reverse("learning:catalogue"), fold_words(query)
    drawn = {
        "courses": lambda rows: list(course_rows(rows, set())),
        "items": lambda rows: list(item_rows(rows, words)),
        "posts": lambda rows: found_rows(rows, query),
    }
    places = {
        "courses": (_("Courses"), f"{catalogue}?{urlencode({'q': query})}"),
        "items": (_("Inside the courses"), f"{catalogue}?{urlencode({'q': query, 'em': SearchIn.ITEMS})}"),
        "posts": (_("Conversations"), f"{reverse('forums:search')}?{urlencode({'q': query})}"),
    }
    return [
        FoundList(code, places[code][0], drawn[code](finds.rows), finds.count, more_of(finds, places[code][1]))
        for code, finds in found.items()
        if finds.count
    ]


def more_of(finds: Finds, address: str) -> str:
    return address if finds.count > len(finds.rows) else ""


def said_finds(lists: list[FoundList]) -> str:
    """What a screen reader says once the results are there: how many in each list."""
    return " · ".join(f"{found.label}: {found.count}" for found in lists) or _("Nothing found")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that sorts; `sort` is the value of aria-sort."""

    label: str
    url: str
    sort: str


@dataclass(frozen=True)
class MatrixPage:
    """`body` holds the rows of the table, ready: a template would look up a thousand names for them."""

    filters: SafeString
    head: SafeString
    body: SafeString
    query: str
    rows: Page


def matrix_page(matrix: Matrix) -> MatrixPage:
    chosen = {"grupo": matrix.group_id} if matrix.group_id else {}
    headings = tuple(
        Heading(str(label), "?" + urlencode({**chosen, "ordem": order}), _sort(matrix, order))
        for order, label in (("nome", _("Student")), ("acesso", _("Last access")), ("andamento", _("Whole course")))
    )
    writer = _CellWriter(matrix)
    several = len(matrix.groups) > 1 and matrix.group_id is None
    filters = _filters(get_language(), tuple(matrix.groups), matrix.group_id, matrix.order) if matrix.groups else ""
    head = _head(headings, tuple((module.code, module.title) for module in matrix.modules))
    body = mark_safe("\n".join([writer.line(row, several) for row in matrix.page]))
    return MatrixPage(filters, head, body, urlencode({**chosen, "ordem": matrix.order}), matrix.page)


@lru_cache(maxsize=256)
def _filters(language: str, groups: tuple[tuple[int, str], ...], group_id: int | None, order: str) -> SafeString:
    chosen = {"groups": groups, "group_id": group_id, "order": order}
    return mark_safe(render_to_string("learning/desk/matrix_filters.html", chosen).strip())


@lru_cache(maxsize=256)
def _head(headings: tuple[Heading, ...], modules: tuple[tuple[str, str], ...]) -> SafeString:
    *first, last = headings
    # The whole course comes after its modules.
    columns = {"first": first, "modules": modules, "last": last}
    return mark_safe(render_to_string("learning/desk/matrix_head.html", columns).strip())


def _sort(matrix: Matrix, order: str) -> str:
    return "ascending" if matrix.order == order else "none"


class _CellWriter:
    """Writes rows; equal cells are written once. Every text in them is escaped here.

    `cells` is by identity: equal cells of a module are one object (queries.matrix), as long as the matrix lives.
    """

    def __init__(self, matrix: Matrix):
        self.labels = [escape(str(module.code or module.title)) for module in matrix.modules]
        self.whole, self.access = escape(_("Whole course")), escape(_("Last access"))
        self.words, self.nothing = escape(_("%(done)s of %(total)s")), escape(_("nothing to do"))
        self.never, self.completed = escape(_("not yet")), escape(str(EnrolmentState.COMPLETED.label))
        self.zone = timezone.get_current_timezone()
        self.cells: dict[int, str] = {}
        self.days: dict[datetime.date, str] = {}
        self.said = said_dates()

    def line(self, row: MatrixRow, with_group: bool) -> str:
        about = [escape(row.group)] if with_group and row.group else []
        about += [self.completed] if row.state == EnrolmentState.COMPLETED else []
        under = f'<span class="matrix__about">{" · ".join(about)}</span>' if about else ""
        written = self.cells.get
        found, whole = row.measured
        cells = [written(id(cell)) or self._cell(label, cell) for label, cell in zip(self.labels, found, strict=True)]
        return (
            f'<tr><th scope="row">{escape(row.name)}{under}</th><td data-label="{self.access}">{self._last(row)}</td>'
            f"{''.join(cells)}{self._whole(whole)}</tr>"
        )

    def _cell(self, label: str, cell: Progress) -> str:
        state = "is-done" if cell.is_complete else "is-doing" if cell.done_count else ""
        self.cells[id(cell)] = self._write(label, cell, state)
        return self.cells[id(cell)]

    def _whole(self, whole: Progress) -> str:
        if id(whole) not in self.cells:
            self.cells[id(whole)] = self._write(self.whole, whole, "is-done" if whole.is_complete else "")
        return self.cells[id(whole)]

    def _write(self, label: str, cell: Progress, state: str) -> str:
        if cell.total_count == 0:
            said = f'<span class="meta">{self.nothing}</span>'
        else:
            words = self.words % {"done": cell.done_count, "total": cell.total_count}
            said = f'<span><span class="number">{cell.percent}%</span> <span class="meta">{words}</span></span>'
        return f'<td class="matrix__cell {state}" data-label="{label}">{said}</td>'

    def _last(self, row: MatrixRow) -> str:
        last = row.last_learning_at
        if last is None:
            return self.never
        day = last.astimezone(self.zone).date()
        if day not in self.days:
            self.days[day] = escape(self.said(day))
        return self.days[day]
