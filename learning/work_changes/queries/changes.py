"""A person's changes, those that others let her read, and one of them with all that belongs to it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from forums.models import Board
from forums.queries import shown_title
from home.accounts.models import User
from learning.courses.enums import ItemKind
from learning.courses.queries.outline import course_shape
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment
from learning.work_changes.enums import CoAuthorState, Stage
from learning.work_changes.marks import Mark, marks_of
from learning.work_changes.models import (
    ChangeCoAuthor,
    ChangeEvidence,
    ChangeFollowUp,
    StageStep,
    ToolCategory,
    WorkChange,
)
from learning.work_changes.queries.reminders import FOLLOWED


@dataclass(frozen=True)
class ChangeRow:
    """A change in a list. `open_mark` is one that asks for a follow-up now, `next_mark` the one to come.

    `is_over`: its author's enrolment has ended, so nobody writes any more.
    """

    change: WorkChange
    author: str
    follow_ups: int
    tried: int
    open_mark: Mark | None
    next_mark: Mark | None
    is_silent: bool
    is_asked: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class CardRow:
    """A change after which another was tried, or that was tried after it."""

    change: WorkChange
    author: str
    place: str


@dataclass(frozen=True)
class ChangePage:
    """What stands on a change's page. Without `is_whole` the reader sees the card that a conversation shows."""

    change: WorkChange
    is_whole: bool
    secondary: list[ToolCategory]
    steps: list[StageStep]
    follow_ups: list[ChangeFollowUp]
    marks: list[Mark]
    evidence: list[ChangeEvidence]
    co_authors: list[ChangeCoAuthor]
    tried_too: list[CardRow]

    @property
    def confirmed(self) -> list[ChangeCoAuthor]:
        return [row for row in self.co_authors if row.state == CoAuthorState.CONFIRMED]

    @property
    def open_mark(self) -> Mark | None:
        return open_mark(self.change, self.marks)

    @property
    def interruption(self) -> StageStep | None:
        """Why it stands still, where it does."""
        return self.steps[-1] if self.steps and self.change.stage == Stage.INTERRUPTED else None


@dataclass(frozen=True)
class TopicCard:
    """What a conversation shows of a change; `studies`: its reader studies somewhere."""

    change: WorkChange
    follow_ups: list[ChangeFollowUp]
    tried_too: list[CardRow]
    studies: bool


def _listed(changes: QuerySet[WorkChange]) -> QuerySet[WorkChange]:
    others = WorkChange.objects.kept().filter(linked_to=OuterRef("pk")).order_by().values("linked_to")
    return (
        changes.select_related("category", "enrolment__student", "enrolment__offering")
        .prefetch_related("follow_ups")
        .annotate(tried_count=others.annotate(number=Count("pk")).values("number"))
        .order_by("-recorded_at", "-pk")
    )


def changes_of(person: User) -> QuerySet[WorkChange]:
    """Those that she recorded, shares as co-author, or is asked to share; what she put away is left out."""
    asked = ChangeCoAuthor.objects.filter(change=OuterRef("pk"), person=person)
    shared = asked.exclude(state=CoAuthorState.DECLINED)
    mine = WorkChange.objects.kept().filter(Q(enrolment__student=person) | Exists(shared))
    is_asked = Exists(asked.filter(state=CoAuthorState.INVITED))
    return _listed(mine).annotate(is_asked=is_asked)


def changes_of_others(person: User, stage: str = "") -> QuerySet[WorkChange]:
    """What colleagues and students let her read, whole or as the card of a conversation that she reads."""
    hers = WorkChange.objects.of(person).values("pk")
    others = WorkChange.objects.visible_to(person).kept().exclude(pk__in=hers)
    return _listed(others.filter(stage=stage) if stage else others)


def put_away_of(person: User) -> QuerySet[WorkChange]:
    return WorkChange.objects.filter(enrolment__student=person, removed_at__isnull=False).order_by("-removed_at")


def rows_of(changes: Iterable[Any]) -> list[ChangeRow]:
    """Rows of what `changes_of` and `changes_of_others` give. No query."""
    return [_row(change) for change in changes]


def _row(change: Any) -> ChangeRow:
    today = timezone.localdate()
    follow_ups = list(change.follow_ups.all())
    marks = marks_of_change(change, follow_ups)
    coming = [mark for mark in marks if mark.due_on > today] if change.stage in FOLLOWED else []
    reached = [mark for mark in marks if mark.due_on <= today]
    return ChangeRow(
        change=change,
        author=change.enrolment.student.name,
        follow_ups=len(follow_ups),
        tried=change.tried_count or 0,
        open_mark=open_mark(change, marks),
        next_mark=coming[0] if coming else None,
        is_silent=bool(reached) and change.stage in FOLLOWED and reached[-1].is_silent(today),
        is_asked=getattr(change, "is_asked", False),
        is_over=change.enrolment.state not in READING_STATES,
    )


def marks_of_change(change: WorkChange, follow_ups: Iterable[ChangeFollowUp]) -> list[Mark]:
    answers = [(row.weeks, row.followed_on) for row in follow_ups]
    return marks_of(change.started_on, change.enrolment.offering.follow_up_weeks, answers)


