"""T17: a student lets peers read a version, and takes that back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from forums.models import Board
from home.accounts.models import User
from learning.portfolio.actions.entries import EntryRefused, lock_entry, require
from learning.portfolio.enums import Audience
from learning.portfolio.guards import GUARDS, Sharing, find_problems
from learning.portfolio.models import EntryVersion, PortfolioEntry, Share


@dataclass(frozen=True)
class ShareWish:
    """`board` is where it goes with the audience BOARD; `consent_version` the text that she agreed to, 0 for none."""

    audience: str
    consent_version: int
    no_patient_data: bool
    own_choice: bool = False
    board: int | None = None


@transaction.atomic
def share_entry(*, by: User, entry: PortfolioEntry, wish: ShareWish) -> Share:
    """Shares the last version that stands. The same wish again returns the share that stands.

    Raises EntryLocked, EntryRefused.
    """
    entry = lock_entry(entry)
    require(entry, "share")
    version = entry.versions.standing().last()
    if problems := find_problems("share", _subject(by, entry, version, wish), GUARDS):
        raise EntryRefused(problems)
    board = wish.board if wish.audience == Audience.BOARD else None
    where = {"version": version, "audience": wish.audience, "board_id": board}
    if standing := Share.objects.standing().filter(**where).first():
        return standing
    share = Share.objects.create(
        **where,
        granted_by=by,
        consent_version=wish.consent_version,
        no_patient_data=wish.no_patient_data,
        granted_at=timezone.now(),
    )
    _log(share, "learning.entry_share", by)
    return share


@transaction.atomic
def revoke_share(*, by: User, share: Share) -> None:
    """From now on nobody reads by it. Twice has one effect."""
    if Share.objects.filter(pk=share.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        _log(share, "learning.entry_unshare", by)


def _subject(by: User, entry: PortfolioEntry, version: EntryVersion | None, wish: ShareWish) -> Sharing:
    boards = Board.objects.startable_by(by).filter(pk=wish.board or 0)
    return Sharing(
        state=entry.state,
        has_version=version is not None,
        peer_visibility=entry.prompt.peer_visibility,
        has_group=entry.enrolment.tutoring_group_id is not None,
        boards=tuple(boards.values_list("pk", flat=True)),
        audience=wish.audience,
        board=wish.board,
        own_choice=wish.own_choice,
        is_blind=entry.prompt.blind_review,
        consent_version=wish.consent_version,
        no_patient_data=wish.no_patient_data,
    )


def _log(share: Share, action: str, by: User) -> None:
    data = {"share": str(share.public_id), "audience": share.audience, "board": share.board_id}
    data |= {"version": share.version.number, "consent": share.consent_version}
    log(share.version.entry, action, user=by, data=data)
