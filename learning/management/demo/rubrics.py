"""The course's rubrics as snippets, and the levels of its texts as choices on them."""

import json
from collections.abc import Collection, Mapping
from uuid import NAMESPACE_URL, uuid5

from home.accounts.models import User
from learning.courses.models import Rubric
from learning.management.demo.reading import read


def make_rubrics(by: User, moderator: User) -> dict[str, Rubric]:
    """Published, by their keys."""
    return {row["key"]: _make_rubric(row, by, moderator) for row in read("course")["rubrics"]}


def _make_rubric(row: dict, by: User, moderator: User) -> Rubric:
    blocks = [_criterion(row["key"], criterion) for criterion in row["criteria"]]
    rubric = Rubric(title=row["title"], introduction=row["explanation"], criteria=json.dumps(blocks), live=False)
    rubric.save()
    rubric.save_revision(user=by).publish(user=moderator)
    return Rubric.objects.get(pk=rubric.pk)


def _criterion(rubric: str, row: dict) -> dict:
    levels = [_level(rubric, row["key"], level) for level in row["levels"]]
    words = {name: row[name] for name in ("name", "description", "weight")}
    return {"type": "criterion", "id": _id(rubric, row["key"]), "value": {**words, "levels": levels}}


def _level(rubric: str, criterion: str, row: dict) -> dict:
    value = {"label": row["label"], "points": row["value"], "text": row["text"]}
    return {"type": "item", "id": _id(rubric, criterion, row["value"]), "value": value}


def choices_of(
    prompt: str, levels: Mapping[str, int], words: Mapping[str, str] | None = None, deepen: Collection[str] = ()
) -> dict:
    """What was chosen on the rubric of the prompt with that code: levels by the criterion's key."""
    rubric, words = rubric_of(prompt), words or {}
    rows = {}
    for key in dict.fromkeys([*levels, *words, *deepen]):
        row = {"word": words.get(key, ""), "deepen": key in deepen}
        row["level"] = _id(rubric, key, levels[key]) if key in levels else ""
        rows[_id(rubric, key)] = {name: value for name, value in row.items() if value}
    return rows


def rubric_of(prompt: str) -> str:
    return next(row["rubric"] for row in read("course")["reflections"] if row["code"] == prompt)


def criteria_of(prompt: str) -> list[tuple[str, int]]:
    """(key, highest level) of each criterion."""
    rubric = next(row for row in read("course")["rubrics"] if row["key"] == rubric_of(prompt))
    return [(row["key"], row["levels"][-1]["value"]) for row in rubric["criteria"]]


def _id(*names: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("roda", *names)))))
