"""Where somebody may put a new page: the small step between "a reading, please" and its form."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from home.accounts.models import User
from home.pages.models import StandardPage
from learning.courses.models import (
    COURSE_PATH,
    CourseIndexPage,
    CoursePage,
    DiscussionPage,
    LessonPage,
    ModulePage,
    ReflectionPage,
    UnitPage,
)

# By the word that stands in the address.
KINDS: dict[str, type[Page]] = {
    "leitura": UnitPage,
    "reflexao": ReflectionPage,
    "conversa": DiscussionPage,
    "aula": LessonPage,
    "modulo": ModulePage,
    "curso": CoursePage,
    "pagina": StandardPage,
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """`level` is 0 for a course, 1 for a module, 2 for a lesson in it."""

    id: int
    title: str
    level: int
    is_live: bool


@dataclass(slots=True)
class CoursePlaces:
    """A course and the pages in it below which the new one may stand, in the order of the outline.

    Without a title: places outside of courses.
    """

    title: str
    places: list[PlaceRow] = field(default_factory=list)


def addable_kinds(person: User) -> list[str]:
    """The kinds of which she may add a page somewhere; one query."""
    wanted = {kind: set(parent_types(model)) for kind, model in KINDS.items()}
    pages = _addable(person).filter(content_type__in=set().union(*wanted.values()))
    there = set(pages.order_by().values_list("content_type", flat=True).distinct())
    return [kind for kind, types in wanted.items() if types & there]


def places_for(person: User, model: type[Page]) -> list[CoursePlaces]:
    """Two queries: the courses' titles, and where she may add such a page."""
    pages = _addable(person).filter(content_type__in=parent_types(model)).order_by("path")
    rows = list(pages.values("pk", "path", "depth", "live", "draft_title", code=F("modulepage__code")))
    titles = dict(CoursePage.objects.values_list("path", "draft_title"))
    courses: dict[str, CoursePlaces] = {}
    for row in rows:
        title = titles.get(row["path"][:COURSE_PATH], "")
        course = courses.setdefault(row["path"][:COURSE_PATH] if title else "", CoursePlaces(title))
        title = f"{row['code']} · {row['draft_title']}" if row["code"] else row["draft_title"]
        level = row["depth"] - COURSE_PATH // Page.steplen
        course.places.append(PlaceRow(row["pk"], title, max(level, 0), row["live"]))
    return list(courses.values())


def parent_types(model: type[Page]) -> list[int]:
    """Ids of the content types below which such a page may stand."""
    return [ContentType.objects.get_for_model(parent).pk for parent in model.allowed_parent_page_models()]


def templates_for(person: User) -> QuerySet[CoursePage]:
    """The courses that she may copy beside themselves: none, where she may not add a course."""
    index = CourseIndexPage.objects.first()
    if index is None or not page_permission_policy.user_has_permission_for_instance(person, "add", index):
        return CoursePage.objects.none()
    seen = page_permission_policy.explorable_instances(person)
    return CoursePage.objects.child_of(index).filter(pk__in=seen.values("pk")).order_by("-live", "draft_title")


def _addable(person: User) -> QuerySet:
    return page_permission_policy.instances_user_has_permission_for(person, "add")
