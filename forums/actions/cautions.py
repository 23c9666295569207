"""What the staff says to a person about her way in the room, and how a board is looked after."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from forums.models import Board, BoardCare, Caution, Post
from home.accounts.models import User
from home.notifications.actions import notify


@transaction.atomic
def caution_author(*, by: User, post: Post, text: str, key: UUID) -> Caution:
    """Warns the author of a post; she alone and the staff read it. A repeat with the same key finds the first.

    Raises ValueError for a post whose author is gone.
    """
    if post.author is None:
        raise ValueError("Nobody is left to be told.")
    caution, is_new = Caution.objects.get_or_create(
        given_by=by,
        key=key,
        defaults={
            "board": post.topic.board, "person": post.author, "post": post, "text": text, "given_at": timezone.now(),
        },
    )  # fmt: skip
    if is_new:
        _log(caution, by=by, action="forums.caution")
        notify(
            "cautioned",
            caution.person,
            key=f"caution-{caution.pk}",
            url=reverse("forums:caution", args=[caution.pk]),
            about=caution,
            data={"board": caution.board.title},
        )
    return caution


@transaction.atomic
def withdraw_caution(*, by: User, caution: Caution) -> None:
    if Caution.objects.filter(pk=caution.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        _log(caution, by=by, action="forums.caution_withdraw")


def _log(caution: Caution, *, by: User, action: str) -> None:
    log(instance=caution.board, action=action, user=by, data={"caution": caution.pk, "post": caution.post_id})


@dataclass(frozen=True)
class Care:
    """How a board is looked after; `listed_words` are one a line."""

    rules: str
    following: str
    slow_seconds: int
    held_first: int
    listed_words: str


@transaction.atomic
def change_care(*, by: User, board: Board, care: Care) -> BoardCare:
    """The log holds what was and what is, so that it can be set back."""
    row, _new = BoardCare.objects.select_for_update().get_or_create(board=board)
    wanted = asdict(care)
    changed = {name: [getattr(row, name), value] for name, value in wanted.items() if getattr(row, name) != value}
    if changed:
        for name, (_before, value) in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        log(instance=board, action="forums.care_change", user=by, data={"changed": changed})
    return row
