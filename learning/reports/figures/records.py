"""Source B: what the records of changes say. Counted by students, unless a figure says that it counts changes."""

import datetime
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from learning.reports.figures.proportions import Proportion
from learning.reports.figures.rows import Change, Person, Rows
from learning.work_changes.enums import BEGUN_STAGES, Novelty, Stage

KEPT_STAGES = (Stage.EXPERIMENTING, Stage.INCORPORATED, Stage.ADAPTED)


def began_in_course(change: Change, person: Person, today: datetime.date) -> bool:
    """Begun at work, on a day between the first and the last of the person's class."""
    if change.stage not in BEGUN_STAGES or change.started_on is None:
        return False
    return person.starts_on <= change.started_on <= min(person.ends_on, today)


def with_new_tool(rows: Rows, axis: str) -> set[int]:
    """Who has a change of this axis that was new and begun within the course (S3, S4): each once, however many."""
    return {
        person
        for change in rows.changes
        if change.axis == axis and change.novelty == Novelty.NOT_USED_BEFORE
        for person in change.people & rows.by_id.keys()
        if began_in_course(change, rows.by_id[person], rows.today)
    }


def new_tool_share(rows: Rows, axis: str) -> Proportion:
    return Proportion(len(with_new_tool(rows, axis)), len(rows.people))


def students_by_category(rows: Rows) -> Counter[str]:
    """Each student once in every category that one of her changes names, main or secondary (S5)."""
    return people_behind(rows, lambda change: change.categories)


def changes_by_category(rows: Rows) -> Counter[str]:
    """Each change once, in its main category (S5)."""
    return Counter(change.category for change in rows.changes)


def people_behind(rows: Rows, of: Callable[[Change], Iterable[str]]) -> Counter[str]:
    """How many of those who are counted stand behind the changes of each kind."""
    found: dict[str, set[int]] = defaultdict(set)
    for change in rows.changes:
        for kind in of(change):
            found[kind] |= change.people & rows.by_id.keys()
    return Counter({kind: len(people) for kind, people in found.items()})


@dataclass(frozen=True)
class Kept:
    """What became of the changes that reached a mark (S6). `silent` have no follow-up there, which is no failure.

    `people` are those who stand behind them.
    """

    weeks: int
    kept: int
    stopped: int
    silent: int
    people: int

    @property
    def reached(self) -> int:
        return self.kept + self.stopped + self.silent

    @property
    def share(self) -> Proportion:
        return Proportion(self.kept, self.reached)


def kept_at_marks(rows: Rows) -> list[Kept]:
    """One for each mark that a class has; a change reaches it so many weeks after it began."""
    found: dict[int, Counter[str]] = {weeks: Counter() for person in rows.people for weeks in person.weeks}
    people: dict[int, set[int]] = defaultdict(set)
    for change in rows.changes:
        for weeks in change.weeks:
            if weeks in found and has_reached(change, weeks, rows.today):
                found[weeks][_outcome(change, weeks)] += 1
                people[weeks] |= change.people & rows.by_id.keys()
    return [
        Kept(weeks, row["kept"], row["stopped"], row["silent"], len(people[weeks]))
        for weeks, row in sorted(found.items())
    ]


def has_reached(change: Change, weeks: int, today: datetime.date) -> bool:
    begun = change.stage in BEGUN_STAGES and change.started_on is not None
    return bool(begun and change.started_on and change.started_on + datetime.timedelta(weeks=weeks) <= today)


def _outcome(change: Change, weeks: int) -> str:
    stage = change.followed.get(weeks)
    if stage is None:
        return "silent"
    return "kept" if stage in KEPT_STAGES else "stopped"


@dataclass(frozen=True)
class Wait:
    """Days from enrolment to the first change begun in the course (S7). `people` have one, of `all`."""

    name: str
    people: int
    all: int
    median: float | None


def days_to_first_change(rows: Rows) -> dict[int, tuple[int, Change]]:
    """Person -> days, and the change; whoever has none is not in it. What began before she enrolled is none."""
    found: dict[int, tuple[int, Change]] = {}
    for change in rows.changes:
        for person in change.people & rows.by_id.keys():
            who = rows.by_id[person]
            if change.started_on is None or not began_in_course(change, who, rows.today):
                continue
            days = (change.started_on - who.enrolled_on).days
            if days >= 0 and days < found.get(person, (days + 1, change))[0]:
                found[person] = (days, change)
    return found


def wait_of(rows: Rows) -> Wait:
    return _wait("", [person.id for person in rows.people], days_to_first_change(rows))


def waits_by(rows: Rows, of: Callable[[Person], str]) -> list[Wait]:
    """One for each profession, or support centre; the largest first."""
    first, people = days_to_first_change(rows), defaultdict(list)
    for person in rows.people:
        people[of(person)].append(person.id)
    found = [_wait(name, ids, first) for name, ids in people.items()]
    return sorted(found, key=lambda row: (-row.all, row.name))


def waits_by_module(rows: Rows) -> list[Wait]:
    """By the modules that the first change comes from or is cited in; a change may name more than one."""
    first, people = days_to_first_change(rows), defaultdict(list)
    for person, (_days, change) in first.items():
        for module in change.modules or ("",):
            people[module].append(person)
    found = [_wait(name, ids, first) for name, ids in people.items()]
    return sorted(found, key=lambda row: (-row.people, row.name))


def _wait(name: str, people: Sequence[int], first: dict[int, tuple[int, Change]]) -> Wait:
    days = [first[person][0] for person in people if person in first]
    return Wait(name, len(days), len(people), statistics.median(days) if days else None)


def tags_of(changes: Iterable[Change], of: Callable[[Change], Sequence[str]]) -> Counter[str]:
    """How many changes name each tag (S9); a change may name several, and each counts once."""
    return Counter(tag for change in changes for tag in set(of(change)))


@dataclass(frozen=True)
class Agreement:
    """What students said beside what they recorded (S11). `unsaid` gave no valid answer, or sent no survey."""

    said_and_recorded: int
    said_only: int
    recorded_only: int
    neither: int
    unsaid: int

    @property
    def counted(self) -> int:
        return self.said_and_recorded + self.said_only + self.recorded_only + self.neither


def agreement_of(said_yes: set[int], said_no: set[int], recorded: set[int], everybody: int) -> Agreement:
    return Agreement(
        said_and_recorded=len(said_yes & recorded),
        said_only=len(said_yes - recorded),
        recorded_only=len(said_no & recorded),
        neither=len(said_no - recorded),
        unsaid=everybody - len(said_yes) - len(said_no),
    )
