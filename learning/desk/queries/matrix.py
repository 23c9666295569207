"""How far each student of an offering is: students by modules. Five queries for a hundred students or for one."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from home.accounts.models import User
from home.prepared import Prepared
from learning.courses.models import CourseOutline
from learning.courses.queries.outline import ModuleShape
from learning.desk.queries.places import shapes_of
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, TutoringGroup
from learning.enrolment.queries import shown_name
from learning.progress.measure import Progress
from learning.progress.models import ModuleProgress

NOTHING = (Decimal(0), 0)


@dataclass(frozen=True)
class MatrixRow:
    """A student. She is measured when she is asked for: a page shows a part of the rows."""

    name: str
    email: str
    group: str
    polo: str
    state: str
    last_learning_at: datetime.datetime | None
    marks: dict[int, tuple]
    meter: "_Meter"

    @cached_property
    def measured(self) -> tuple[list[Progress], Progress]:
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
    """`groups` are those that the reader may choose from; `group_id` the one chosen."""

    modules: tuple[ModuleShape, ...]
    rows: list[MatrixRow]
    groups: list[tuple[int, str]]
    group_id: int | None
    order: str


NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
# Name in the address -> how rows are sorted. What comes first is who may need somebody.
ORDERS = {
    "nome": lambda row: row.name.casefold(),
    "andamento": lambda row: (row.whole.percent, row.whole.done_count, row.name.casefold()),
    "acesso": lambda row: (row.last_learning_at or NEVER, row.name.casefold()),
}


def _enrolled(offering_id: int) -> QuerySet:
    columns = ("pk", "name", "student__email", "tutoring_group_id", "polo__name", "state", "last_learning_at")
    rows = Enrolment.objects.filter(offering=offering_id).holding_a_place().annotate(name=shown_name("student"))
    return rows.order_by().values_list(*columns)


def _marks(offering_id: int) -> QuerySet:
    columns = ("enrolment_id", "module_id", "done_hours", "done_count")
    return ModuleProgress.objects.filter(enrolment__offering=offering_id).values_list(*columns)


def _groups(offering_id: int) -> QuerySet:
    return TutoringGroup.objects.filter(offering=offering_id).order_by("name").values_list("pk", "name")


_enrolled_in, _marks_in, _groups_in = Prepared(_enrolled), Prepared(_marks), Prepared(_groups)


def progress_matrix(
    offering: Offering, person: User, *, whole: bool, group_id: int | None = None, order: str = "nome"
) -> Matrix:
    """Returns the offering's matrix; with `whole` False only the tutoring groups that `person` tutors."""
    groups = dict(_groups_in(offering.pk))
    if not whole:
        tutored = StaffAssignment.objects.filter(offering=offering, person=person, role=StaffRole.TUTOR)
        own = set(tutored.values_list("tutoring_group_id", flat=True))
        groups = {pk: name for pk, name in groups.items() if pk in own}
    chosen = group_id if group_id in groups else None
    shown = {chosen} if chosen else {*groups, None} if whole else set(groups)
    modules = _modules_of(offering)
    rows = _rows(offering, modules, groups, shown)
    order = order if order in ORDERS else "nome"
    return Matrix(modules, sorted(rows, key=ORDERS[order]), list(groups.items()), chosen, order)


def _modules_of(offering: Offering) -> tuple[ModuleShape, ...]:
    """The modules of the published course; none while it is not published."""
    courses = CourseOutline.objects.filter(course=offering.course_id).values_list("slug", "rev")
    return next((shape.modules for shape in shapes_of(courses).values()), ())


def _rows(
    offering: Offering, modules: tuple[ModuleShape, ...], groups: dict[int, str], shown: set[int | None]
) -> list[MatrixRow]:
    marks: defaultdict[int, dict[int, tuple]] = defaultdict(dict)
    for enrolment, module, hours, count in _marks_in(offering.pk):
        marks[enrolment][module] = (hours, count)
    meter = _Meter(modules)
    return [
        MatrixRow(name, email, groups.get(group, ""), polo or "", state, last, marks[pk], meter)
        for pk, name, email, group, polo, state, last in _enrolled_in(offering.pk)
        if group in shown
    ]


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
