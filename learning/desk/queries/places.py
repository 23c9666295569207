"""Where a person has a place, and the published courses of those places."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from home.accounts.models import User
from home.prepared import Prepared, joined, parted
from learning.courses.caches import RevisionCache
from learning.courses.models import CourseOutline, ReflectionPage
from learning.courses.queries.outline import CourseShape, held_rev, shape_of
from learning.enrolment.enums import READING_STATES, StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment
from learning.portfolio.models import DeadlineExtension, PortfolioEntry, PromptDates
from learning.progress.models import ItemProgress, ModuleProgress
from learning.reports.models import SurveyResponse
from learning.work_changes.queries import SharedWaiting, followed_in, number_waiting, shared_in, shared_waiting

# course slug -> {prompt's id: days after the offering's start on which it is due}
_due_days = RevisionCache(size=32)


@dataclass(frozen=True, slots=True)
class Study:
    """A current enrolment. `rev` is None where the course is not published any more.

    `module_marks` are module -> hours and number of what is done in it; `done` are the items that are done in modules
    under way: only there the single marks are asked for.
    """

    enrolment_id: int
    public_id: uuid.UUID
    state: str
    resume_item_id: int | None
    last_learning_at: datetime.datetime | None
    offering: str
    starts_on: datetime.date
    ends_on: datetime.date
    slug: str
    rev: int
    offering_id: int
    group_id: int | None
    has_dates: bool
    asked: int
    has_answered: bool
    due_follow_ups: int
    due_shared: SharedWaiting
    module_marks: dict[int, tuple[Decimal, int]]
    done: frozenset[int]


@dataclass(frozen=True, slots=True)
class Work:
    """A tutor's group (`group_id`) or, without one, an offering that the person coordinates."""

    role: str
    offering_id: int
    offering: str
    course: str
    starts_on: datetime.date
    ends_on: datetime.date
    group_id: int | None
    group: str
    slug: str
    rev: int
    asked: int
    awaiting: int

    @property
    def has_ended(self) -> bool:
        return self.ends_on < timezone.localdate()


@dataclass(frozen=True)
class Places:
    studies: list[Study]
    work: list[Work]

    @property
    def tutored(self) -> list[Work]:
        return [place for place in self.work if place.role == StaffRole.TUTOR]

    @property
    def coordinated(self) -> list[Work]:
        return [place for place in self.work if place.role == StaffRole.COORDINATOR]

    @property
    def courses(self) -> set[tuple[str, int]]:
        places: list[Study | Work] = [*self.studies, *self.work]
        return {(place.slug, place.rev) for place in places if place.rev}


_FIELDS = (
    "id", "name", "starts_on", "ends_on", "title", "slug", "rev", "mine__id", "mine__public_id", "mine__state",
    "mine__is_current", "mine__resume_item_id", "mine__last_learning_at", "post__role", "post__tutoring_group_id",
    "post__tutoring_group__name", "mine__tutoring_group_id", "has_dates", "asked_in_group", "asked_in_all", "awaiting",
    "asked_by_her", "survey_response", "followed", "shared", "follow_up_weeks", "module_marks", "item_marks",
)  # fmt: skip


def _rows_of(person_id: int) -> QuerySet:
    studies = Enrolment.objects.filter(student=person_id).current().holding_a_place().values("offering")
    works = StaffAssignment.objects.filter(person=person_id).values("offering")
    asked = DeadlineExtension.objects.asked().exclude(enrolment__student=person_id)
    awaiting = PortfolioEntry.objects.filter(awaits_reader=True).exclude(enrolment__student=person_id)
    # As a value: an EXISTS would have the database read all responses first, whoever asks.
    response = SurveyResponse.objects.filter(enrolment=OuterRef("mine")).values("pk")[:1]
    return (
        Offering.objects.filter(Q(pk__in=studies) | Q(pk__in=works))
        .annotate(
            mine=FilteredRelation("enrolments", condition=Q(enrolments__student=person_id)),
            post=FilteredRelation("staff", condition=Q(staff__person=person_id)),
            title=F("course__read_row__title"),
            slug=F("course__read_row__slug"),
            rev=F("course__read_row__rev"),
            has_dates=Exists(PromptDates.objects.filter(offering=OuterRef("pk"))),
            asked_in_group=_at_work(_number(asked, "enrolment__tutoring_group", "post__tutoring_group")),
            asked_in_all=_at_work(_number(asked, "enrolment__offering", "pk")),
            awaiting=_at_work(_number(awaiting, "enrolment__offering", "pk")),
            asked_by_her=_number(DeadlineExtension.objects.asked(), "enrolment", "mine"),
            followed=followed_in("mine"),
            shared=shared_in("mine"),
            survey_response=Subquery(response),
            module_marks=joined(
                ModuleProgress.objects.all(), "enrolment", "mine", "module_id", "done_hours", "done_count"
            ),
            item_marks=joined(_items_under_way(), "enrolment", "mine", "item_id"),
        )
        .order_by("-starts_on", "name", "post__tutoring_group__name")
        .values_list(*_FIELDS)
    )


