"""The one place that writes what readers read."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import cast

from django.db import transaction
from wagtail.models import Page

from home.queue.registry import enqueue
from home.search.folding import fold
from learning.courses.curriculum import Node, course_paths, published_nodes
from learning.courses.enums import ItemKind
from learning.courses.landings import render_landing_row
from learning.courses.models import CourseOutline, CoursePage, ReadItem
from learning.courses.rendered_items import render_items
from learning.courses.segments import plain_words

PLACE_FIELDS = ("outline_id", "module_id", "lesson_id", "title", "position", "is_optional", "is_sample")
FLAWS = ("undescribed_pictures", "misplaced_headings", "empty_links", "lost_links")
CONTENT_FIELDS = ("kind", "hours", "minutes", "segments", "search_text", "is_waiting", *FLAWS)
BATCH = 200
_held: ContextVar[bool] = ContextVar("read_rows_held", default=False)


@contextmanager
def hold_read_rows() -> Iterator[None]:
    """Within it no row is written: whoever moves many pages writes them once, at the end of the same transaction."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


@transaction.atomic
def write_read_rows(pages: Iterable[Page], *, pictures_made: bool = False) -> None:
    """Writes the rows of these pages, wherever they stand, and the outlines of their courses; one pass a course.

    Only what is published is written; the rows of what is not are taken away. A course page stands for its outline
    and its landing page alone: its items keep their rows. `pictures_made` says that what is still missing will stay so.
    """
    ids_by_course: dict[str, set[int]] = {}
    for page in pages:
        for path in course_paths([page.path]):
            ids_by_course.setdefault(path, set()).add(page.pk)
    for path, ids in sorted(ids_by_course.items()):
        _write_course(path, ids, pictures_made)


@transaction.atomic
def rewrite_outline(course: CoursePage) -> None:
    """Writes the outline, the places of its items, and the rows of items that have none."""
    _write_course(course.path, set(), False)


@transaction.atomic
def rewrite_outlines_at(*paths: str) -> None:
    """Writes the outlines of the courses in which these paths of the page tree lie, if they lie in any."""
    for path in sorted(course_paths(paths)):
        _write_course(path, set(), False)


@transaction.atomic
def rewrite_course(course: CoursePage) -> None:
    """Writes every row of the course: its address has changed, or what its rows are made of."""
    _write_course(course.path, None, False)


def _write_course(path: str, ids: set[int] | None, pictures_made: bool) -> None:
    if _held.get():
        return
    # The lock makes two publishers of one course wait for each other: each reads the tree that the other left.
    course = CoursePage.objects.select_for_update(of=("self",)).filter(path=path).first()
    if course is None:
        return
    if not course.live:
        CourseOutline.objects.filter(pk=course.pk).delete()
        return
    nodes = published_nodes(course)
    outline, _created = CourseOutline.objects.get_or_create(pk=course.pk, defaults={"slug": course.slug})
    if outline.slug != course.slug:
        # Every address within the course has changed.
        ids = None
    measures, waiting = _write_items(outline, nodes, ids, pictures_made)
    landing = render_landing_row(course)
    outline.is_waiting = bool(landing["cover"] and landing["cover"]["waiting"]) and not pictures_made
    _write_outline(outline, course, landing, _modules(nodes, measures))
    if waiting or outline.is_waiting:
        enqueue("courses.make_renditions", course.pk)


def _write_items(
    outline: CourseOutline, nodes: list[Node], ids: set[int] | None, pictures_made: bool
) -> tuple[dict[int, tuple[Decimal, int]], bool]:
    """Returns (hours, minutes) of each node by its id, and whether a picture is still to be made."""
    kept = {row["page_id"]: row for row in outline.items.values("page_id", "hours", "minutes", *PLACE_FIELDS)}
    _delete_rows(kept.keys() - {node.id for node in nodes})
    measures = {page_id: (row["hours"], row["minutes"]) for page_id, row in kept.items()}
    places = {node.id: _place(outline, node, position) for position, node in enumerate(nodes)}
    chosen = [node for node in nodes if ids is None or node.id in ids or node.id not in kept]
    waiting, batch = False, []
    for node, item in render_items(chosen):
        measures[node.id] = (item.hours, item.minutes)
        row = ReadItem(page_id=node.id, kind=node.kind, **places[node.id], **item.columns)
        row.is_waiting = item.is_waiting and not pictures_made
        waiting = waiting or row.is_waiting
        batch.append(row)
        if len(batch) == BATCH:
            _save_rows(batch)
            batch = []
    _save_rows(batch)
    written = {node.id for node in chosen}
    _move_rows([node for node in nodes if node.id not in written], places, kept)
    return measures, waiting


