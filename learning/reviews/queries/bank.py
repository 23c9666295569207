"""The comments of the bank as lists show them."""

from dataclasses import dataclass

from django.db.models import F

from home.accounts.models import User
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import StaffAssignment
from learning.reviews.models import BankComment

MOST_SHOWN = 200


@dataclass(frozen=True)
class BankRow:
    """`course` is the title of the course that shares it, empty for one's own."""

    pk: int
    code: str
    text: str
    uses: int
    course: str


def bank_of(person: User, course_slug: str = "") -> list[BankRow]:
    """What `person` may put in, the most used first; with a course's slug without those of other courses. One query."""
    comments = BankComment.objects.visible_to(person)
    if course_slug:
        comments = comments.filter(course__slug=course_slug) | comments.filter(owner=person)
    rows = comments.order_by("-uses", "code").annotate(title=F("course__title"))
    return [
        BankRow(pk, code, text, uses, title or "")
        for pk, code, text, uses, title in rows.values_list("pk", "code", "text", "uses", "title")[:MOST_SHOWN]
    ]


def banks_kept_by(person: User) -> list[tuple[int, str]]:
    """The courses whose bank she keeps: (id, title)."""
    places = StaffAssignment.objects.filter(person=person, role=StaffRole.COORDINATOR)
    return list(places.order_by("course__title").values_list("course_id", "course__title").distinct())
