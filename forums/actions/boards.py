"""Boards of the whole site: everybody with an account reads and writes there, by rows as on any other board."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.log_actions import log

from forums.enums import BoardKind, MemberRole
from forums.models import EVER, Board, BoardMember, Topic
from home.accounts.models import User

BATCH = 1000
# What is new on a board is looked for among so many of its newest topics: a count of 100,000 helps nobody, and costs.
COUNTED_TOPICS = 500


@transaction.atomic
def open_site_board(*, by: User, title: str, description: str, kind: BoardKind) -> Board:
    """Opens a board to everybody who has an account; who comes later joins at her log-in. `by` is its staff."""
    board = Board.objects.create(title=title, description=description, kind=kind, for_everyone=True)
    people = User.objects.filter(is_active=True).exclude(pk=by.pk).values_list("pk", flat=True)
    members = [BoardMember(board=board, person_id=person) for person in people]
    members.append(BoardMember(board=board, person=by, role=MemberRole.STAFF))
    BoardMember.objects.bulk_create(members, batch_size=BATCH)
    log(instance=board, action="forums.board_open", user=by, data={"kind": kind})
    return board


def join_site_boards(person: User) -> None:
    """Makes her a member of the site's boards, where she is none yet."""
    missing = Board.objects.filter(for_everyone=True).exclude(members__person=person.pk)
    BoardMember.objects.bulk_create(
        [BoardMember(board=board, person=person) for board in missing], ignore_conflicts=True
    )


def limit_counts() -> None:
    """Sets from when on a board's topics are counted, so that about `COUNTED_TOPICS` are; all of a smaller one's."""
    newest = Topic.objects.filter(board=OuterRef("pk")).order_by("-last_post_at").values("last_post_at")
    Board.objects.update(counted_from=Coalesce(Subquery(newest[COUNTED_TOPICS : COUNTED_TOPICS + 1]), EVER))
