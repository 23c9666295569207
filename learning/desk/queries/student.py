"""What a student's home says: what comes next and why, what came back, where she stopped, her dates."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from home.prepared import Prepared
from learning.courses.enums import ItemKind
from learning.courses.queries.outline import CourseShape, ItemShape, ModuleShape
from learning.desk.queries.places import Study, due_days_of
from learning.enrolment.enums import READING_STATES
from learning.portfolio.dates import Days
from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries import Calendar, Place, dates_of
from learning.progress.measure import Progress
from learning.progress.models import ItemProgress, ModuleProgress
from learning.reports.queries import days_of_survey
from learning.reviews.models import Review
from learning.work_changes.queries import SharedWaiting

SOON_DAYS = 7
WITH_THE_TUTOR = (EntryState.SUBMITTED, EntryState.IN_REVIEW)


class Why(StrEnum):
    """Why it is the next: only it is left and it came back, its date is near or past, the course begins, its turn."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    SOON = "soon"
    FIRST = "first"
    IN_ORDER = "in_order"


@dataclass(frozen=True)
class NextStep:
    """`leads_to` is the reflection for whose sake this reading comes now; `due_on` is then the reflection's date.
    `is_begun` says that a draft of it lies there: whoever has written it can send it from her home."""

    item: ItemShape
    module: ModuleShape
    module_progress: Progress
    why: Why
    due_on: datetime.date | None
    leads_to: ItemShape | None = None
    is_begun: bool = False

    @property
    def url(self) -> str:
        return self.item.url

    @property
    def is_reading(self) -> bool:
        return self.item.kind == ItemKind.UNIT

    @property
    def is_reflection(self) -> bool:
        return self.item.kind == ItemKind.REFLECTION


@dataclass(frozen=True)
class DateRow:
    """A date of hers. `title` is empty for the end of the offering; `url` is where to do what is due."""

    on: datetime.date
    title: str
    course: str
    url: str

    @property
    def is_past(self) -> bool:
        return self.on < timezone.localdate()

    @property
    def is_soon(self) -> bool:
        return not self.is_past and (self.on - timezone.localdate()).days <= SOON_DAYS


@dataclass(frozen=True)
class CameBack:
    """An entry that asks for her: returned to go deeper, or with feedback that she has not seen."""

    title: str
    course: str
    url: str
    state: str
    came_back_at: datetime.datetime | None
    suggested_on: datetime.date | None

    @property
    def is_returned(self) -> bool:
        return self.state == EntryState.RETURNED


@dataclass(frozen=True)
class StudyCard:
    """A course with its student. `next` is None when everything required is done or with the tutor."""

    study: Study
    course: CourseShape
    progress: Progress
    next: NextStep | None
    resume: ItemShape | None
    waiting: int

    @property
    def has_begun(self) -> bool:
        return self.progress.done_count > 0 or self.resume is not None


@dataclass(frozen=True)
class OpenSurvey:
    """A survey that waits for her answers."""

    title: str
    course: str
    url: str
    closes_on: datetime.date


@dataclass(frozen=True)
class StudentDesk:
    cards: list[StudyCard]
    came_back: list[CameBack]
    dates: list[DateRow]
    second_readings: int = 0
    surveys: tuple[OpenSurvey, ...] = ()

    @property
    def asked_extensions(self) -> int:
        """Her questions for more time that have no answer yet."""
        return sum(card.study.asked for card in self.cards)

    @property
    def due_follow_ups(self) -> int:
        """Her changes at work that are to be looked at again."""
        return sum(card.study.due_follow_ups for card in self.cards)

    @property
    def due_shared(self) -> SharedWaiting:
        """Those of colleagues whose co-author she is."""
        found = [card.study.due_shared for card in self.cards]
        hers = tuple(name for one in found for name in one.hers)
        return SharedWaiting(hers, tuple(name for one in found for name in one.barred))

    @property
    def first(self) -> StudyCard | None:
        """The course in front: the one visited last that still asks for something."""
        return next((card for card in self.cards if card.next), self.cards[0] if self.cards else None)

    @property
    def others(self) -> list[StudyCard]:
        return [card for card in self.cards if card is not self.first]


