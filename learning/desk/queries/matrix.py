"""How far each student of an offering is: students by modules. Five queries for a hundred students or for one."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from home.accounts.models import User
from home.prepared import Prepared
from learning.courses.models import CourseOutline
from learning.courses.queries.outline import ModuleShape
from learning.desk.queries.places import shapes_of
from learning.enrolment.enums import READING_STATES, StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, TutoringGroup
from learning.enrolment.queries import shown_name
from learning.portfolio.queries.parts import moment
from learning.progress.measure import Progress
from learning.progress.models import ModuleProgress

NOTHING = (Decimal(0), 0)


@dataclass(frozen=True)
class SeenOffering:
    """An offering as one person finds it: whether she works in it, and whether in all of it."""

    pk: int
    name: str
    course_title: str
    course_slug: str
    is_staff: bool
    is_whole: bool


class MatrixRow(NamedTuple):
    """A student. A page shows a part of the rows: only those have their `marks`, and the moment in `last_seen` read."""

    pk: int
    name: str
    email: str
    group: str
    polo: str
    state: str
    last_seen: str
    marks: dict[int, tuple]
    meter: "_Meter"

    @property
    def last_learning_at(self) -> datetime.datetime | None:
        return moment(self.last_seen) if self.last_seen else None

    @property
    def measured(self) -> tuple[list[Progress], Progress]:
        """The cells, and the whole; worked out anew each time."""
        return self.meter.read(self.marks)

    @property
    def cells(self) -> list[Progress]:
        """In the order of the modules."""
        return self.measured[0]

    @property
    def whole(self) -> Progress:
        """Without the optional modules."""
        return self.measured[1]


@dataclass(frozen=True)
class Matrix:
    """`page` is the part of the rows to show; `groups` may be chosen from, and `group_id` is the one chosen."""

    modules: tuple[ModuleShape, ...]
    rows: list[MatrixRow]
    page: Page
    groups: list[tuple[int, str]]
    group_id: int | None
    order: str


def _least_done(row: MatrixRow) -> tuple:
    whole = row.whole
    return whole.percent, whole.done_count, row.name.casefold()


# Name in the address -> how rows are sorted. What comes first is who may need somebody.
ORDERS = {
    "nome": lambda row: row.name.casefold(),
    "andamento": _least_done,
    "acesso": lambda row: (row.last_seen, row.name.casefold()),
}
_MARKS = f"""
select m.enrolment_id, m.module_id, m.done_hours, m.done_count from {ModuleProgress._meta.db_table} m
where m.enrolment_id
"""
_AMONG = {
    "postgresql": "= any(array(select value::bigint from json_array_elements_text(%s::json)))",
    "sqlite": "in (select value from json_each(%s))",
}


def _seen(offering_id: int, person_id: int) -> QuerySet:
    posts = StaffAssignment.objects.filter(offering=OuterRef("pk"), person=person_id)
    studies = Enrolment.objects.filter(offering=OuterRef("pk"), student=person_id, state__in=READING_STATES)
    coordinates = posts.filter(role=StaffRole.COORDINATOR)
    rows = Offering.objects.filter(pk=offering_id)
    return rows.values_list(
        "pk", "name", "course__title", "course__slug", Exists(posts), Exists(coordinates), Exists(studies)
    )


def _enrolled(offering_id: int) -> QuerySet:
    # As text, which sorts as the moments do: a moment of the database costs more to read than the rest of the row.
    last_seen = Coalesce(Cast("last_learning_at", CharField()), Value(""))
    rows = Enrolment.objects.filter(offering=offering_id).holding_a_place()
    rows = rows.annotate(name=shown_name("student"), last_seen=last_seen).order_by()
    columns = ("pk", "name", "student__email", "tutoring_group_id", "polo__name", "state", "last_seen")
    return rows.values_list(*columns)


def _groups(offering_id: int) -> QuerySet:
    return TutoringGroup.objects.filter(offering=offering_id).order_by("name").values_list("pk", "name")


def _outline(offering_id: int) -> QuerySet:
    return CourseOutline.objects.filter(course__offerings=offering_id).values_list("slug", "rev")


_seen_by, _enrolled_in = Prepared(_seen), Prepared(_enrolled)
_groups_in, _outline_of = Prepared(_groups), Prepared(_outline)


def seen_offering(person: User, offering_id: int) -> SeenOffering | None:
    """The offering, or None where `person` may not see it: `visible_to`, `may_work_in` and `may_coordinate` at once."""
    for pk, name, title, slug, works, coordinates, studies in _seen_by(offering_id, person.pk):
        if works or studies or person.is_superuser:
            is_staff, is_whole = works or person.is_superuser, coordinates or person.is_superuser
            return SeenOffering(pk, name, title, slug, is_staff, is_whole)
    return None


def progress_matrix(
    offering: Offering | SeenOffering,
    person: User,
    *,
    whole: bool,
    group_id: int | None = None,
    order: str = "nome",
    part: tuple[str | None, int] = (None, 0),
) -> Matrix:
    """Returns the offering's matrix; with `whole` False only the tutoring groups that `person` tutors.

    `part` is the number of a page as an address has it, and how many rows a page takes; 0 takes all of them.
    """
    groups = dict(_groups_in(offering.pk))
    if not whole:
        tutored = StaffAssignment.objects.filter(offering=offering.pk, person=person, role=StaffRole.TUTOR)
        own = set(tutored.values_list("tutoring_group_id", flat=True))
        groups = {pk: name for pk, name in groups.items() if pk in own}
    chosen = group_id if group_id in groups else None
    shown = {chosen} if chosen else {*groups, None} if whole else set(groups)
    modules = _modules_of(offering.pk)
    rows = _rows(offering.pk, modules, groups, shown)
    order = order if order in ORDERS else "nome"
    if order == "andamento":
        _read_marks(rows)
    rows.sort(key=ORDERS[order])
    number, size = part
    page = Paginator(rows, size or max(len(rows), 1)).get_page(number)
    if order != "andamento":
        _read_marks(list(page))
    return Matrix(modules, rows, page, list(groups.items()), chosen, order)


def _modules_of(offering_id: int) -> tuple[ModuleShape, ...]:
    """The modules of the published course; none while it is not published."""
    return next((shape.modules for shape in shapes_of(_outline_of(offering_id)).values()), ())


def _rows(
    offering_id: int, modules: tuple[ModuleShape, ...], groups: dict[int, str], shown: set[int | None]
) -> list[MatrixRow]:
    meter = _Meter(modules)
    return [
        MatrixRow(pk, name, email, groups.get(group, ""), polo or "", state, last, {}, meter)
        for pk, name, email, group, polo, state, last in _enrolled_in(offering_id)
        if group in shown
    ]


def _read_marks(rows: Sequence[MatrixRow]) -> None:
    marks = {row.pk: row.marks for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS + _AMONG[connection.vendor], [json.dumps(list(marks))])
        for enrolment, module, hours, count in cursor.fetchall():
            # SQLite keeps no decimals.
            marks[enrolment][module] = (hours if type(hours) is Decimal else Decimal(str(hours)), count)


class _Meter:
    """Measures one student after the other; equal cells are one object."""

    def __init__(self, modules: tuple[ModuleShape, ...]):
        self.modules = [(m.id, m.required_hours, len(m.required), not m.optional) for m in modules]
        self.total_hours = sum((hours for _, hours, _, counts in self.modules if counts), Decimal(0))
        self.total_count = sum(count for _, _, count, counts in self.modules if counts)
        self.cells: dict[tuple, Progress] = {}
        self.wholes: dict[tuple, Progress] = {}

    def read(self, marks: dict[int, tuple]) -> tuple[list[Progress], Progress]:
        """Returns the cells in the order of the modules, and the whole without the optional ones."""
        cells, all_hours, all_count = [], Decimal(0), 0
        for module_id, total_hours, total_count, counts in self.modules:
            hours, count = marks.get(module_id, NOTHING)
            key = (module_id, hours, count)
            cell = self.cells.get(key)
            if cell is None:
                cell = self.cells[key] = Progress(hours, total_hours, count, total_count)
            cells.append(cell)
            if counts and count:
                all_hours, all_count = all_hours + hours, all_count + count
        sums = (all_hours, all_count)
        if sums not in self.wholes:
            self.wholes[sums] = Progress(all_hours, self.total_hours, all_count, self.total_count)
        return cells, self.wholes[sums]
