"""The names to show of what a row joins: of a person, of a board."""

from django.db.models import Case, CharField, Count, F, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import GreaterThan

from forums.models import BoardMember


def shown_name(prefix: str) -> Case:
    """The name to show of a joined person: the social one where there is one, nothing for a removed account.

    Without a prefix, of the rows themselves.
    """
    start = f"{prefix}__" if prefix else ""
    social, full = F(f"{start}social_name"), F(f"{start}full_name")
    return Case(When(**{f"{start}social_name__gt": ""}, then=social), default=Coalesce(full, Value("")))


def shown_title(person: int, board: str = "") -> Case:
    """The title of the board at this path (with "__" behind it), and of which place it is where she reads of several.

    How many they are the database asks once, not for each row.
    """
    places = BoardMember.objects.filter(person=person).exclude(board__place="").order_by().values("person")
    number = Coalesce(Subquery(places.annotate(number=Count("board__place", distinct=True)).values("number")), 0)
    title, place = F(f"{board}title"), F(f"{board}place")
    both = Concat(title, Value(" ("), place, Value(")"), output_field=CharField())
    reads_several = Q(GreaterThan(number, 1)) & Q(**{f"{board}place__gt": ""})
    return Case(When(reads_several, then=both), default=title, output_field=CharField())
