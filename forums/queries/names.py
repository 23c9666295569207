"""The name to show of a person whom a row joins."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce


def shown_name(prefix: str) -> Case:
    """The name to show of a joined person: the social one where there is one, nothing for a removed account.

    Without a prefix, of the rows themselves.
    """
    start = f"{prefix}__" if prefix else ""
    social, full = F(f"{start}social_name"), F(f"{start}full_name")
    return Case(When(**{f"{start}social_name__gt": ""}, then=social), default=Coalesce(full, Value("")))
