"""The outline of a published course as an object: parsed once for each revision in each process."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse

from learning.courses.caches import RevisionCache
from learning.courses.enums import ContentLanguage, ItemKind
from learning.courses.models import CourseOutline

# Kinds that a person does; modules and lessons are marked by what stands in them.
DOABLE = frozenset({ItemKind.UNIT.value, ItemKind.REFLECTION.value, ItemKind.DISCUSSION.value})

_shapes = RevisionCache(size=32)


@dataclass(frozen=True, slots=True)
class ItemShape:
    id: int
    kind: str
    title: str
    hours: Decimal
    minutes: int
    optional: bool
    sample: bool
    lesson_id: int | None
    module_id: int
    url: str

    @property
    def counts(self) -> bool:
        """Whether it is one of those that must be done."""
        return self.kind in DOABLE and not self.optional


@dataclass(frozen=True)
class ModuleShape:
    """`optional` says that nothing in it counts for the course; within it, its own items are measured as anywhere."""

    id: int
    code: str
    title: str
    hours: Decimal
    optional: bool
    url: str
    items: tuple[ItemShape, ...]

    @cached_property
    def doable(self) -> tuple[ItemShape, ...]:
        return tuple(item for item in self.items if item.kind in DOABLE)

    @cached_property
    def counting(self) -> tuple[ItemShape, ...]:
        """What must be done in it."""
        return tuple(item for item in self.items if item.counts)

    @cached_property
    def required(self) -> frozenset[int]:
        return frozenset(item.id for item in self.counting)

    @cached_property
    def required_hours(self) -> Decimal:
        return sum((item.hours for item in self.counting), Decimal(0))

    @cached_property
    def groups(self) -> dict[int, frozenset[int]]:
        """Lesson id -> ids of what must be done in it."""
        lessons: dict[int, set[int]] = {item.id: set() for item in self.items if item.kind == ItemKind.LESSON}
        for item in self.items:
            if item.counts and item.lesson_id in lessons:
                lessons[item.lesson_id].add(item.id)
        return {lesson: frozenset(ids) for lesson, ids in lessons.items()}

    def with_lessons(self, done: Collection[int]) -> frozenset[int]:
        """Returns the marks `done`, with the lessons that they complete."""
        done = frozenset(done)
        return done.union(lesson for lesson, ids in self.groups.items() if ids and ids <= done)


@dataclass(frozen=True, slots=True)
class SurveyShape:
    """The public survey of a course: open so many days before and after the end of a class."""

    id: int
    title: str
    opens_before_days: int
    closes_after_days: int


@dataclass(frozen=True)
class CourseShape:
    id: int
    slug: str
    title: str
    rev: int
    credit: str
    url: str
    modules: tuple[ModuleShape, ...]
    language: str = ContentLanguage.PORTUGUESE.value
    survey: SurveyShape | None = None

    @cached_property
    def counted(self) -> tuple[ModuleShape, ...]:
        """The modules that must be done."""
        return tuple(module for module in self.modules if not module.optional)

    @cached_property
    def sequence(self) -> tuple[ItemShape, ...]:
        """What is read one after the other, across modules."""
        return tuple(item for module in self.modules for item in module.doable)

    @cached_property
    def prompts(self) -> tuple[ItemShape, ...]:
        return tuple(item for item in self.sequence if item.kind == ItemKind.REFLECTION)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {item.id: place for place, item in enumerate(self.sequence)}

    @cached_property
    def _items(self) -> dict[int, ItemShape]:
        return {item.id: item for module in self.modules for item in module.items}

    @cached_property
    def _modules(self) -> dict[int, ModuleShape]:
        return {module.id: module for module in self.modules}

    @cached_property
    def item_count(self) -> int:
        return len(self._items)

    def item(self, item_id: int | None) -> ItemShape | None:
        return None if item_id is None else self._items.get(item_id)

    def module(self, module_id: int | None) -> ModuleShape | None:
        return None if module_id is None else self._modules.get(module_id)

    def neighbours(self, item_id: int) -> tuple[ItemShape | None, ItemShape | None]:
        """Returns what stands before and after an item. A module's and a lesson's next is the first item in it."""
        place = self._places.get(item_id)
        if place is not None:
            return self._at(place - 1), self._at(place + 1)
        inside = [i for i in self.sequence if item_id in (i.lesson_id, i.module_id)]
        if not inside:
            return None, None
        return self._at(self._places[inside[0].id] - 1), inside[0]

    def _at(self, place: int) -> ItemShape | None:
        return self.sequence[place] if 0 <= place < len(self.sequence) else None

    def continue_at(self, resume_item_id: int | None, done: Collection[int]) -> ItemShape | None:
        """Returns the item to go on with: where the reader stopped or, if that is done, the next that is not.

        What is optional is passed over, and a module that is, unless she stopped in it.
        """
        start = 0 if resume_item_id is None else self._places.get(resume_item_id, 0)
        resume = self.item(resume_item_id)
        passed = {module.id for module in self.modules if module.optional} - {resume and resume.module_id}
        for item in (*self.sequence[start:], *self.sequence[:start]):
            is_passed = item.module_id in passed or (item.optional and item.id != resume_item_id)
            if item.id not in done and not is_passed:
                return item
        return resume or self._at(0)


def held_rev(slug: str) -> int:
    """Returns the revision of the course at `slug` that this process has parsed, or 0."""
    return _shapes.rev(slug)


def shape_of(slug: str, rev: int, row: Mapping[str, Any] | None) -> CourseShape:
    """Returns the course's shape at `rev`; `row` {id, title, outline, landing} is needed if another one is held."""
    shape = _shapes.get(slug, rev)
    if shape is None:
        if row is None:
            stored = CourseOutline.objects.values("course_id", "title", "rev", "outline", "landing").get(slug=slug)
            row, rev = {**stored, "id": stored["course_id"]}, stored["rev"]
        shape = _shapes.put(slug, rev, _parse(slug, rev, row))
    return shape


def course_shape(slug: str) -> CourseShape | None:
    """Returns the shape of a published course, whoever asks: what it says is on its landing page."""
    rev = CourseOutline.objects.filter(slug=slug).values_list("rev", flat=True).first()
    return None if rev is None else shape_of(slug, rev, None)


def _parse(slug: str, rev: int, row: Mapping[str, Any]) -> CourseShape:
    url = reverse("learning:outline", args=[slug])
    modules = tuple(_parse_module(module, url) for module in row["outline"])
    landing = row["landing"]
    language = landing.get("language") or ContentLanguage.PORTUGUESE.value
    survey = SurveyShape(**landing["survey"]) if landing.get("survey") else None
    return CourseShape(row["id"], slug, row["title"], rev, landing.get("credit") or "", url, modules, language, survey)


def _parse_module(module: dict, url: str) -> ModuleShape:
    return ModuleShape(
        id=module["id"],
        code=module.get("code") or "",
        title=module["title"],
        hours=Decimal(str(module.get("hours") or 0)),
        optional=bool(module.get("optional")),
        url=f"{url}{module['id']}/",
        items=tuple(_parse_item(item, module["id"], url) for item in module["items"]),
    )


def _parse_item(item: dict, module_id: int, url: str) -> ItemShape:
    return ItemShape(
        id=item["id"],
        kind=item["kind"],
        title=item["title"],
        hours=Decimal(str(item.get("hours") or 0)),
        minutes=int(item.get("minutes") or 0),
        optional=bool(item.get("optional")),
        sample=bool(item.get("sample")),
        lesson_id=item.get("lesson"),
        module_id=module_id,
        url=f"{url}{item['id']}/",
    )
