"""What belongs to a portfolio as a whole: its closing text, its guests, and the trace of who read it."""

import datetime
import hashlib
import uuid
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User
from home.notifications.actions import notify
from home.richtext import clean_html, count_words, plain_text
from home.templatetags.roda import said_in_full
from learning.enrolment.actions import invitation_address, invite_person, is_newcomer
from learning.enrolment.models import Enrolment
from learning.portfolio.actions.entries import DraftConflict, EntryRefused, SavedDraft
from learning.portfolio.enums import ReadingKind
from learning.portfolio.guards import Problem
from learning.portfolio.models import ClosingText, ClosingVersion, GuestPass, PortfolioReading

# Enough for a board of examiners; no way to open accounts in numbers.
MOST_GUESTS = 5
LONGEST_PASS = datetime.timedelta(days=180)


class GuestRefused(Exception):
    """Nobody was invited: the message is a sentence, `field` says where."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


@transaction.atomic
def save_closing(
    *, by: User, enrolment: Enrolment, base_number: int, text: str, form_key: uuid.UUID | None = None
) -> SavedDraft:
    """Keeps the working copy when `base_number` is the stored number, as an entry's draft. Raises DraftConflict."""
    now, text = timezone.now(), clean_html(text)
    closing, _is_new = ClosingText.objects.get_or_create(enrolment=enrolment, defaults={"saved_at": now})
    mine = {"text": text, "saved_with": form_key, "saved_at": now}
    texts = ClosingText.objects.filter(pk=closing.pk)
    if texts.filter(draft_number=base_number).update(**mine, draft_number=base_number + 1):
        return SavedDraft(base_number + 1, now)
    closing.refresh_from_db()
    number = closing.draft_number
    if closing.text == text:
        return SavedDraft(number, closing.saved_at)
    is_own_echo = form_key is not None and closing.saved_with == form_key
    if is_own_echo and texts.filter(draft_number=number).update(**mine, draft_number=number + 1):
        return SavedDraft(number + 1, now)
    raise DraftConflict(closing)


@transaction.atomic
def publish_closing(*, by: User, enrolment: Enrolment) -> ClosingVersion:
    """Puts the text as saved into the portfolio. The same text again returns the version that is there.

    Raises EntryRefused.
    """
    closing = ClosingText.objects.select_for_update().filter(enrolment=enrolment).first()
    if closing is None or not plain_text(closing.text).strip():
        raise EntryRefused([Problem("text", _("Write something before you put it into the portfolio."))])
    text = clean_html(closing.text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    last = closing.versions.last()
    if last and last.sha256 == sha256:
        return last
    version = ClosingVersion.objects.create(
        closing=closing,
        number=last.number + 1 if last else 1,
        text=text,
        word_count=count_words(text),
        sha256=sha256,
        published_at=timezone.now(),
    )
    log(closing, "learning.closing_publish", user=by, data={"version": version.number})
    return version


@transaction.atomic
def invite_guest(*, by: User, enrolment: Enrolment, who: tuple[str, str], ends_on: datetime.date) -> GuestPass:
    """Lets the person of `who` (name, address) read the portfolio until the end of `ends_on`, and tells her.

    Whoever has no account yet gets one by invitation. Inviting her again moves the day. Raises GuestRefused.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("student").get(pk=enrolment.pk)
    name, address = who
    guest = User.objects.filter(email__iexact=address).first()
    _check_guest(enrolment, guest, ends_on)
    guest = guest or invite_person(by=by, email=address, name=name)
    found = enrolment.guest_passes.open().filter(guest=guest).first()
    if found:
        found.ends_on = ends_on
        found.save(update_fields=["ends_on"])
    else:
        found = GuestPass.objects.create(enrolment=enrolment, guest=guest, invited_by=by, ends_on=ends_on)
    log(found, "learning.guest_invite", user=by, data={"guest": guest.pk, "ends_on": ends_on.isoformat()})
    _tell_guest(found)
    return found


@transaction.atomic
def revoke_guest(*, by: User, guest_pass: GuestPass) -> None:
    """Ends it at once. Twice has one effect."""
    standing = GuestPass.objects.filter(pk=guest_pass.pk, revoked_at__isnull=True)
    if standing.update(revoked_at=timezone.now()):
        log(guest_pass, "learning.guest_revoke", user=by, data={"guest": guest_pass.guest_id})


def note_reading(*, by: User, enrolment: Enrolment, kind: str, is_guest: bool = False) -> None:
    """The trace of a reading by somebody else; her own leave none."""
    if by.pk != enrolment.student_id:
        PortfolioReading.objects.create(enrolment=enrolment, reader=by, kind=kind, is_guest=is_guest)


def note_text_readings(*, by: User, enrolment_id: int, version_ids: Collection[int]) -> None:
    """The trace of staff before sent texts, once a day for each. One statement."""
    _note_once_a_day([_today(by, enrolment_id, ReadingKind.TEXT, version_id=pk) for pk in version_ids])


def note_file_reading(*, by: User, enrolment: Enrolment, file_id: uuid.UUID, is_guest: bool = False) -> None:
    """The trace of somebody else at a file, once a day; a player asks for one many times."""
    if by.pk != enrolment.student_id:
        row = _today(by, enrolment.pk, ReadingKind.FILE, file_id=file_id, is_guest=is_guest)
        _note_once_a_day([row])


def _today(by: User, enrolment_id: int, kind: ReadingKind, **what) -> PortfolioReading:
    now = timezone.now()
    facts = {"reader": by, "kind": kind, "read_at": now, "read_on": timezone.localdate(now)}
    return PortfolioReading(enrolment_id=enrolment_id, **facts, **what)


def _note_once_a_day(rows: list[PortfolioReading]) -> None:
    PortfolioReading.objects.bulk_create(rows, ignore_conflicts=True)


def note_copies(*, by: User, enrolment_ids: list[int]) -> None:
    """The trace of a copy of many portfolios at once."""
    others = Enrolment.objects.filter(pk__in=enrolment_ids).exclude(student=by).values_list("pk", flat=True)
    PortfolioReading.objects.bulk_create(
        [PortfolioReading(enrolment_id=pk, reader=by, kind=ReadingKind.COPY) for pk in others]
    )


def _check_guest(enrolment: Enrolment, guest: User | None, ends_on: datetime.date) -> None:
    today = timezone.localdate()
    if not today <= ends_on <= today + LONGEST_PASS:
        raise GuestRefused("ends_on", _("Choose a day from today on, at most half a year ahead."))
    if guest and (guest.pk == enrolment.student_id or not guest.is_active):
        raise GuestRefused("email", _("This person cannot be invited: choose another address."))
    others = enrolment.guest_passes.open().exclude(guest=guest) if guest else enrolment.guest_passes.open()
    recently = enrolment.guest_passes.filter(created_at__gt=timezone.now() - datetime.timedelta(days=30))
    if others.count() >= MOST_GUESTS or recently.count() >= 2 * MOST_GUESTS:
        raise GuestRefused("", _("There are many guests already. End the reading of one before you invite another."))


def _tell_guest(guest_pass: GuestPass) -> None:
    guest, enrolment = guest_pass.guest, guest_pass.enrolment
    url = reverse("learning:portfolio_whole", args=[enrolment.public_id])
    event = "guest_invited"
    if is_newcomer(guest):
        event, url = "guest_account", invitation_address(guest)
    data = {"student": enrolment.student.name, "day": said_in_full(guest_pass.ends_on, guest.language)}
    notify(event, guest, key=f"{guest_pass.pk}:{guest_pass.ends_on}", url=url, about=guest_pass, data=data)
