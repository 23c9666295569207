"""What the staff decides about, as screens list it: questions for more time, a student's entries, dates of prompts."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from home.accounts.models import User
from learning.courses.enums import ItemKind
from learning.courses.models import ReadItem, ReflectionPage
from learning.enrolment.enums import READING_STATES, StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, TutoringGroup
from learning.portfolio.dates import Dates, Days, Row, resolve, today
from learning.portfolio.enums import EntryState
from learning.portfolio.models import DeadlineExtension, PortfolioEntry, PromptDates
from learning.portfolio.queries.dates import dates_of, days_of_prompts
from learning.portfolio.transitions import Actor, offered


@dataclass(frozen=True)
class AskedExtension:
    """A question that is open. `latest_on` is the last day that the reader may grant, None: any."""

    extension: DeadlineExtension
    latest_on: datetime.date | None

    @property
    def is_grantable(self) -> bool:
        """In one press, as it was wished."""
        wished = self.extension.wished_on
        return wished is not None and wished >= today() and (self.latest_on is None or wished <= self.latest_on)


def asked_extensions(person: User) -> list[AskedExtension]:
    """The longest wait first; four queries."""
    found = DeadlineExtension.objects.asked().in_charge(person).order_by("asked_at").select_related(
        "enrolment__student", "enrolment__offering", "enrolment__course", "enrolment__tutoring_group", "prompt"
    )  # fmt: skip
    rows = list(found)
    posts = StaffAssignment.objects.filter(person=person, role=StaffRole.COORDINATOR)
    coordinated = set(posts.values_list("offering", flat=True))
    calendar = dates_of([row.enrolment for row in rows], days_of_prompts({row.prompt_id for row in rows}))
    return [_asked(row, calendar.of(row.enrolment_id, row.prompt_id), coordinated) for row in rows]


def _asked(row: DeadlineExtension, dates: Dates, coordinated: set[int]) -> AskedExtension:
    offering = row.enrolment.offering
    latest_on = None if offering.pk in coordinated else dates.latest_grant(offering.extension_days)
    return AskedExtension(row, latest_on)


@dataclass(frozen=True)
class StudentEntry:
    """A prompt for one student, as her staff finds it. `public_id` is None while nothing was begun."""

    prompt_id: int
    title: str
    state: str
    dates: Dates
    public_id: uuid.UUID | None
    was_sent: bool
    awaits_reader: bool
    reader: str

    @property
    def state_label(self) -> str:
        return str(EntryState(self.state).label)

    @property
    def offers(self) -> list[str]:
        """What the table lets the coordination do, beside what it lets a reader do."""
        return offered(self.state, Actor.COORDINATOR) + offered(self.state, Actor.REVIEWER)


def student_entries(enrolment: Enrolment, *, with_nameless: bool) -> list[StudentEntry]:
    """Every prompt of her course, in its order. Four queries.

    Without `with_nameless` nothing here leads from her name to a text that is read without names.
    """
    prompts = prompts_of(enrolment.offering)
    entries = (
        PortfolioEntry.objects.filter(enrolment=enrolment)
        .select_related("reader", "prompt")
        .prefetch_related("versions")
    )
    found = {
        entry.prompt_id: entry
        for entry in entries
        if with_nameless or not entry.prompt.blind_review or entry.state == EntryState.ACCEPTED
    }
    calendar = dates_of([enrolment], days_of_prompts(prompts))
    return [
        _student_entry(prompt, title, found.get(prompt), calendar.of(enrolment.pk, prompt))
        for prompt, title in prompts.items()
    ]


def _student_entry(prompt_id: int, title: str, entry: PortfolioEntry | None, dates: Dates) -> StudentEntry:
    if entry is None:
        return StudentEntry(prompt_id, title, EntryState.NOT_STARTED, dates, None, False, False, "")
    was_sent = any(version.recalled_at is None for version in entry.versions.all())
    reader = entry.reader.name if entry.reader else ""
    return StudentEntry(
        prompt_id, title, entry.state, dates, entry.public_id, was_sent, entry.awaits_reader, reader
    )  # fmt: skip


def prompts_of(offering: Offering) -> dict[int, str]:
    """The published prompts of an offering's course, id -> title, in the course's order."""
    items = ReadItem.objects.filter(outline=offering.course_id, kind=ItemKind.REFLECTION).order_by("position")
    return dict(items.values_list("page_id", "title"))


@dataclass(frozen=True)
class PromptRow:
    """A prompt on the page that sets dates: what this level says, and what counts where it says nothing."""

    prompt: ReflectionPage
    title: str
    own: Row
    inherited: Dates


def prompt_rows(
    offering: Offering, tutoring_group: TutoringGroup | None = None, enrolment: Enrolment | None = None
) -> list[PromptRow]:
    """For the class, for one of its groups, or for one student. Three queries."""
    titles = prompts_of(offering)
    pages = ReflectionPage.objects.in_bulk(list(titles))
    rows = PromptDates.objects.filter(offering=offering, prompt__in=list(titles))
    rows = rows.filter(Q(enrolment=None) | Q(enrolment=enrolment)) if enrolment else rows.filter(enrolment=None)
    levels: Mapping[tuple, Row] = {
        (person, group, prompt): (opens, due, closes)
        for person, group, prompt, opens, due, closes in rows.values_list(
            "enrolment", "tutoring_group", "prompt", "opens_on", "due_on", "closes_on"
        )
    }
    # Her own dates, those of her group, those of the class: the page shows the first, and what the others come to.
    path: list[tuple] = [(None, None)]
    if group_id := enrolment.tutoring_group_id if enrolment else tutoring_group and tutoring_group.pk:
        path.insert(0, (None, group_id))
    if enrolment:
        path.insert(0, (enrolment.pk, None))
    return [
        _prompt_row(offering, pages[pk], title, [levels.get((*at, pk)) for at in path]) for pk, title in titles.items()
    ]


def _prompt_row(offering: Offering, page: ReflectionPage, title: str, rows: list[Row | None]) -> PromptRow:
    days = Days(page.opens_after_days, page.due_after_days, page.closes_after_days)
    return PromptRow(page, title, rows[0] or (None, None, None), resolve(offering.starts_on, days, (None, *rows[1:])))


def students_under(person: User, offering: Offering, *, whole: bool) -> list[Enrolment]:
    """The active students of an offering whom `person` leads: all for a coordinator, else those of her groups."""
    enrolments = offering.enrolments.filter(state__in=READING_STATES).exclude(student=person)
    if not whole:
        tutored = StaffAssignment.objects.filter(offering=offering, person=person, role=StaffRole.TUTOR)
        enrolments = enrolments.filter(tutoring_group__in=tutored.values("tutoring_group"))
    related = enrolments.select_related("student", "tutoring_group", "offering")
    return list(related.order_by("tutoring_group__name", "student__full_name"))


def last_extension(enrolment: Enrolment, prompt_id: int) -> DeadlineExtension | None:
    return DeadlineExtension.objects.filter(enrolment=enrolment, prompt=prompt_id).first()


def prompt_pages(offering: Offering) -> QuerySet[ReflectionPage]:
    """The pages of the published prompts of an offering's course."""
    items = ReadItem.objects.filter(outline=offering.course_id, kind=ItemKind.REFLECTION)
    return ReflectionPage.objects.filter(pk__in=items.values("page"))
