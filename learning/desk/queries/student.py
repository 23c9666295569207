"""What a student's home says: what comes next and why, what came back, where she stopped, her dates."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from home.prepared import Prepared
from learning.courses.caches import RevisionCache
from learning.courses.enums import ItemKind
from learning.courses.queries.outline import CourseShape, ItemShape, ModuleShape
from learning.desk.queries.places import Study, due_days_of
from learning.enrolment.enums import READING_STATES
from learning.portfolio.dates import Days, resolve
from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries import Place, dates_of
from learning.progress.measure import Progress
from learning.reports.queries import days_of_survey
from learning.reviews.models import Review
from learning.work_changes.queries import SharedWaiting

SOON_DAYS = 7
# (course's slug, first day of a class) -> {prompt's id: the day on which it is due}
_regular = RevisionCache(size=64)
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
    """One query, whatever the number of courses: her entries. A second where dates were set for one of the classes."""
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
        seen = _Seen(study, course, due[key] | _suggested(entries[key]), states)
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
    if not window.is_open:
        return None
    return OpenSurvey(survey.title, course.title, reverse("learning:survey", args=[course.slug]), window.closes_on)


@dataclass(frozen=True)
class _Seen:
    """One enrolment while its card is made. `due` are dates and `states` those of entries, by prompt."""

    study: Study
    course: CourseShape
    due: dict[int, datetime.date]
    states: dict[int, str]

    @property
    def done(self) -> frozenset[int]:
        return self.study.done

    def in_state(self, *states: str) -> set[int]:
        return {prompt for prompt, state in self.states.items() if state in states}

    def card(self) -> StudyCard:
        counted = self.course.counted
        total = Progress.of([self.progress[module.id] for module in counted])
        resume = self.course.item(self.study.resume_item_id)
        waiting = len(self.in_state(*WITH_THE_TUTOR))
        return StudyCard(self.study, self.course, total, self.next_step(counted, total), resume, waiting)

    @cached_property
    def progress(self) -> dict[int, Progress]:
        """How far she is in each module."""
        found = {}
        for module in self.course.modules:
            hours, count = self.study.module_marks.get(module.id, (Decimal(0), 0))
            found[module.id] = Progress(hours, module.required_hours, count, len(module.required))
        return found

    def next_step(self, modules: tuple[ModuleShape, ...], total: Progress) -> NextStep | None:
        """What was returned stands in its own section: it is the next step only when nothing else is open."""
        under_way = [module for module in modules if not self.progress[module.id].is_complete]
        done = self.done | self.in_state(*WITH_THE_TUTOR)
        returned = self.in_state(EntryState.RETURNED)
        found = self._most_urgent(under_way, done | returned) or self._most_urgent(under_way, done)
        if found is None:
            return None
        item, module = found
        progress = self.progress[module.id]
        why, due_on = self._why(item, total), self.due.get(item.id)
        is_dated = why in (Why.OVERDUE, Why.SOON) and self.states.get(item.id) != EntryState.DRAFT
        reading = self._reading_before(item, module) if is_dated else None
        if reading:
            return NextStep(reading, module, progress, why, due_on, leads_to=item)
        is_begun = self.states.get(item.id) == EntryState.DRAFT
        return NextStep(item, module, progress, why, due_on, is_begun=is_begun)

    def _reading_before(self, prompt: ItemShape, module: ModuleShape) -> ItemShape | None:
        """The first of the module's readings ahead of a prompt that she has still to do: who enrolled late would
        else be asked to write about what she has not read. Whoever is writing already goes on writing."""
        before = module.items[: module.items.index(prompt)]
        unread = (item for item in before if item.kind == ItemKind.UNIT and item.counts and item.id not in self.done)
        return next(unread, None)

    def _most_urgent(self, modules: list[ModuleShape], passed: Set[int]) -> tuple[ItemShape, ModuleShape] | None:
        """What is due within a week goes first, the earliest date in front; else the course's order.

        Only dates and what lies before the first open item are looked at: a course may have thousands of items.
        """
        last_day, places = timezone.localdate() + datetime.timedelta(days=SOON_DAYS), {m.id: m for m in modules}
        near = [
            (on, item)
            for item, on in self._dated()
            if on <= last_day and item.counts and item.id not in passed and item.module_id in places
        ]
        if near:
            _on, item = min(near, key=itemgetter(0))
            return item, places[item.module_id]
        open_items = ((item, module) for module in modules for item in module.counting if item.id not in passed)
        return next(open_items, None)

    def _dated(self) -> Iterator[tuple[ItemShape, datetime.date]]:
        """The prompts that have a date for her, in the course's order."""
        for item in self.course.prompts:
            if on := self.due.get(item.id):
                yield item, on

    def _why(self, item: ItemShape, total: Progress) -> Why:
        due_on, today = self.due.get(item.id), timezone.localdate()
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
        for item, on in self._dated():
            if item.id not in settled and not self.progress[item.module_id].is_complete:
                rows.append(DateRow(on, item.title, self.course.title, item.url))
        return rows


def _due_dates(studies: list[Study], shapes: dict[str, CourseShape]) -> dict[int, dict[int, datetime.date]]:
    """Returns enrolment's id -> prompt's id -> the day on which it is due for her."""
    due_days_of([shapes[study.slug] for study in studies])
    found = {study.enrolment_id: _regular_dates(study.starts_on, shapes[study.slug]) for study in studies}
    dated = [study for study in studies if study.has_dates]
    if dated:
        places = [Place(study.enrolment_id, study.group_id, study.offering_id, study.starts_on) for study in dated]
        due = due_days_of([shapes[study.slug] for study in dated])
        prompts = {study.enrolment_id: _prompts_in(shapes[study.slug]) for study in dated}
        calendar = dates_of(places, {pk: Days(due=due.get(pk)) for mine in prompts.values() for pk in mine})
        for enrolment, mine in prompts.items():
            found[enrolment] = {pk: day for pk in mine if (day := calendar.of(enrolment, pk).due_on)}
    return found


def _regular_dates(starts_on: datetime.date, course: CourseShape) -> dict[int, datetime.date]:
    """The dates of a class for which nobody has set others, in the course's order."""
    key = course.slug, starts_on
    dates = _regular.get(key, course.rev)
    if dates is None:
        due = due_days_of([course])
        days = {pk: resolve(starts_on, Days(due=due.get(pk)), (None,)).due_on for pk in _prompts_in(course)}
        dates = _regular.put(key, course.rev, {pk: day for pk, day in days.items() if day})
    return dates


def _prompts_in(course: CourseShape) -> list[int]:
    return [item.id for item in course.prompts]


def _entries(person_id: int) -> QuerySet:
    """Entries that are being written, that are with the tutor, or that came back."""
    unseen = Review.objects.filter(entry=OuterRef("pk"), released_at__isnull=False, seen_at__isnull=True)
    rows = PortfolioEntry.objects.filter(
        enrolment__student=person_id, enrolment__is_current=True, enrolment__state__in=READING_STATES
    ).annotate(is_unseen=Exists(unseen))
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
_entry_rows = Prepared(_entries)


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
