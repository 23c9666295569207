"""A course's published tree, read in one query a page type: its order is the curriculum."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from learning.courses.enums import ItemKind
from learning.courses.models import (
    COURSE_PATH,
    CoursePage,
    DiscussionPage,
    LessonPage,
    ModulePage,
    ReflectionPage,
    UnitPage,
)

PAGE_TYPES = {
    ItemKind.MODULE: ModulePage,
    ItemKind.LESSON: LessonPage,
    ItemKind.UNIT: UnitPage,
    ItemKind.REFLECTION: ReflectionPage,
    ItemKind.DISCUSSION: DiscussionPage,
}
EXTRA_FIELDS = {ItemKind.MODULE: ("code", "summary"), ItemKind.UNIT: ("is_sample",)}
SHARED_FIELDS = ("id", "path", "title", "hours", "is_optional")
# What a prompt or a discussion takes when nobody said.
DEFAULT_HOURS = {ItemKind.REFLECTION: Decimal(1), ItemKind.DISCUSSION: Decimal("0.5")}


@dataclass
class Node:
    """A published item. `module` and `lesson` are the nodes that it stands in."""

    id: int
    path: str
    kind: str
    title: str
    hours: Decimal | None
    is_optional: bool
    is_sample: bool = False
    code: str = ""
    summary: str = ""
    module: "Node | None" = field(default=None, repr=False)
    lesson: "Node | None" = field(default=None, repr=False)

    @property
    def counts(self) -> bool:
        """Whether it weighs in its module's progress."""
        return self.kind not in (ItemKind.MODULE, ItemKind.LESSON) and not self.optional

    @property
    def optional(self) -> bool:
        return self.is_optional or bool(self.lesson and self.lesson.is_optional)

    @property
    def stated_hours(self) -> Decimal | None:
        return self.hours if self.hours is not None else DEFAULT_HOURS.get(self.kind)


def published_nodes(course: CoursePage) -> list[Node]:
    """Returns what is published in the course, in order. What stands below an unpublished page is not."""
    found: list[Node] = []
    for kind, model in PAGE_TYPES.items():
        rows = model.objects.filter(path__startswith=course.path, depth__gt=course.depth, live=True)
        for row in rows.values(*SHARED_FIELDS, *EXTRA_FIELDS.get(kind, ())):
            found.append(Node(kind=kind.value, **row))
    found.sort(key=lambda node: node.path)
    return list(_placed(found))


def _placed(nodes: Iterable[Node]) -> Iterator[Node]:
    by_path: dict[str, Node] = {}
    for node in nodes:
        parent = by_path.get(node.path[: -CoursePage.steplen])
        if parent is None and node.kind != ItemKind.MODULE:
            continue
        node.module = parent.module or parent if parent else node
        node.lesson = parent if parent and parent.kind == ItemKind.LESSON else None
        by_path[node.path] = node
        yield node


def course_paths(paths: Iterable[str]) -> set[str]:
    """Returns the paths of the courses in which pages of these paths stand, or would stand."""
    return {path[:COURSE_PATH] for path in paths if len(path) >= COURSE_PATH}