def open_mark(change: WorkChange, marks: list[Mark]) -> Mark | None:
    """The newest mark reached, while nobody has answered it. What has stopped asks for nothing."""
    today = timezone.localdate()
    reached = [mark for mark in marks if mark.due_on <= today]
    return reached[-1] if reached and reached[-1].is_open(today) and change.stage in FOLLOWED else None


def change_page(person: User, change: WorkChange) -> ChangePage:
    """Seven queries; asks no permission but how much of it `person` reads: find the change by `visible_to` first."""
    is_whole = WorkChange.objects.readable_whole(person).filter(pk=change.pk).exists()
    follow_ups = list(change.follow_ups.select_related("written_by"))
    return ChangePage(
        change=change,
        is_whole=is_whole,
        secondary=list(change.secondary_categories.all()) if is_whole else [],
        steps=list(change.steps.select_related("made_by")) if is_whole else [],
        follow_ups=follow_ups,
        marks=marks_of_change(change, follow_ups),
        evidence=list(change.evidence.select_related("upload")) if is_whole else [],
        co_authors=list(change.co_authors.select_related("person")),
        tried_too=tried_too(person, change),
    )


def tried_too(person: User, change: WorkChange) -> list[CardRow]:
    """Who tried it too, as far as `person` may read their records. One query."""
    rows = WorkChange.objects.visible_to(person).kept().filter(linked_to=change)
    return [_card(row) for row in rows.select_related("enrolment__student", "category").order_by("recorded_at", "pk")]


def _card(change: WorkChange) -> CardRow:
    return CardRow(change, change.author.name, change.facility or change.municipality)


def topic_cards(person: User, topic_id: int) -> list[TopicCard]:
    """The cards of the changes that opened a conversation which `person` reads. Two queries, however many.

    One finds the changes and those tried after them: who reads a conversation may see what opened it.
    """
    opened = WorkChange.objects.kept().filter(topic=topic_id).order_by().values("pk")
    tried = WorkChange.objects.kept().filter(linked_to__in=opened).order_by().values("pk")
    rows = (
        WorkChange.objects.visible_to(person)
        .filter(pk__in=opened.union(tried))
        .select_related("category", "enrolment__student")
        .prefetch_related(Prefetch("follow_ups", ChangeFollowUp.objects.select_related("written_by")))
        .annotate(studies=Exists(Enrolment.objects.of(person).holding_a_place()))
        .order_by("recorded_at", "pk")
    )
    after: dict[int | None, list[CardRow]] = {}
    for row in rows:
        after.setdefault(row.linked_to_id, []).append(_card(row))
    return [
        TopicCard(row, list(row.follow_ups.all()), after.get(row.pk, []), row.studies)
        for row in rows
        if row.topic_id == topic_id
    ]


def linkable(person: User, origin: WorkChange) -> QuerySet[WorkChange]:
    """Her own records that may still answer `origin`."""
    mine = WorkChange.objects.kept().of(person).filter(linked_to=None)
    return mine.exclude(pk__in=[origin.pk, origin.linked_to_id or 0]).order_by("-recorded_at")


def colleagues_of(change: WorkChange) -> list[tuple[str, str]]:
    """(public id, name) of those of the author's class who were not asked yet."""
    asked = change.co_authors.values("person")
    places = Enrolment.objects.filter(offering=change.enrolment.offering_id, state__in=READING_STATES)
    people = User.objects.filter(pk__in=places.values("student"), is_active=True)
    people = people.exclude(pk__in=asked).exclude(pk=change.enrolment.student_id)
    return sorted(((str(one.public_id), one.name) for one in people), key=lambda pair: pair[1].casefold())


def boards_open_to(person: User) -> QuerySet:
    """Each with the title to show her (`shown`)."""
    boards = Board.objects.startable_by(person).annotate(shown=shown_title(person.pk))
    return boards.order_by("position", "title", "place")


def places_to_record(person: User) -> list[Enrolment]:
    """Her enrolments in which she may record; the one that she visited last comes first."""
    rows = Enrolment.objects.of(person).filter(state__in=READING_STATES).select_related("course", "offering")
    return list(rows.order_by("-is_current", "-last_learning_at", "-pk"))


def change_content(change: WorkChange) -> dict[str, Any]:
    """The record as it stands, for whoever must read it as it was: plain values, no names."""
    follow_ups = change.follow_ups.order_by("followed_on", "pk")
    columns = ("weeks", "followed_on", "stage", "remained", "adapted", "unexpected", "reflection", "next_step")
    return {
        **{name: getattr(change, name) for name in ("title", "before", "after", "reason", "stage", "novelty")},
        "axis": change.category.axis,
        "category": change.category.code,
        "category_label": change.category_said,
        "started_on": _iso(change.started_on),
        "follow_ups": [{**row, "followed_on": _iso(row["followed_on"])} for row in follow_ups.values(*columns)],
    }


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def readings_of(change: WorkChange) -> list[tuple[int, str]]:
    """The readings of her course, from which a change may have come."""
    shape = course_shape(change.enrolment.course.slug)
    return [(item.id, item.title) for item in shape.sequence if item.kind == ItemKind.UNIT] if shape else []
