"""What a page inside a course knows of its reader. Each page is one query, and its join is the authorisation."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import cast

from django.db import connection

from learning.courses.models import CourseOutline, ReadItem
from learning.courses.queries.outline import DOABLE, CourseShape, ItemShape, ModuleShape, held_rev, shape_of
from learning.courses.rules import may_edit_page
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment, Offering, StaffAssignment
from learning.progress.models import ItemProgress, ModuleProgress, PrivateAnswer

BIGGEST_ID = 2**63 - 1
# How exactly the last access to learning is known.
ACCESS_STEP = timedelta(minutes=10)

_NAMES = {
    "outlines": CourseOutline._meta.db_table,
    "items": ReadItem._meta.db_table,
    "enrolments": Enrolment._meta.db_table,
    "offerings": Offering._meta.db_table,
    "staff": StaffAssignment._meta.db_table,
    "item_marks": ItemProgress._meta.db_table,
    "module_marks": ModuleProgress._meta.db_table,
    "answers": PrivateAnswer._meta.db_table,
    "reading_states": ", ".join(f"'{state.value}'" for state in READING_STATES),
}
# One aggregate on both databases: a person's marks travel as JSON text, since SQLite has no arrays.
_DIALECTS = {
    "postgresql": {"list": "json_agg", "row": "json_build_array"},
    "sqlite": {"list": "json_group_array", "row": "json_array"},
}

# Who may read: enrolled and not withdrawn, staff of any offering of the course, or (pages' editors) the slow path.
_READER = """
  left join {enrolments} e on e.course_id = o.course_id and e.student_id = %(person)s
    and e.is_current and e.state in ({reading_states})
  left join {offerings} f on f.id = e.offering_id
"""
_IS_STAFF = "exists (select 1 from {staff} s where s.course_id = o.course_id and s.person_id = %(person)s)"
_COURSE = """
  o.course_id, o.slug, o.title, o.rev,
  case when o.rev = %(shape_rev)s then null else cast(o.outline as text) end,
  case when o.rev = %(shape_rev)s then null else cast(o.landing as text) end,
  e.id, e.public_id, e.state, e.resume_item_id, e.last_learning_at, e.offering_id, e.tutoring_group_id, f.name,
  {is_staff},
  (select cast({list}({row}(m.module_id, m.done_hours, m.done_count)) as text)
     from {module_marks} m where m.enrolment_id = e.id)
"""

_ITEM_SQL = """
select {course},
  (select cast({list}(p.item_id) as text)
     from {item_marks} p where p.enrolment_id = e.id and p.module_id = i.module_id),
  i.page_id,
  case when o.rev = %(body_rev)s then null else cast(i.segments as text) end,
  (select cast({list}({row}(a.block_id, a.text)) as text)
     from {answers} a where a.person_id = %(person)s and a.item_id = i.page_id)
from {outlines} o
  join {items} i on i.outline_id = o.course_id and i.page_id = %(item)s
  {reader}
where o.slug = %(slug)s and (e.id is not null or i.is_sample or %(editor)s or {is_staff})
"""

_OUTLINE_SQL = """
select {course},
  (select cast({list}(p.item_id) as text) from {item_marks} p
     where p.enrolment_id = e.id and (p.module_id = %(module)s or %(whole)s)),
  (select cast({list}({row}(x.public_id, y.name)) as text)
     from {enrolments} x join {offerings} y on y.id = x.offering_id
     where x.course_id = o.course_id and x.student_id = %(person)s
       and not x.is_current and x.state in ({reading_states}))
from {outlines} o
  {reader}
where o.slug = %(slug)s and (e.id is not null or %(editor)s or {is_staff})
"""


@dataclass(frozen=True, slots=True)
class ReaderEnrolment:
    id: int
    public_id: uuid.UUID
    state: str
    offering_id: int
    tutoring_group_id: int | None
    offering_name: str
    resume_item_id: int | None
    last_learning_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModuleMark:
    done_hours: Decimal
    done_count: int


NO_MARK = ModuleMark(Decimal(0), 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far someone is: required items done, and the percentage of their hours."""

    done: int
    total: int
    percent: int

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class StudyContext:
    """A course with its reader. `enrolment` is None for staff, for editors and for readers of a sample."""

    course: CourseShape
    enrolment: ReaderEnrolment | None
    is_staff: bool
    module_marks: Mapping[int, ModuleMark]
    done: frozenset[int]

    def module_standing(self, module: ModuleShape) -> Standing:
        return self._standing((module,))

    def course_standing(self) -> Standing:
        return self._standing(self.course.counted)

    def _standing(self, modules: Sequence[ModuleShape]) -> Standing:
        marks = [(self.module_marks.get(module.id, NO_MARK), module) for module in modules]
        # An item taken out of the course leaves its mark behind: never more than there is to do.
        done = sum(min(mark.done_count, len(module.required)) for mark, module in marks)
        done_hours = sum((min(mark.done_hours, module.required_hours) for mark, module in marks), Decimal(0))
        total = sum(len(module.required) for module in modules)
        hours = sum((module.required_hours for module in modules), Decimal(0))
        return Standing(done, total, _percent(done, total, done_hours, hours))


