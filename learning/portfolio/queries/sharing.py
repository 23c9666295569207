"""What is shared, by her and with her, and what she is invited to read."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forums.models import Board
from forums.queries import shown_title
from home.accounts.models import User
from home.uploads.models import Upload
from learning.enrolment.models import Enrolment
from learning.portfolio.enums import Audience
from learning.portfolio.models import GuestPass, PortfolioEntry, Share

_SHOWN = ("version__entry__prompt", "version__entry__enrolment__student", "version__entry__enrolment__course", "board")


def audiences_of(person: User, enrolment: Enrolment) -> list[tuple[str, str]]:
    """With whom she may share: (value of the form, words). Two queries."""
    choices = [(str(Audience.OFFERING), str(Audience.OFFERING.label))]
    if enrolment.tutoring_group_id:
        choices.insert(0, (str(Audience.GROUP), str(Audience.GROUP.label)))
    boards = Board.objects.startable_by(person).annotate(shown=shown_title(person.pk))
    rows = boards.order_by("position", "title", "place").values_list("pk", "shown")
    named = [(pk, _("in the forum “%(title)s”") % {"title": title}) for pk, title in rows]
    return choices + [(f"{Audience.BOARD}:{pk}", words) for pk, words in named]


def shares_with(person: User) -> QuerySet[Share]:
    """What others share with her now, newest first."""
    others = Share.objects.visible_to(person).standing().exclude(version__entry__enrolment__student=person)
    return others.select_related(*_SHOWN, "version").order_by("-granted_at")


def shares_of_entries(entries: Iterable[int]) -> QuerySet[Share]:
    """The shares that stand, of these entries."""
    return Share.objects.standing().filter(version__entry__in=entries).select_related("version", "board")


def shares_of(entry: PortfolioEntry) -> QuerySet[Share]:
    """Every share of an entry, those taken back as well."""
    return Share.objects.filter(version__entry=entry).select_related("version", "board")


def shared_file(share: Share, public_id) -> Upload | None:
    return share.version.attachments.filter(public_id=public_id).first()


def open_invitations(person: User) -> QuerySet[GuestPass]:
    """The portfolios that she is invited to read."""
    return GuestPass.objects.visible_to(person).select_related("enrolment__student", "enrolment__course")
