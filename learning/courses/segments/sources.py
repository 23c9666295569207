"""What bodies point at (pictures, documents, recordings, glossary terms, pages), fetched for many bodies at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from django.core.files.storage import default_storage
from wagtail.models import Page
from wagtailmedia.models import get_media_model

from home.pages.completeness import list_items, rich_texts
from home.pages.models import CustomDocument, CustomImage, CustomRendition
from learning.courses.addresses import course_address, item_address
from learning.courses.models import COURSE_PATH, CoursePage, GlossaryTerm

LINKED = re.compile(r'<a\b[^>]*linktype="(page|document)"[^>]*>')
LINK_ID = re.compile(r'\bid="(\d+)"')
IMAGE_FIELDS = ("id", "width", "height", "credit", "licence")
# SQLite takes a limited number of values in one statement.
CHUNK = 500


@dataclass
class Wanted:
    """Ids that bodies name."""

    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    media: set[int] = field(default_factory=set)
    terms: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)

    def add_stream(self, stream: Iterable[Mapping]) -> None:
        for block in stream:
            self._add_block(block["type"], block["value"] or {})

    def add_rich_text(self, html: str) -> None:
        for match in LINKED.finditer(html or ""):
            found = LINK_ID.search(match.group(0))
            if found:
                (self.pages if match.group(1) == "page" else self.documents).add(int(found.group(1)))

    def count_missing(self, sources: "Sources") -> int:
        """How many of these things are not there any more."""
        return sum(len(getattr(self, kind.name) - getattr(sources, kind.name).keys()) for kind in fields(self))

    def _add_block(self, kind: str, value) -> None:
        for html in rich_texts(kind, value):
            self.add_rich_text(html)
        if kind == "gallery":
            for figure in list_items(value.get("figures") or []):
                self._add_id(self.images, figure.get("image"))
        elif kind == "collapsible":
            self.add_stream(value.get("content") or [])
        elif kind != "rich_text":
            for key, ids in self._places.items():
                self._add_id(ids, value.get(key))

    @property
    def _places(self) -> dict[str, set[int]]:
        return {
            "image": self.images,
            "poster": self.images,
            "document": self.documents,
            "captions": self.documents,
            "media": self.media,
            "term": self.terms,
            "page": self.pages,
        }

    @staticmethod
    def _add_id(ids: set[int], value) -> None:
        if isinstance(value, int):
            ids.add(value)


@dataclass(frozen=True)
class Sources:
    """What was found, by id. A missing one was deleted: its reference renders as nothing."""

    images: Mapping[int, dict]
    renditions: Mapping[int, Mapping[str, str]]
    documents: Mapping[int, CustomDocument]
    media: Mapping[int, object]
    terms: Mapping[int, GlossaryTerm]
    pages: Mapping[int, tuple[str, str]]


def load_sources(wanted: Wanted) -> Sources:
    return Sources(
        images={row["id"]: row for row in _values(CustomImage, wanted.images, *IMAGE_FIELDS)},
        renditions=_renditions(wanted.images),
        documents=_instances(CustomDocument, wanted.documents),
        media=_instances(get_media_model(), wanted.media),
        terms=_instances(GlossaryTerm, wanted.terms),
        pages=page_places(wanted.pages),
    )


def page_places(ids: set[int]) -> dict[int, tuple[str, str]]:
    """Returns (address, title) of pages by id: of courses and what is in them where they are read."""
    rows = _values(Page, ids, "id", "title", "path")
    slugs = _course_slugs({row["path"][:COURSE_PATH] for row in rows})
    places = {}
    for row in rows:
        slug = slugs.get(row["path"][:COURSE_PATH])
        if slug:
            own = len(row["path"]) == COURSE_PATH
            places[row["id"]] = (course_address(slug) if own else item_address(slug, row["id"]), row["title"])
    for page in _instances(Page, {row["id"] for row in rows} - places.keys()).values():
        places[page.pk] = (page.specific.url or "", page.title)
    return places


def _course_slugs(paths: set[str]) -> dict[str, str]:
    slugs: dict[str, str] = {}
    for chunk in _chunks(paths):
        slugs.update(CoursePage.objects.filter(path__in=chunk).values_list("path", "slug"))
    return slugs


def _renditions(image_ids: set[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for chunk in _chunks(image_ids):
        rows = CustomRendition.objects.filter(image_id__in=chunk, focal_point_key="")
        for image_id, spec, name in rows.values_list("image_id", "filter_spec", "file"):
            found[image_id][spec] = default_storage.url(name)
    return found


def _values(model, ids: set[int], *fields: str) -> list[dict]:
    return [row for chunk in _chunks(ids) for row in model.objects.filter(pk__in=chunk).values(*fields)]


def _instances(model, ids: set[int]) -> dict:
    return {thing.pk: thing for chunk in _chunks(ids) for thing in model.objects.filter(pk__in=chunk)}


def _chunks(ids: Iterable) -> Iterable[list]:
    ids = sorted(ids)
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
