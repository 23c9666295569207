"""The catalogue's page: courses for everyone, and what a search finds in the reader's own courses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from home.search import fold_words, snippet
from learning.courses.enums import CourseKind, ItemKind, SearchIn
from learning.courses.segments import plain_words

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class CourseRow:
    title: str
    url: str
    snippet: str
    facts: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    title: str
    url: str
    facts: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """One of the two lists of results: all that were found, and the page of them that is shown, if it is."""

    code: str
    label: str
    count: int
    url: str
    is_shown: bool


def render_catalogue(
    request: HttpRequest, form: Form, page: Page, counts: dict[str, int], about: dict[str, object], mine: set[int]
) -> HttpResponse:
    """Draws the catalogue. `form` is the search, `page` rows of the list that is asked for, `counts` list -> number.

    `about` is what stands over the list: `introduction`, and whether there is a `gallery` to lead to.
    """
    asked = {name: form.value(name) for name in ("q", "tipo", "em")}
    query, shown = asked["q"], asked["em"] or SearchIn.COURSES
    rows = item_rows(page, fold_words(query)) if shown == SearchIn.ITEMS else course_rows(page, mine)
    values = {
        "form": form,
        "page": page,
        "rows": list(rows),
        "shows_items": shown == SearchIn.ITEMS,
        "searched": query,
        "lists": _lists(counts, asked, shown) if query else [],
        **about,
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "learning/courses/catalogue.html", values, status=200 if form.is_valid() else 422)


def hours_words(hours) -> str:
    return gettext("%(hours)s hours") % {"hours": number_format(hours.normalize() if hours else 0)} if hours else ""


def _lists(counts: dict[str, int], asked: dict, shown: str) -> list[Found]:
    return [
        Found(code, str(label), counts[code], f"?{urlencode({**asked, 'em': code})}", code == shown)
        for code, label in SearchIn.choices
    ]


def course_rows(rows: Iterable[dict], mine: set[int]) -> Iterable[CourseRow]:
    kinds = dict(CourseKind.choices)
    for row in rows:
        facts = [capfirst(str(kinds.get(row["course__kind"], ""))), hours_words(row["hours"])]
        yield CourseRow(
            title=row["title"],
            url=reverse("learning:course", args=[row["slug"]]),
            snippet=row["summary"],
            facts=" · ".join(filter(None, facts)),
            is_mine=row["course_id"] in mine,
        )


def item_rows(rows: Iterable[dict], words: Sequence[str]) -> Iterable[ItemRow]:
    """`words` are those of the query, folded."""
    kinds = dict(ItemKind.choices)
    for row in rows:
        yield ItemRow(
            title=row["title"],
            url=reverse("learning:item", args=[row["outline__slug"], row["page_id"]]),
            facts=f"{capfirst(str(kinds[row['kind']]))} · {row['outline__title']}",
            snippet=snippet(plain_words(row["segments"]), words),
        )
