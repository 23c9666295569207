"""What the search of the site finds: in each list the first rows and the number of all."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from forums.queries import posts_found
from learning.desk.queries.catalogue import courses_found, items_found

SHOWN = 5


@dataclass(frozen=True)
class Finds:
    """`rows` are the first of `count`, in the words of the query that found them."""

    rows: list[dict]
    count: int


def everything_found(person: AbstractBaseUser | AnonymousUser, query: str) -> dict[str, Finds]:
    """Returns list -> what was found, for the three lists: courses, items, posts. Only what `person` may read."""
    found = {"courses": _first(courses_found(query)), "items": _first(items_found(person, query))}
    if person.is_authenticated:
        found["posts"] = _first(posts_found(person, query))
    return found


def _first(rows: QuerySet) -> Finds:
    shown = list(rows[: SHOWN + 1])
    return Finds(shown[:SHOWN], rows.count() if len(shown) > SHOWN else len(shown))
