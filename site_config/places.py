"""The places of the menu, by role. Four fit the bar at the foot of a phone; the rest is in the person's own menu."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    name: str
    label: Promise
    url_name: str
    icon: str
    prefixes: tuple[str, ...]


HOME = Place("home", _("Home"), "learning:desk", "M4 11 12 4l8 7v9h-5v-6H9v6H4z", ("/inicio/",))
COURSES = Place(
    name="courses",
    label=_("Courses"),
    url_name="learning:catalogue",
    icon="M12 6v14M12 6c-2-2-5-2-8-2v14c3 0 6 0 8 2 2-2 5-2 8-2V4c-3 0-6 0-8 2z",
    prefixes=("/cursos/", "/curso/"),
)
TALK = Place("talk", _("Conversations"), "forums:boards", "M4 5h16v11h-8l-5 4v-4H4zM8 9h8M8 12h5", ("/conversas/",))
PORTFOLIO = Place(
    name="portfolio",
    label=_("Portfolio"),
    url_name="learning:portfolio",
    icon="M5 4h10l4 4v12H5zM14 4v5h5M8 13h8M8 16h5",
    prefixes=("/portfolio/", "/recibos/"),
)
CHANGES = Place("changes", _("Changes at work"), "learning:work_changes", "M4 8h12l-3-3M20 16H8l3 3", ("/mudancas/",))
REVIEW = Place("review", _("Review"), "learning:review_queue", "M4 5h16v14H4zM8 12l3 3 5-6", ("/revisao/",))
OFFERINGS = Place(
    name="offerings",
    label=_("Classes"),
    url_name="learning:offerings",
    icon="M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c0-3 2.5-5 6-5s6 2 6 5M16 5.5a3 3 0 0 1 0 5M18 15c2 .7 3 2 3 4",
    prefixes=("/turmas/",),
)
ALL = (HOME, COURSES, TALK, PORTFOLIO, CHANGES, REVIEW, OFFERINGS)


@lru_cache(maxsize=64)
def find_places(roles: tuple[str, ...]) -> tuple[Place, ...]:
    """The places of a person with these roles, the four that she needs most first."""
    if not {"tutor", "coordinator"} & set(roles):
        return HOME, COURSES, TALK, PORTFOLIO, CHANGES
    wanted = [HOME, *_when("tutor" in roles, REVIEW), *_when("coordinator" in roles, OFFERINGS), TALK, COURSES]
    return (*wanted, *_when("student" in roles, PORTFOLIO), CHANGES)


def _when(condition: bool, place: Place) -> Iterable[Place]:
    return (place,) if condition else ()


def find_current(path: str) -> str:
    """The name of the place that `path` lies in, "" outside all of them."""
    return next((place.name for place in ALL if path.startswith(place.prefixes)), "")
