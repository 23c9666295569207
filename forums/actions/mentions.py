"""Who may be named in a post: those who read its board, and nobody else."""

from forums.mentions import find_mentions, mentions_anybody
from forums.models import Board
from forums.queries.people import names_of_readers
from home.accounts.models import User


class MentionRefused(Exception):
    """`unknown`: names that no reader of the board bears; `unclear`: names that several bear."""

    def __init__(self, unknown: tuple[str, ...], unclear: tuple[str, ...]):
        super().__init__(f"{len(unknown)} unknown, {len(unclear)} unclear")
        self.unknown, self.unclear = unknown, unclear


def mentioned_in(html: str, board: Board, *, by: User) -> set[int]:
    """Ids of those whom a text names, its writer left out. Raises MentionRefused."""
    if not mentions_anybody(html):
        return set()
    named = find_mentions(html, names_of_readers(board.pk))
    if named.unknown or named.unclear:
        raise MentionRefused(named.unknown, named.unclear)
    return set(named.people) - {by.pk}
