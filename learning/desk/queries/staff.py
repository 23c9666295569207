"""What the home of tutors and coordinators says: who waits longest, whom nobody has seen, how far each class is."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import Case, Count, F, Field, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from learning.courses.queries.outline import CourseShape
from learning.desk.queries.places import Work
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.queries import shown_name
from learning.portfolio.models import PortfolioEntry
from learning.progress.measure import Progress
from learning.progress.models import ModuleProgress
from learning.reviews.queries import WaitingEntry, waiting_for

QUIET_DAYS = 14
HEADS = 5
STUDENTS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A tutor's student. `quiet` says that nobody saw her for a while, or ever."""

    name: str
    group: str
    percent: int
    last_learning_at: datetime.datetime | None
    waiting: int
    quiet: bool


@dataclass(frozen=True)
class TutorDesk:
    """`waiting` is the head of her queue, longest wait first; `students` those seen longest ago first."""

    groups: list[Work]
    waiting: list[WaitingEntry]
    waiting_count: int
    students: list[StudentRow]
    student_count: int

    @property
    def quiet_count(self) -> int:
        return sum(student.quiet for student in self.students)


@dataclass(frozen=True, slots=True)
class OfferingSummary:
    """How far an offering's students are. `quiet` have not studied for two weeks, or never."""

    place: Work
    students: int
    begun: int
    finished: int
    quiet: int
    percent: int
    url: str
    matrix_url: str


def tutor_desk(person: User, groups: list[Work], shapes: dict[str, CourseShape]) -> TutorDesk:
    """Two queries: the head of the queue, and her students."""
    running = [place for place in groups if not place.has_ended] or groups
    ids = [place.group_id for place in running if place.group_id is not None]
    heads = waiting_for(person, HEADS)
    students = _students_of(ids, shapes)
    waiting_count = max(len(heads), sum(student.waiting for student in students))
    return TutorDesk(running, heads, waiting_count, students[:STUDENTS_SHOWN], len(students))


def _students_of(group_ids: list[int], shapes: dict[str, CourseShape]) -> list[StudentRow]:
    waiting = PortfolioEntry.objects.waiting().filter(enrolment=OuterRef("pk"))
    rows = (
        Enrolment.objects.filter(tutoring_group__in=group_ids, state=EnrolmentState.ACTIVE)
        .annotate(
            name=shown_name("student"),
            waiting=Coalesce(Subquery(_count(waiting, "enrolment")), 0),
            hours=_done("done_hours", shapes),
            count=_done("done_count", shapes),
        )
        .order_by(F("last_learning_at").asc(nulls_first=True), "name")
    )
    limit = timezone.now() - datetime.timedelta(days=QUIET_DAYS)
    totals = _totals(shapes)
    return [
        StudentRow(name, group, _percent(totals.get(course), hours, count), last, waiting, not last or last < limit)
        for name, group, course, hours, count, last, waiting in rows.values_list(
            "name", "tutoring_group__name", "course_id", "hours", "count", "last_learning_at", "waiting"
        )
    ]


def offering_summaries(places: list[Work], shapes: dict[str, CourseShape]) -> list[OfferingSummary]:
    """One query for all the offerings that somebody coordinates."""
    totals = _totals(shapes)
    quiet = Q(last_learning_at=None) | Q(last_learning_at__lt=timezone.now() - datetime.timedelta(days=QUIET_DAYS))
    required = Case(
        *(When(course_id=course, then=Value(total.total_count)) for course, total in totals.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
    rows = (
        Enrolment.objects.filter(offering__in=[place.offering_id for place in places])
        .holding_a_place()
        .annotate(hours=_done("done_hours", shapes), count=_done("done_count", shapes), required=required)
        .values("offering_id", "course_id")
        .order_by()
        .annotate(
            students=Count("pk"),
            begun=Count("pk", filter=Q(count__gt=0)),
            finished=Count("pk", filter=Q(count__gte=F("required"), required__gt=0)),
            quiet=Count("pk", filter=quiet & Q(state=EnrolmentState.ACTIVE)),
            all_hours=Sum("hours"),
            all_items=Sum("count"),
        )
    )
    found = {row["offering_id"]: row for row in rows}
    return [_summary(place, found.get(place.offering_id), totals) for place in places]


def _summary(place: Work, row: Mapping[str, Any] | None, totals: dict[int, Progress]) -> OfferingSummary:
    row = row or {"students": 0, "begun": 0, "finished": 0, "quiet": 0, "all_hours": 0, "all_items": 0, "course_id": 0}
    total, students = totals.get(row["course_id"]), row["students"]
    everyone = total and Progress(Decimal(0), total.total_hours * students, 0, total.total_count * students)
    return OfferingSummary(
        place=place,
        students=students,
        begun=row["begun"],
        finished=row["finished"],
        quiet=row["quiet"],
        percent=_percent(everyone, row["all_hours"], row["all_items"]),
        url=reverse("learning:offering", args=[place.offering_id]),
        matrix_url=reverse("learning:progress_matrix", args=[place.offering_id]),
    )


def _totals(shapes: dict[str, CourseShape]) -> dict[int, Progress]:
    """Returns course id -> what it asks for; optional modules stand outside."""
    return {
        shape.id: sum(
            (Progress(total_hours=module.required_hours, total_count=len(module.required)) for module in shape.counted),
            Progress(),
        )
        for shape in shapes.values()
    }


def _percent(total: Progress | None, hours, count: int) -> int:
    return (Progress(hours, total.total_hours, count, total.total_count) if total else Progress()).percent


def _done(column: str, shapes: dict[str, CourseShape]) -> Coalesce:
    """The sum of a column over an enrolment's modules, those that are optional left out."""
    optional = [m.id for shape in shapes.values() for m in shape.modules if m.optional]
    rows = ModuleProgress.objects.filter(enrolment=OuterRef("pk"))
    if optional:
        rows = rows.exclude(module_id__in=optional)
    field = cast(Field, ModuleProgress._meta.get_field(column))
    sums = rows.order_by().values("enrolment").annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(sums), Value(0, output_field=field), output_field=field)


def _count(rows, by: str):
    return rows.order_by().values(by).annotate(number=Count("pk")).values("number")
