"""The catalogue and what a search finds: published courses for everyone, items for those who may read them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from home.search import matching
from learning.courses.enums import ItemKind
from learning.courses.models import CourseIndexPage, CourseOutline, ReadItem
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment, StaffAssignment


def catalogue_introduction() -> str:
    return CourseIndexPage.objects.live().values_list("introduction", flat=True).first() or ""


def courses_found(query: str = "", kind: str = "") -> QuerySet:
    """Returns rows {slug, title, summary, hours, course_id, course__kind}; every course without a query."""
    courses = CourseOutline.objects.filter(**{"course__kind": kind} if kind else {})
    courses = matching(courses, "search_text", query) if query else courses.order_by("title")
    return courses.values("slug", "title", "summary", "hours", "course_id", "course__kind")


def items_found(person, query: str) -> QuerySet:
    """Returns rows {page_id, title, kind, minutes, segments, slug and title of the course} that `person` may read."""
    items = items_readable_by(person).exclude(kind=ItemKind.MODULE)
    rows = matching(items, "search_text", query)
    return rows.values("page_id", "title", "kind", "minutes", "segments", "outline__slug", "outline__title")


def items_readable_by(person) -> QuerySet:
    """The twin, for many items, of the join that each item's own page makes."""
    if not person.is_authenticated:
        return ReadItem.objects.filter(is_sample=True)
    studies = Enrolment.objects.filter(
        course=OuterRef("outline_id"), student=person, is_current=True, state__in=READING_STATES
    )
    works = StaffAssignment.objects.filter(course=OuterRef("outline_id"), person=person)
    return ReadItem.objects.filter(Q(is_sample=True) | Exists(studies) | Exists(works))


def courses_studied_by(person) -> set[int]:
    if not person.is_authenticated:
        return set()
    mine = Enrolment.objects.filter(student=person, is_current=True, state__in=READING_STATES)
    return set(mine.values_list("course_id", flat=True))