def _items_under_way() -> QuerySet:
    open_modules = ModuleProgress.objects.filter(
        enrolment=OuterRef("enrolment"), module_id=OuterRef("module_id"), completed_at__isnull=True
    )
    return ItemProgress.objects.filter(Exists(open_modules))


def _number(rows: QuerySet, by: str, outer: str) -> Coalesce:
    counted = rows.filter(**{by: OuterRef(outer)}).order_by().values(by).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _at_work(number: Coalesce) -> Case:
    """Counted for whoever works there; a student's home need not pay for it."""
    return Case(When(post__isnull=False, then=number), default=0)


_places = Prepared(_rows_of)


def places_of(person: User) -> Places:
    """Returns the person's current enrolments (last visited first) and her staff places, in one query."""
    found: dict[int, Study] = {}
    work = []
    for values in _places(person.pk):
        row = dict(zip(_FIELDS, values, strict=True))
        if row["mine__is_current"] and row["mine__state"] in READING_STATES:
            found.setdefault(row["mine__id"], _study(row))
        if row["post__role"]:
            work.append(_work(row))
    never = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    ordered = sorted(found.values(), key=lambda study: study.last_learning_at or never, reverse=True)
    return Places(ordered, work)


def _study(row: dict) -> Study:
    return Study(
        enrolment_id=row["mine__id"],
        public_id=row["mine__public_id"],
        state=row["mine__state"],
        resume_item_id=row["mine__resume_item_id"],
        last_learning_at=row["mine__last_learning_at"],
        offering=row["name"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        slug=row["slug"] or "",
        rev=row["rev"] or 0,
        offering_id=row["id"],
        group_id=row["mine__tutoring_group_id"],
        has_dates=bool(row["has_dates"]),
        asked=row["asked_by_her"],
        has_answered=row["survey_response"] is not None,
        due_follow_ups=number_waiting(row["followed"], row["follow_up_weeks"], timezone.localdate()),
        due_shared=shared_waiting(row["shared"], row["follow_up_weeks"], timezone.localdate()),
        module_marks={int(pk): (Decimal(hours), int(count)) for pk, hours, count in parted(row["module_marks"])},
        done=frozenset(int(item) for (item,) in parted(row["item_marks"])),
    )


def _work(row: dict) -> Work:
    return Work(
        role=row["post__role"],
        offering_id=row["id"],
        offering=row["name"],
        course=row["title"] or "",
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        group_id=row["post__tutoring_group_id"],
        group=row["post__tutoring_group__name"] or "",
        slug=row["slug"] or "",
        rev=row["rev"] or 0,
        asked=row["asked_in_group"] if row["post__tutoring_group_id"] else row["asked_in_all"],
        awaiting=0 if row["post__tutoring_group_id"] else row["awaiting"],
    )


_SHAPE_COLUMNS = ("slug", "rev", "title", "outline", "landing")


def shapes_of(courses: Iterable[tuple[str, int]]) -> dict[str, CourseShape]:
    """Returns slug -> shape of these (slug, rev); one query for all that this process has not parsed yet."""
    courses = list(courses)
    missing = [slug for slug, rev in courses if held_rev(slug) != rev]
    rows = {}
    if missing:
        outlines = CourseOutline.objects.filter(slug__in=missing)
        rows = {row["slug"]: row for row in outlines.values(*_SHAPE_COLUMNS, id=F("course_id"))}
    shapes = {}
    for slug, rev in courses:
        row = rows.get(slug)
        if row or slug not in missing:
            shapes[slug] = shape_of(slug, row["rev"] if row else rev, row)
    return shapes


def due_days_of(shapes: Iterable[CourseShape]) -> dict[int, int]:
    """Returns prompt's id -> days after the start, of these courses; one query for those not remembered."""
    shapes = list(shapes)
    missing = [shape for shape in shapes if _due_days.get(shape.slug, shape.rev) is None]
    if missing:
        prompts = {item.id: shape.slug for shape in missing for item in shape.sequence if item.kind == "reflection"}
        found: dict[str, dict[int, int]] = {shape.slug: {} for shape in missing}
        rows = ReflectionPage.objects.filter(pk__in=list(prompts), due_after_days__isnull=False)
        for pk, days in rows.values_list("pk", "due_after_days"):
            found[prompts[pk]][pk] = days
        for shape in missing:
            _due_days.put(shape.slug, shape.rev, found[shape.slug])
    return {pk: days for shape in shapes for pk, days in (_due_days.get(shape.slug, shape.rev) or {}).items()}
