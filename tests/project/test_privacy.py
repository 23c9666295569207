"""Every column that we keep has a class, a purpose and a retention: a new one without them fails here."""

import tomllib

from django.apps import apps
from django.conf import settings

from home.accounts.models import User

CLASSES = {"technical", "content", "identity", "work", "learning", "writing", "secret"}
APPS = ("accounts", "home", "forums", "learning")
REGISTER = tomllib.loads((settings.ROOT / "site_config" / "privacy.toml").read_text())


def columns() -> set[str]:
    models = (model for app in APPS for model in apps.get_app_config(app).get_models())
    return {f"{model._meta.label}.{field.name}" for model in models for field in model._meta.local_fields}


def declared() -> dict[str, str]:
    """Column -> class, with a model's `rest` spread over what it does not name."""
    found = {}
    for label, entry in REGISTER["models"].items():
        names = {name: group for group in CLASSES for name in entry.get(group, [])}
        mine = {column for column in columns() if column.rsplit(".", 1)[0] == label}
        found |= {f"{label}.{name}": group for name, group in names.items()}
        if "rest" in entry:
            found |= {column: entry["rest"] for column in mine if column not in found}
    return found


def test_every_column_has_a_class():
    assert columns() - set(declared()) == set()


def test_no_column_is_declared_that_is_not_there():
    assert set(declared()) - columns() == set()


def test_every_class_has_a_purpose_and_a_retention():
    assert set(REGISTER["classes"]) == CLASSES
    assert all({"purpose", "retention", "basis"} <= set(entry) for entry in REGISTER["classes"].values())


def names_people(model) -> bool:
    return any(field.related_model is User for field in model._meta.local_fields) or model is User


def test_a_model_with_people_in_it_names_every_column():
    """Nothing personal may hide behind `rest`; pictures and documents of editors name their uploader apart."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models() if names_people(model)]
    lazy = {model._meta.label for model in models if "rest" in REGISTER["models"][model._meta.label]}
    assert lazy <= {"home.CustomImage", "home.CustomDocument"}