def student_desk(person: User, studies: list[Study], shapes: dict[str, CourseShape]) -> StudentDesk:
    """Three queries, whatever the number of courses: module marks, marks in modules under way, entries.

    A fourth where dates were set for one of the classes.
    """
    marks: defaultdict[int, dict[int, tuple]] = defaultdict(dict)
    for enrolment, module, hours, count in _module_marks(person.pk):
        marks[enrolment][module] = (hours, count)
    done: defaultdict[int, set[int]] = defaultdict(set)
    for enrolment, item in _item_marks(person.pk):
        done[enrolment].add(item)
    entries: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for enrolment, *values in _entry_rows(person.pk):
        entries[enrolment].append(dict(zip(ENTRY_COLUMNS, values, strict=True)))
    studies = [study for study in studies if study.slug in shapes]
    due = _due_dates(studies, shapes)
    cards, dates = [], []
    came_back: list[CameBack] = []
    for study in studies:
        key, course = study.enrolment_id, shapes[study.slug]
        states = {entry["prompt_id"]: entry["state"] for entry in entries[key]}
        seen = _Seen(study, course, marks[key], frozenset(done[key]), due[key] | _suggested(entries[key]), states)
        cards.append(seen.card())
        dates += seen.dates()
        came_back += filter(None, (_came_back(row, course) for row in entries[key]))
    second_readings = sum(row["awaits_reader"] for rows in entries.values() for row in rows)
    came_back.sort(key=lambda row: not row.is_returned)
    surveys = tuple(filter(None, (_open_survey(study, shapes[study.slug]) for study in studies)))
    return StudentDesk(cards, came_back, sorted(dates, key=lambda row: row.on), second_readings, surveys)


def _suggested(entries: list[dict[str, Any]]) -> dict[int, datetime.date]:
    """What went back to her is due on the day that her tutor suggested, whatever date it had before."""
    days = {row["prompt_id"]: row["suggested_on"] for row in entries if row["state"] == EntryState.RETURNED}
    return {prompt: day for prompt, day in days.items() if day}


def _open_survey(study: Study, course: CourseShape) -> OpenSurvey | None:
    survey = course.survey
    if survey is None or study.has_answered:
        return None
    window = days_of_survey(survey.opens_before_days, survey.closes_after_days, study.state, study.ends_on)
    url = reverse("learning:survey", args=[course.slug])
    return OpenSurvey(survey.title, course.title, url, window.closes_on) if window.is_open else None


@dataclass(frozen=True)
class _Seen:
    """One enrolment while its card is made. `done` are marks in modules under way, `states` of entries by prompt."""

    study: Study
    course: CourseShape
    marks: dict[int, tuple]
    done: frozenset[int]
    due: dict[int, datetime.date]
    states: dict[int, str]

    def in_state(self, *states: str) -> set[int]:
        return {prompt for prompt, state in self.states.items() if state in states}

    def card(self) -> StudyCard:
        counted = self.course.counted
        total = sum((self.progress_in(module) for module in counted), Progress())
        resume = self.course.item(self.study.resume_item_id)
        waiting = len(self.in_state(*WITH_THE_TUTOR))
        return StudyCard(self.study, self.course, total, self.next_step(counted, total), resume, waiting)

    def progress_in(self, module: ModuleShape) -> Progress:
        hours, count = self.marks.get(module.id, (0, 0))
        return Progress(hours, module.required_hours, count, len(module.required))

    def next_step(self, modules: tuple[ModuleShape, ...], total: Progress) -> NextStep | None:
        """What was returned stands in its own section: it is the next step only when nothing else is open."""
        done = self.done | self.in_state(*WITH_THE_TUTOR)
        open_items = [
            (item, module)
            for module in modules
            if not self.progress_in(module).is_complete
            for item in module.items
            if item.counts and item.id not in done
        ]
        returned = self.in_state(EntryState.RETURNED)
        open_items = [pair for pair in open_items if pair[0].id not in returned] or open_items
        if not open_items:
            return None
        item, module = self._most_urgent(open_items)
        why, due_on = self._why(item, total), self.due_on(item)
        is_dated = why in (Why.OVERDUE, Why.SOON) and self.states.get(item.id) != EntryState.DRAFT
        reading = self._reading_before(item, module) if is_dated else None
        if reading:
            return NextStep(reading, module, self.progress_in(module), why, due_on, leads_to=item)
        is_begun = self.states.get(item.id) == EntryState.DRAFT
        return NextStep(item, module, self.progress_in(module), why, due_on, is_begun=is_begun)

    def _reading_before(self, prompt: ItemShape, module: ModuleShape) -> ItemShape | None:
        """The first of the module's readings ahead of a prompt that she has still to do: who enrolled late would
        else be asked to write about what she has not read. Whoever is writing already goes on writing."""
        before = module.items[: module.items.index(prompt)]
        unread = (item for item in before if item.kind == ItemKind.UNIT and item.counts and item.id not in self.done)
        return next(unread, None)

    def due_on(self, item: ItemShape) -> datetime.date | None:
        return self.due.get(item.id)

    def _most_urgent(self, open_items: list[tuple[ItemShape, ModuleShape]]) -> tuple[ItemShape, ModuleShape]:
        """What is due within a week goes first, the earliest date in front; else the course's order."""
        last_day = timezone.localdate() + datetime.timedelta(days=SOON_DAYS)
        near = [pair for pair in open_items if self.due.get(pair[0].id, datetime.date.max) <= last_day]
        return min(near, key=lambda pair: self.due[pair[0].id]) if near else open_items[0]

    def _why(self, item: ItemShape, total: Progress) -> Why:
        due_on, today = self.due_on(item), timezone.localdate()
        if self.states.get(item.id) == EntryState.RETURNED:
            return Why.RETURNED
        if due_on and due_on < today:
            return Why.OVERDUE
        if due_on and due_on <= today + datetime.timedelta(days=SOON_DAYS):
            return Why.SOON
        return Why.FIRST if total.done_count == 0 and self.study.resume_item_id is None else Why.IN_ORDER

    def dates(self) -> list[DateRow]:
        settled = self.done | self.in_state(*WITH_THE_TUTOR)
        rows = [DateRow(self.study.ends_on, "", self.course.title, self.course.url)]
        for module in self.course.modules:
            if self.progress_in(module).is_complete:
                continue
            for item in module.items:
                due_on = self.due_on(item)
                if due_on is not None and item.id not in settled:
                    rows.append(DateRow(due_on, item.title, self.course.title, item.url))
        return rows


