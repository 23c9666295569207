"""A rubric as it is read, and what follows from the levels chosen on it.

A version's content is {title, introduction, criteria: [{key, name, description, weight, levels: [{key, label, points,
text}]}]}, levels from the lowest up. Keys are the editor's blocks' own: they stay the same from version to version.
What a person chose is {criterion's key: {level: key, word: text, deepen: true}}, each of the three only where given.
"""

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from learning.courses.enums import Scale

LONGEST_WORD = 600
Choices = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Level:
    key: str
    label: str
    points: int
    text: str


@dataclass(frozen=True)
class Criterion:
    key: str
    name: str
    description: str
    weight: int
    levels: tuple[Level, ...]

    @property
    def most(self) -> int:
        return max(level.points for level in self.levels)

    def level(self, key: str) -> Level | None:
        return next((level for level in self.levels if level.key == key), None)

    def above(self, level: Level) -> Level | None:
        """The next level up, None at the top."""
        place = self.levels.index(level) + 1
        return self.levels[place] if place < len(self.levels) else None


@dataclass(frozen=True)
class Sheet:
    title: str
    introduction: str
    criteria: tuple[Criterion, ...]

    @property
    def total(self) -> int:
        """The points of a sheet whose every criterion has its highest level, weighted."""
        return sum(criterion.weight * criterion.most for criterion in self.criteria)

    @property
    def gives_points(self) -> bool:
        return self.total > 0

    @property
    def has_weights(self) -> bool:
        return len({criterion.weight for criterion in self.criteria}) > 1

    def chosen(self, choices: Choices) -> Iterator[tuple[Criterion, Level]]:
        for criterion in self.criteria:
            level = criterion.level(choices.get(criterion.key, {}).get("level", ""))
            if level:
                yield criterion, level

    def missing(self, choices: Choices) -> list[Criterion]:
        """The criteria that have no level yet."""
        found = {criterion.key for criterion, _level in self.chosen(choices)}
        return [criterion for criterion in self.criteria if criterion.key not in found]

    def percent(self, choices: Choices) -> Decimal | None:
        """Of all points, exactly; None while a level is missing or where the levels have none."""
        if self.missing(choices) or not self.gives_points:
            return None
        points = sum(criterion.weight * level.points for criterion, level in self.chosen(choices))
        return Decimal(100 * points) / self.total

    def grade(self, choices: Choices, highest: Decimal) -> Decimal | None:
        """The percentage of the highest grade, halves rounded up, with one decimal place."""
        percent = self.percent(choices)
        if percent is None:
            return None
        return (percent * highest / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def tidy(self, choices: Choices) -> dict[str, dict[str, Any]]:
        """What of the choices belongs to this sheet, in one form: equal choices are equal."""
        known = ((criterion, choices.get(criterion.key, {})) for criterion in self.criteria)
        rows = {criterion.key: _tidy(criterion, row) for criterion, row in known}
        return {key: row for key, row in rows.items() if row}


def _tidy(criterion: Criterion, row: Mapping[str, Any]) -> dict[str, Any]:
    level, word = row.get("level", ""), str(row.get("word", "")).replace("\r\n", "\n").strip()[:LONGEST_WORD]
    kept = {"level": level if criterion.level(level) else "", "word": word, "deepen": bool(row.get("deepen"))}
    return {name: value for name, value in kept.items() if value}


def asks_to_deepen(choices: Choices) -> bool:
    return any(row.get("deepen") for row in choices.values())


def read_sheet(content: Mapping | str) -> Sheet:
    """Of a version's content, as an object or as JSON."""
    return _read(content if isinstance(content, str) else json.dumps(content))


@functools.lru_cache(maxsize=256)
def _read(text: str) -> Sheet:
    content = json.loads(text)
    criteria = (
        Criterion(**{**row, "levels": tuple(Level(**level) for level in row["levels"])}) for row in content["criteria"]
    )
    return Sheet(content["title"], content["introduction"], tuple(criteria))


def sheet_content(title: str, introduction: str, stream: Iterable[Mapping]) -> dict:
    """The content of a version, from a rubric's fields and the raw value of its criteria."""
    return {
        "title": title,
        "introduction": introduction,
        "criteria": [_criterion_content(block["id"], block["value"]) for block in stream],
    }


def _criterion_content(key: str, value: Mapping) -> dict:
    levels = [{"key": item["id"], **_level_content(item["value"])} for item in value.get("levels") or []]
    words = {"name": value["name"], "description": value.get("description") or "", "weight": value.get("weight") or 1}
    return {"key": key, **words, "levels": sorted(levels, key=lambda level: level["points"])}


def _level_content(value: Mapping) -> dict:
    return {"label": value["label"], "points": value.get("points") or 0, "text": value.get("text") or ""}


def find_sheet_gaps(stream: Iterable[Mapping]) -> list[str]:
    """What stops a rubric from being published, in sentences."""
    blocks = list(stream)
    gaps = [] if blocks else [_("A rubric needs at least one criterion.")]
    for block in blocks:
        if len(block["value"].get("levels") or []) < 2:
            gaps.append(_("“%(name)s” needs two levels or more.") % {"name": block["value"].get("name") or "?"})
    return gaps


@dataclass(frozen=True)
class Marking:
    """What a prompt makes of the levels: its scale, the grade of a full sheet, and the percentage that passes."""

    scale: str
    highest: Decimal
    pass_percent: int

    def grade(self, sheet: Sheet, choices: Choices) -> Decimal | None:
        return sheet.grade(choices, self.highest) if self.scale == Scale.POINTS else None

    def passed(self, sheet: Sheet, choices: Choices) -> bool | None:
        percent = sheet.percent(choices) if self.scale == Scale.PASS_FAIL else None
        return None if percent is None else percent >= self.pass_percent


@dataclass(frozen=True)
class JudgedCriterion:
    """A criterion with what a tutor chose on it, what lies above that, and what the student had chosen herself."""

    criterion: Criterion
    level: Level | None
    above: Level | None
    word: str
    deepen: bool
    own_level: Level | None
    own_word: str


def judged_criteria(sheet: Sheet, choices: Choices, own: Choices) -> list[JudgedCriterion]:
    """In the sheet's order; empty where the tutor chose and wrote nothing."""
    return [_judged(criterion, choices, own) for criterion in sheet.criteria] if choices else []


def _judged(criterion: Criterion, choices: Choices, own: Choices) -> JudgedCriterion:
    row, hers = choices.get(criterion.key, {}), own.get(criterion.key, {})
    level = criterion.level(row.get("level", ""))
    return JudgedCriterion(
        criterion=criterion,
        level=level,
        above=level and criterion.above(level),
        word=row.get("word", ""),
        deepen=bool(row.get("deepen")),
        own_level=criterion.level(hers.get("level", "")),
        own_word=hers.get("word", ""),
    )
