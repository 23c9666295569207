"""The survey at the end of the demo's course, from its text."""

import json

from learning.courses.models import SurveyPage

FIELDS = ("title", "slug", "introduction", "thanks", "opens_before_days", "closes_after_days")
COPIED = ("code", "question", "hint", "follows", "purpose")


def survey_of(content: dict) -> SurveyPage:
    questions = json.dumps([_block(row) for row in content["questions"]])
    return SurveyPage(**{name: content[name] for name in FIELDS}, questions=questions)


def _block(row: dict) -> dict:
    """As the StreamField stores it; ids follow from the codes."""
    value = {name: row.get(name, "") for name in COPIED} | {"may_refuse": True}
    if "choices" in row:
        value["choices"] = [
            {"type": "item", "id": f"{row['code']}-{code}", "value": {"code": code, "label": label}}
            for code, label in row["choices"]
        ]
    return {"type": row["kind"], "id": row["code"], "value": value}
