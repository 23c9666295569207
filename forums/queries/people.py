"""Who reads a board."""

from forums.mentions import find_beginning
from forums.models import BoardMember
from forums.queries.names import shown_name

SUGGESTED = 8


def names_of_readers(board_id: int) -> dict[int, str]:
    """Ids and names of those who read a board; asks no permission."""
    rows = BoardMember.objects.filter(board=board_id).annotate(name=shown_name("person"))
    return dict(rows.values_list("person_id", "name"))


def suggested_names(board_id: int, begun: str, *, without: int) -> list[str]:
    """Readers of the board whose name, or a word of it, begins like this; asks no permission."""
    readers = names_of_readers(board_id)
    readers.pop(without, None)
    return find_beginning(begun, readers.values())[:SUGGESTED]
