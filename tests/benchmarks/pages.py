"""The pages that are measured: who visits what, which text proves the answer, and what it may cost in floors."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Count
from django.urls import reverse
from django.utils.html import escape
from django.utils.module_loading import import_string

from forums.models import BoardMember, Topic
from home.accounts.models import User
from home.accounts.rules import is_staff_person
from learning.courses.enums import ItemKind
from learning.courses.models import CourseOutline, ReadItem
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from tests.benchmarks.load import Page, Visit

PEOPLE = 4


def session_of(person: User) -> str:
    """A log-in of `person`, who has the second factor that staff need."""
    if is_staff_person(person):
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def pages() -> list[Page]:
    """Every measured page on the loaded demo and the imported course."""
    big = CourseOutline.objects.annotate(size=Count("items")).order_by("-size").first()
    demo = CourseOutline.objects.exclude(pk=big.pk).annotate(size=Count("items")).order_by("-size").first()
    return [
        unit_page(demo),
        outline_page("outline of the demo course", demo, 0.9),
        outline_page("outline of 2,342 units, by module", big, 1.3),
        home_page(demo),
        topic_list_page(),
        topic_page(),
        prompt_page(demo),
        *review_pages(),
        matrix_page(demo),
    ]


def readers(course: CourseOutline) -> list[User]:
    rows = Enrolment.objects.filter(course=course.pk, is_current=True, state="active").select_related("student")
    return [row.student for row in rows.order_by("pk")[:PEOPLE]]


def visits_of(people: list[User], path: str, text: str) -> list[Visit]:
    return [Visit(path, session_of(person), escape(text)) for person in people]


def unit_page(course: CourseOutline) -> Page:
    unit = ReadItem.objects.filter(outline=course, kind=ItemKind.UNIT).order_by("position")[4]
    path = reverse("learning:item", args=[course.slug, unit.pk])
    return Page("unit", visits_of(readers(course), path, unit.title), 0.6, 6, 5.1)


def outline_page(name: str, course: CourseOutline, floors: float) -> Page:
    path = reverse("learning:outline", args=[course.slug])
    return Page(name, visits_of(readers(course), path, course.title), floors, 6, 10.7)


def home_page(course: CourseOutline) -> Page:
    return Page("student home", visits_of(readers(course), reverse("learning:desk"), course.title), 1.0, 10, 17.9)


def topic_list_page() -> Page:
    topics = Topic.objects.values("board").annotate(size=Count("pk")).order_by("-size").first()
    first = Topic.objects.filter(board=topics["board"]).order_by("-is_pinned", "-last_post_at").first()
    path = reverse("forums:board", args=[topics["board"]])
    return Page("topic list", visits_of(board_readers(topics["board"]), path, first.subject), 0.9, 10, 23.5)


def topic_page() -> Page:
    topic = Topic.objects.filter(last_number__gte=50).order_by("last_number").first()
    path = f"{reverse('forums:topic', args=[topic.pk])}?pagina=1"
    return Page("topic page of 50 posts", visits_of(board_readers(topic.board_id), path, topic.subject), 1.1, 10, 20.5)


def board_readers(board_id: int) -> list[User]:
    members = BoardMember.objects.filter(board=board_id).select_related("person").order_by("pk")
    return [member.person for member in members[:PEOPLE]]


def prompt_page(course: CourseOutline) -> Page:
    prompt = ReadItem.objects.filter(outline=course, kind=ItemKind.REFLECTION).order_by("position").last()
    path = reverse("learning:entry", args=[course.slug, prompt.pk])
    return Page("prompt page", visits_of(readers(course), path, prompt.title), 0.9, 10, 8.8)


def review_pages() -> list[Page]:
    waiting = (
        PortfolioEntry.objects.filter(
            state=EntryState.SUBMITTED, enrolment__tutoring_group__staff__role=StaffRole.TUTOR
        )
        .values("enrolment__tutoring_group")
        .annotate(size=Count("pk"))
        .order_by("-size")
        .first()
    )
    group = waiting["enrolment__tutoring_group"]
    tutor = StaffAssignment.objects.filter(tutoring_group=group, role=StaffRole.TUTOR).first().person
    entries = PortfolioEntry.objects.filter(state=EntryState.SUBMITTED, enrolment__tutoring_group=group)
    # The queue's first page begins with the longest wait.
    entry = entries.order_by("waiting_since", "pk").first()
    name = entry.enrolment.student.name
    review = reverse("learning:review", args=[entry.public_id])
    return [
        Page("tutor queue", visits_of([tutor], reverse("learning:review_queue"), name), 1.0, 10, 6.7),
        Page("review", visits_of([tutor], review, name), 1.3, 10, 18),
    ]


def matrix_page(course: CourseOutline) -> Page:
    offering = (
        Enrolment.objects.filter(course=course.pk)
        .values("offering")
        .annotate(size=Count("pk"))
        .order_by("-size")
        .first()
    )["offering"]
    coordinator = StaffAssignment.objects.filter(offering=offering, role=StaffRole.COORDINATOR).first().person
    path = reverse("learning:progress_matrix", args=[offering])
    return Page("progress matrix of 100 students", visits_of([coordinator], path, "%"), 2.0, 10, 28)
