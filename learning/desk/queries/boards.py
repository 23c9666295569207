"""What waits to be read in the forums, for a person's home."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forums.models import ReadMark, Topic, begun, counted
from forums.queries import shown_title
from home.accounts.models import User
from home.prepared import Prepared


@dataclass(frozen=True, slots=True)
class UnreadBoard:
    """A board of hers with the number of topics in which something is new."""

    id: int
    title: str
    unread: int


def _unread(person_id: int) -> QuerySet:
    # Not joined: for a join PostgreSQL would plan this anew for each person, which takes longer than the answer.
    read = ReadMark.objects.filter(topic=OuterRef("pk"), person=person_id).values("number")
    return (
        Topic.objects.seen_by(person_id)
        .filter(begun(), counted(), last_number__gt=Coalesce(Subquery(read), 0))
        .annotate(shown=shown_title(person_id, "board__"))
        .order_by("board__position", "board__title", "board__place")
        .values("board_id", "shown", "board__title", "board__position", "board__place")
        .annotate(unread=Count("pk"))
        .values_list("board_id", "shown", "unread")
    )


_unread_topics = Prepared(_unread)


def unread_boards(person: User) -> list[UnreadBoard]:
    """The same boards and numbers as `forums.queries.unread_by_board`, without what a list of boards shows beside."""
    return [UnreadBoard(*row) for row in _unread_topics(person.pk)]
