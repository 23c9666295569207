"""A rubric with two criteria of three levels, weights 3 and 1, and what is chosen on it."""

import json
import uuid

from learning.courses.enums import Scale
from learning.courses.models import ReflectionPage, Rubric, RubricVersion

ASKS, CARES = "asks", "cares"


def criterion(key: str, name: str, weight: int, texts: list[str]) -> dict:
    levels = [
        {
            "type": "item",
            "id": f"{key}-{points}",
            "value": {"label": f"{name} {points}", "points": points, "text": text},
        }
        for points, text in enumerate(texts)
    ]
    return {
        "type": "criterion",
        "id": key,
        "value": {"name": name, "description": "", "weight": weight, "levels": levels},
    }


def criteria(text: str = "Pergunta por quê.") -> list[dict]:
    return [
        criterion(ASKS, "Interroga", 3, ["Conta sem perguntar.", "Anuncia uma pergunta.", text]),
        criterion(CARES, "Cuida", 1, ["Expõe alguém.", "Deixa pistas.", "Protege a todos."]),
    ]


def draft_rubric(**fields) -> Rubric:
    values = {"title": f"Barema {uuid.uuid4().hex[:4]}", "criteria": json.dumps(criteria()), "live": False, **fields}
    return Rubric.objects.create(**values)


def publish(rubric: Rubric, **fields) -> RubricVersion:
    for name, value in fields.items():
        setattr(rubric, name, value)
    rubric.save_revision().publish()
    rubric.refresh_from_db()
    return rubric.versions.last()


def give_rubric(prompt: ReflectionPage, scale: str = Scale.POINTS, **fields) -> Rubric:
    """The prompt gets a published rubric."""
    rubric = draft_rubric()
    publish(rubric)
    for name, value in {"rubric": rubric, "scale": scale, **fields}.items():
        setattr(prompt, name, value)
    prompt.save()
    return rubric


def chosen(asks: int | None = 2, cares: int | None = 2, **words) -> dict:
    """Choices by level; `asks_word`, `cares_deepen` and the like go with them."""
    rows = {ASKS: {}, CARES: {}}
    for key, points in ((ASKS, asks), (CARES, cares)):
        if points is not None:
            rows[key]["level"] = f"{key}-{points}"
    for name, value in words.items():
        key, part = name.split("_")
        rows[key][part] = value
    return {key: row for key, row in rows.items() if row}


def as_fields(name: str, choices: dict) -> dict:
    """The choices as a form posts them."""
    fields = {}
    for key, row in choices.items():
        fields[f"{name}-{key}"] = row.get("level", "")
        fields |= {f"{name}-{key}-{part}": row[part] for part in ("word",) if part in row}
        fields |= {f"{name}-{key}-deepen": "on"} if row.get("deepen") else {}
    return fields
