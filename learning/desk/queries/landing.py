"""What stands on a course's landing page, for whoever looks at it from outside."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from learning.courses.enums import CourseKind
from learning.courses.models import CourseOutline
from learning.courses.queries.outline import CourseShape, ItemShape, shape_of
from learning.enrolment.enums import READING_STATES, EnrolmentMode, StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment
from learning.enrolment.queries import Way, WayIn, ways_in


@dataclass(frozen=True)
class CourseLanding:
    """`introduction` is clean HTML, `cover` a picture's payload (learning.courses.segments); `team` is (name, role)
    of the offerings that have not ended, coordinators first."""

    shape: CourseShape
    kind: str
    summary: str
    search_text: str
    introduction: str
    audience: str
    hours: Decimal
    institution: str
    credit: str
    cover: dict | None
    ways: tuple[WayIn, ...]
    team: tuple[tuple[str, StaffRole], ...]
    is_team: bool

    @property
    def is_enrolled(self) -> bool:
        return any(way.way == Way.ENROLLED for way in self.ways)

    @property
    def samples(self) -> tuple[ItemShape, ...]:
        return tuple(item for item in self.shape.sequence if item.sample)

    def way_into(self, offering_id: int) -> WayIn | None:
        return next((way for way in self.ways if way.offering_id == offering_id), None)


def course_landing(person, slug: str) -> CourseLanding | None:
    """Returns the landing page's facts in three queries, or None where no such course is published."""
    row = CourseOutline.objects.filter(slug=slug).first()
    if row is None:
        return None
    page, team, today = row.landing, list(_team(row.pk)), timezone.localdate()
    return CourseLanding(
        shape=shape_of(slug, row.rev, {"id": row.pk, "title": row.title, "outline": row.outline, "landing": page}),
        kind=str(dict(CourseKind.choices).get(page.get("kind"), "")),
        summary=row.summary,
        search_text=page.get("search_text") or row.summary,
        introduction=page.get("introduction") or "",
        audience=page.get("audience") or "",
        hours=row.hours,
        institution=page.get("institution") or "",
        credit=page.get("credit") or "",
        cover=page.get("cover"),
        ways=tuple(ways_in(person, row.pk)),
        team=tuple(
            dict.fromkeys((social or full, StaffRole(role)) for _, social, full, role, end in team if end >= today)
        ),
        is_team=any(person_id == person.pk for person_id, *_rest in team),
    )


def _team(course_id: int):
    rows = StaffAssignment.objects.filter(course=course_id).order_by("role", "person__full_name")
    return rows.values_list("person_id", "person__social_name", "person__full_name", "role", "offering__ends_on")


def offering_of(way: WayIn) -> tuple[Offering, bool]:
    """Returns the offering of a way in, and whether it asks for a code."""
    offering = Offering.objects.get(pk=way.offering_id)
    return offering, offering.enrolment_mode == EnrolmentMode.CODE


def own_enrolment(person, course_slug: str, public_id: UUID) -> Enrolment | None:
    """Returns the person's own enrolment in the course, to switch to, unless she has withdrawn from it."""
    mine = Enrolment.objects.filter(student=person, course__slug=course_slug, state__in=READING_STATES)
    return mine.select_related("offering").filter(public_id=public_id).first()