def _due_dates(studies: list[Study], shapes: dict[str, CourseShape]) -> dict[int, dict[int, datetime.date]]:
    """Returns enrolment's id -> prompt's id -> the day on which it is due for her."""
    due = due_days_of([shapes[study.slug] for study in studies])
    prompts = {study.enrolment_id: _prompts_in(shapes[study.slug]) for study in studies}
    days = {prompt: Days(due=due.get(prompt)) for found in prompts.values() for prompt in found}
    places = [Place(study.enrolment_id, study.group_id, study.offering_id, study.starts_on) for study in studies]
    are_set = any(study.has_dates for study in studies)
    calendar = dates_of(places, days) if are_set else Calendar({one.enrolment_id: one for one in places}, days, {})
    return {
        enrolment: {pk: day for pk in found if (day := calendar.of(enrolment, pk).due_on)}
        for enrolment, found in prompts.items()
    }


def _prompts_in(course: CourseShape) -> list[int]:
    return [item.id for item in course.sequence if item.kind == ItemKind.REFLECTION]


def _current(person_id: int) -> dict[str, Any]:
    return {"enrolment__student": person_id, "enrolment__is_current": True, "enrolment__state__in": READING_STATES}


def _marks_of(person_id: int) -> QuerySet:
    columns = ("enrolment_id", "module_id", "done_hours", "done_count")
    return ModuleProgress.objects.filter(**_current(person_id)).values_list(*columns)


def _items_under_way(person_id: int) -> QuerySet:
    """What is done in modules that are not complete: only there the single marks are asked for."""
    open_modules = ModuleProgress.objects.filter(
        enrolment=OuterRef("enrolment"), module_id=OuterRef("module_id"), completed_at__isnull=True
    )
    items = ItemProgress.objects.filter(Exists(open_modules), **_current(person_id))
    return items.values_list("enrolment_id", "item_id")


def _entries(person_id: int) -> QuerySet:
    """Entries that are being written, that are with the tutor, or that came back."""
    unseen = Review.objects.filter(entry=OuterRef("pk"), released_at__isnull=False, seen_at__isnull=True)
    rows = PortfolioEntry.objects.filter(**_current(person_id)).annotate(is_unseen=Exists(unseen))
    rows = rows.filter(Q(state__in=[EntryState.DRAFT, *WITH_THE_TUTOR, EntryState.RETURNED]) | Q(is_unseen=True))
    return rows.order_by("returned_at").values_list("enrolment_id", *ENTRY_COLUMNS)


ENTRY_COLUMNS = (
    "prompt_id",
    "prompt__title",
    "state",
    "returned_at",
    "accepted_at",
    "suggested_on",
    "is_unseen",
    "awaits_reader",
)
_module_marks, _item_marks, _entry_rows = Prepared(_marks_of), Prepared(_items_under_way), Prepared(_entries)


def _came_back(row: dict[str, Any], course: CourseShape) -> CameBack | None:
    if row["state"] != EntryState.RETURNED and not row["is_unseen"]:
        return None
    return CameBack(
        title=row["prompt__title"],
        course=course.title,
        url=reverse("learning:entry", args=[course.slug, row["prompt_id"]]),
        state=row["state"],
        came_back_at=row["accepted_at"] or row["returned_at"],
        suggested_on=row["suggested_on"],
    )