@dataclass(frozen=True)
class ReadingContext(StudyContext):
    """One item with its reader. `done` holds the marks of the item's module; `segments` is None where the caller
    said with `body_rev` that it holds the body already; `answers` maps block id -> the reader's private text."""

    item: ItemShape
    segments: list | None
    answers: Mapping[uuid.UUID, str]

    @cached_property
    def module(self) -> ModuleShape:
        return cast(ModuleShape, self.course.module(self.item.module_id))

    @property
    def is_inside(self) -> bool:
        """Whether the reader may go on to the other items; a reader of a sample may not.

        Without a place in the course only editors are let in to what is no sample.
        """
        return self.enrolment is not None or self.is_staff or not self.item.sample

    @property
    def is_done(self) -> bool:
        return self.item.id in self.done

    def is_news(self, now: datetime) -> bool:
        """Whether being here changes where the reader stopped, or her last access by more than ten minutes."""
        if self.enrolment is None or self.item.kind not in DOABLE:
            return False
        last = self.enrolment.last_learning_at
        return self.enrolment.resume_item_id != self.item.id or last is None or now - last > ACCESS_STEP


@dataclass(frozen=True)
class OutlineContext(StudyContext):
    """A course's outline. `done` holds the marks of every module or, where one was asked for, of that one;
    `other_enrolments` are (public id, name of the offering) to which the reader may switch."""

    opened_id: int | None
    other_enrolments: tuple[tuple[uuid.UUID, str], ...]


def reading_context(
    person, course_slug: str, item_id: int, *, body_rev: int = 0, as_editor: bool = False
) -> ReadingContext | None:
    """Returns the item with its reader, or None where this person may not read it or there is none.

    `as_editor` says that the caller has asked Wagtail and this person may edit the page.
    """
    if item_id > BIGGEST_ID:
        return None
    row = _fetch("item", person, course_slug, as_editor, item=item_id, body_rev=body_rev)
    if row is None:
        return None
    study, (page_id, segments, answers) = _study(row)
    # A reading row that the outline does not name yet: publishing is between two statements elsewhere.
    item = study["course"].item(page_id) or _module_item(study["course"].module(page_id))
    if item is None:
        return None
    return ReadingContext(
        **study,
        item=item,
        segments=None if segments is None else json.loads(segments),
        answers={uuid.UUID(str(block)): text for block, text in _loads(answers)},
    )


def outline_context(
    person, course_slug: str, module_id: int | None = None, *, as_editor: bool = False
) -> OutlineContext | None:
    """Returns the outline with its reader, or None where this person may not read it or there is none."""
    opened = module_id if module_id is not None and 0 < module_id <= BIGGEST_ID else None
    row = _fetch("outline", person, course_slug, as_editor, module=opened or 0, whole=opened is None)
    if row is None:
        return None
    study, (others,) = _study(row)
    return OutlineContext(
        **study,
        opened_id=opened,
        other_enrolments=tuple((uuid.UUID(str(public_id)), name) for public_id, name in _loads(others)),
    )


def _build(template: str) -> dict[str, str]:
    """Returns the statement in each dialect; built once, so that PostgreSQL prepares one text."""
    built = {}
    for vendor, words in _DIALECTS.items():
        names = {**_NAMES, **words}
        parts = {"is_staff": _IS_STAFF.format(**names), "reader": _READER.format(**names)}
        parts["course"] = _COURSE.format(**names, **parts)
        built[vendor] = template.format(**names, **parts)
    return built


_STATEMENTS = {"item": _build(_ITEM_SQL), "outline": _build(_OUTLINE_SQL)}


def _fetch(name: str, person, slug: str, as_editor: bool, **values) -> tuple | None:
    values |= {"slug": slug, "person": person.pk, "editor": as_editor, "shape_rev": held_rev(slug)}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[name][connection.vendor], values)
        return cursor.fetchone()


def _study(row: tuple) -> tuple[dict, tuple]:
    course_id, slug, title, rev, outline, landing, *reader = row[:16]
    enrolment_id, public_id, state, resume, learned, offering_id, group_id, offering, is_staff, modules = reader
    fresh = None
    if outline is not None:
        fresh = {"id": course_id, "title": title, "outline": json.loads(outline), "landing": json.loads(landing)}
    enrolment = enrolment_id and ReaderEnrolment(
        enrolment_id, uuid.UUID(str(public_id)), state, offering_id, group_id, offering, resume, _moment(learned)
    )
    study = {
        "course": shape_of(slug, rev, fresh),
        "enrolment": enrolment or None,
        "is_staff": bool(is_staff),
        "module_marks": {m: ModuleMark(Decimal(str(hours)), count) for m, hours, count in _loads(modules)},
        "done": frozenset(_loads(row[16])),
    }
    return study, row[17:]


def _percent(done: int, total: int, done_hours: Decimal, hours: Decimal) -> int:
    """By hours where the course has them, else by items; 100 is for those who did everything, 0 for nothing."""
    if done >= total:
        return 100 if total else 0
    percent = int(done_hours * 100 / hours) if hours else done * 100 // total
    return max(1 if done else 0, min(99, percent))


def _moment(value: datetime | None) -> datetime | None:
    """SQLite hands the times of a raw query over in UTC, without saying so."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _loads(text: str | None) -> list:
    return json.loads(text, parse_float=Decimal) if text else []


def _module_item(module: ModuleShape | None) -> ItemShape | None:
    """A module's own page, shaped as an item of itself."""
    if module is None:
        return None
    return ItemShape(module.id, "module", module.title, module.hours, 0, False, False, None, module.id, module.url)


def reading_context_of_editor(person, course_slug: str, item_id: int) -> ReadingContext | None:
    """The slow path on a miss: editors and moderators read what Wagtail lets them edit."""
    if item_id > BIGGEST_ID or not may_edit_page(person, item_id):
        return None
    return reading_context(person, course_slug, item_id, as_editor=True)


def outline_context_of_editor(person, course_slug: str, module_id: int | None = None) -> OutlineContext | None:
    course_id = CourseOutline.objects.filter(slug=course_slug).values_list("pk", flat=True).first()
    if course_id is None or not may_edit_page(person, course_id):
        return None
    return outline_context(person, course_slug, module_id, as_editor=True)
