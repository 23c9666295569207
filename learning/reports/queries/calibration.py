"""How tutors of an offering use its rubrics (R18): for coordination alone, never beside a student's name.

A level counts as its share of the criterion's highest points, so that versions of a rubric can stand together; where
levels have no points, as its place among them. Numbers of fewer than FEWEST readings are not shown.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from home.accounts.models import User
from learning.courses.models import RubricVersion
from learning.courses.rubric_sheets import Criterion, Level
from learning.reviews.models import Review

FEWEST = 10


@dataclass(frozen=True)
class Chosen:
    """One level that a tutor chose for one version of a text."""

    version: int
    reviewer: int
    level: str
    share: float
    is_top: bool


@dataclass(frozen=True)
class CalibrationRow:
    """Percentages of a tutor's, or of all, on one criterion; `difference` is to the mean of all.

    The numbers are None where there are too few readings. `distribution` follows the criterion's levels.
    """

    name: str
    count: int
    mean: float | None = None
    spread: float | None = None
    difference: float | None = None
    top: float | None = None
    distribution: Sequence[float] = ()
    levels: Sequence[str] = ()

    @property
    def shares(self) -> list[tuple[str, float]]:
        return list(zip(self.levels, self.distribution, strict=True))


@dataclass(frozen=True)
class SecondReadings:
    """Pairs of readings of one text by two people: how many chose the same level, and how far apart they are.

    `kappa` is Cohen's, with the distance between two levels as its weight: 1 for always the same, 0 for as near as by
    chance. None as well where everybody chose one level, for then chance cannot be told from agreement.
    """

    count: int
    agreement: float | None = None
    distance: float | None = None
    kappa: float | None = None


@dataclass(frozen=True)
class CriterionCalibration:
    rubric: str
    name: str
    levels: list[str]
    everybody: CalibrationRow
    tutors: list[CalibrationRow]
    second: SecondReadings

    @property
    def rows(self) -> list[CalibrationRow]:
        return [*self.tutors, self.everybody]

    @property
    def columns(self) -> int:
        """How many columns of numbers there are beside the number of readings."""
        return 3 + len(self.levels)


def calibration_of(offering_id: int) -> list[CriterionCalibration]:
    """By rubric and criterion, in the rubric's order. Three queries whatever the number of readings."""
    found, sheets = _choices_of(offering_id)
    reviewers = {choice.reviewer for choices in found.values() for choice in choices}
    names = {person.pk: person.name for person in User.objects.filter(pk__in=reviewers)}
    return [
        _criterion(sheets[rubric].title, criterion, found[rubric, criterion.key], names)
        for rubric in sorted(sheets, key=lambda key: sheets[key].title)
        for criterion in sheets[rubric].criteria
        if found[rubric, criterion.key]
    ]


def _choices_of(offering_id: int) -> tuple[dict[tuple[int, str], list[Chosen]], dict]:
    """What was chosen by (rubric, criterion), and each rubric's sheet as it was last judged by."""
    reviews = Review.objects.released().filter(entry__enrolment__offering=offering_id)
    rows = reviews.filter(version__rubric_version__isnull=False).order_by("released_at")
    judged = list(rows.values_list("version", "reviewer", "judgement", "version__rubric_version"))
    versions = RubricVersion.objects.filter(pk__in={row[-1] for row in judged}).order_by("number")
    by_id = {version.pk: (version.rubric_id, version.sheet) for version in versions}
    found: dict[tuple[int, str], list[Chosen]] = defaultdict(list)
    for version, reviewer, judgement, rubric_version in judged:
        rubric, sheet = by_id[rubric_version]
        for criterion, level in sheet.chosen(judgement):
            is_top = level == criterion.levels[-1]
            chosen = Chosen(version, reviewer, level.key, _share(criterion, level), is_top)
            found[rubric, criterion.key].append(chosen)
    return found, dict(by_id.values())


def _share(criterion: Criterion, level: Level) -> float:
    if criterion.most:
        return 100 * level.points / criterion.most
    return 100 * criterion.levels.index(level) / (len(criterion.levels) - 1)


def _criterion(rubric: str, criterion: Criterion, choices: list[Chosen], names: dict[int, str]) -> CriterionCalibration:
    mean = statistics.fmean(choice.share for choice in choices)
    by_tutor: dict[int, list[Chosen]] = defaultdict(list)
    for choice in choices:
        by_tutor[choice.reviewer].append(choice)
    tutors = [_row(names[tutor], theirs, criterion, mean) for tutor, theirs in by_tutor.items()]
    return CriterionCalibration(
        rubric=rubric,
        name=criterion.name,
        levels=[level.label for level in criterion.levels],
        everybody=_row("", choices, criterion, mean),
        tutors=sorted(tutors, key=lambda row: row.name),
        second=_second_readings(choices),
    )


def _row(name: str, choices: list[Chosen], criterion: Criterion, mean_of_all: float) -> CalibrationRow:
    count = len(choices)
    if count < FEWEST:
        return CalibrationRow(name, count)
    shares = [choice.share for choice in choices]
    mean = statistics.fmean(shares)
    levels = [choice.level for choice in choices]
    return CalibrationRow(
        name=name,
        count=count,
        mean=mean,
        spread=statistics.stdev(shares),
        difference=mean - mean_of_all,
        top=100 * sum(choice.is_top for choice in choices) / count,
        distribution=[100 * levels.count(key) / count for key in (level.key for level in criterion.levels)],
        levels=[level.label for level in criterion.levels],
    )


def _second_readings(choices: Iterable[Chosen]) -> SecondReadings:
    pairs = list(_pairs(choices))
    if len(pairs) < FEWEST:
        return SecondReadings(len(pairs))
    same = sum(first.level == second.level for first, second in pairs)
    distance = statistics.fmean(abs(first.share - second.share) for first, second in pairs)
    return SecondReadings(len(pairs), 100 * same / len(pairs), distance, _kappa(pairs, distance))


def _kappa(pairs: list[tuple[Chosen, Chosen]], distance: float) -> float | None:
    """By chance, each first reading would meet each second one."""
    firsts, seconds = (Counter(chosen.share for chosen in readings) for readings in zip(*pairs, strict=True))
    met = product(firsts.items(), seconds.items())
    by_chance = sum(abs(one - other) * count * times for (one, count), (other, times) in met) / len(pairs) ** 2
    return 1 - distance / by_chance if by_chance else None


def _pairs(choices: Iterable[Chosen]) -> Iterator[tuple[Chosen, Chosen]]:
    by_version: dict[int, list[Chosen]] = defaultdict(list)
    for choice in choices:
        by_version[choice.version].append(choice)
    for readings in by_version.values():
        yield from ((one, other) for one, other in combinations(readings, 2) if one.reviewer != other.reviewer)
