"""The name to show of a person whom a row joins."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce


def shown_name(prefix: str) -> Case:
    """The name to show of a joined person: the social one where there is one, nothing for a removed account."""
    social, full = F(f"{prefix}__social_name"), F(f"{prefix}__full_name")
    return Case(When(**{f"{prefix}__social_name__gt": ""}, then=social), default=Coalesce(full, Value("")))