def _save_rows(rows: list[ReadItem]) -> None:
    fields = ["outline", *PLACE_FIELDS[1:], *CONTENT_FIELDS]
    ReadItem.objects.bulk_create(rows, update_conflicts=True, unique_fields=["page"], update_fields=fields)


def _move_rows(nodes: list[Node], places: dict[int, dict], kept: dict[int, dict]) -> None:
    """Writes the places of rows whose text stays as it is."""
    moved = [
        ReadItem(page_id=node.id, **places[node.id])
        for node in nodes
        if any(kept[node.id][name] != value for name, value in places[node.id].items())
    ]
    ReadItem.objects.bulk_update(moved, PLACE_FIELDS[1:], batch_size=BATCH)


def _delete_rows(ids: set[int]) -> None:
    gone = sorted(ids)
    for start in range(0, len(gone), BATCH):
        ReadItem.objects.filter(pk__in=gone[start : start + BATCH]).delete()


def _module_id(node: Node) -> int:
    return cast(Node, node.module).id


def _place(outline: CourseOutline, node: Node, position: int) -> dict:
    return {
        "outline_id": outline.pk,
        "module_id": _module_id(node),
        "lesson_id": node.lesson.id if node.lesson else None,
        "title": node.title,
        "position": position,
        "is_optional": node.optional,
        "is_sample": node.is_sample,
    }


def _write_outline(outline: CourseOutline, course: CoursePage, landing: dict, modules: list[dict]) -> None:
    outline.slug, outline.title, outline.summary = course.slug, course.title, course.summary
    outline.hours = course.hours or Decimal(str(sum(module["hours"] for module in modules)))
    if _required(outline.outline) != _required(modules):
        enqueue("progress.recount_course", course.pk)
    outline.outline = modules
    outline.landing = landing
    words = [course.title, course.summary, plain_words([["html", landing["introduction"]]]), course.audience]
    outline.search_text = fold(" ".join([*words, *(module["title"] for module in modules)]))
    # The clock (ms) keeps it rising over an unpublishing, which deletes the row.
    outline.rev = max(outline.rev + 1, time.time_ns() // 1_000_000)
    outline.save()


def _required(modules: list[dict]) -> list[tuple]:
    """What weighs in somebody's progress; rows of an older outline are in it too."""
    items = ((module["id"], item) for module in modules for item in module["items"])
    return sorted((item["id"], module, item["hours"]) for module, item in items if not item["optional"])


def _modules(nodes: list[Node], measures: dict[int, tuple[Decimal, int]]) -> list[dict]:
    modules: dict[int, dict] = {}
    for node in nodes:
        if node.kind == ItemKind.MODULE:
            modules[node.id] = _module(node)
            continue
        module, (hours, minutes) = modules[_module_id(node)], measures[node.id]
        module["items"].append(_item(node, hours, minutes))
        if node.counts:
            module["required_hours"] = round(module["required_hours"] + float(hours), 2)
            module["required_count"] += 1
    for module in modules.values():
        if module["hours"] is None:
            module["hours"] = module["required_hours"]
    return list(modules.values())


def _module(node: Node) -> dict:
    return {
        "id": node.id,
        "code": node.code,
        "title": node.title,
        "summary": node.summary,
        "hours": None if node.hours is None else float(node.hours),
        "optional": node.is_optional,
        "required_hours": 0.0,
        "required_count": 0,
        "items": [],
    }


def _item(node: Node, hours: Decimal, minutes: int) -> dict:
    return {
        "id": node.id,
        "kind": node.kind,
        "title": node.title,
        "hours": float(hours),
        "minutes": minutes,
        "optional": node.optional,
        "sample": node.is_sample,
        "lesson": node.lesson.id if node.lesson else None,
    }
