"""What ends an entry without an acceptance, and what takes it up again: T13, T15, T16."""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.accounts.models import User
from home.notifications.actions import notify
from home.uploads.actions import attach_upload
from home.uploads.models import Upload
from learning.courses.models import ReflectionPage
from learning.enrolment.enums import READING_STATES, EnrolmentState
from learning.enrolment.models import Enrolment
from learning.portfolio.actions.entries import EntryRefused, lock_entry, move_entry, require
from learning.portfolio.enums import EntryState
from learning.portfolio.guards import GUARDS, Closing, Exempting, Problem, Reviving, find_problems
from learning.portfolio.models import EntryDraft, Exemption, PortfolioEntry
from learning.portfolio.queries import was_warned
from learning.portfolio.transitions import OPEN
from learning.progress.actions import NoSuchItem, NotStudying, complete_item


@transaction.atomic
def exempt_entry(
    *, by: User, enrolment: Enrolment, prompt: ReflectionPage, reason: str, document: Upload | None
) -> PortfolioEntry:
    """T13: counts as fulfilled, without a grade. A second press finds it exempted. Raises EntryLocked, EntryRefused."""
    entry = lock_entry(_entry_of(enrolment, prompt))
    if entry.state == EntryState.EXEMPTED:
        return entry
    require(entry, "exempt")
    problems = find_problems("exempt", Exempting(reason, document is not None), GUARDS)
    if problems or document is None:
        raise EntryRefused(problems)
    now = timezone.now()
    exemption = Exemption.objects.create(entry=entry, reason=reason, document=document, made_by=by, made_at=now)
    attach_upload(document, owner=exemption)
    move_entry(entry, "exempt", by, {}, suggested_on=None)
    count_as_done(entry, by)
    _tell_student("entry_exempted", entry, f"exempt:{exemption.pk}")
    return entry


def count_as_done(entry: PortfolioEntry, by: User) -> None:
    """Raises EntryRefused where nothing counts any more."""
    try:
        complete_item(by=by, enrolment=entry.enrolment, item_id=entry.prompt_id)
    except (NotStudying, NoSuchItem) as error:
        message = _("It cannot count as done: the student left the course, or the prompt was taken out of it.")
        raise EntryRefused([Problem("", message)]) from error


def _entry_of(enrolment: Enrolment, prompt: ReflectionPage) -> PortfolioEntry:
    """What was not begun has no row yet."""
    now = timezone.now()
    first = {"started_at": now, "state": EntryState.NOT_STARTED}
    entry, is_new = PortfolioEntry.objects.get_or_create(enrolment=enrolment, prompt=prompt, defaults=first)
    if is_new:
        EntryDraft.objects.create(entry=entry, saved_at=now)
    return entry


@transaction.atomic
def close_entry(*, by: User | None, entry: PortfolioEntry, closes_on: datetime.date | None = None) -> None:
    """T15: at `closes_on`, the end of what was warned of; without it at once, for an enrolment that ended.

    The state before is kept with it; a reading that is open stays as it is, for T16. Raises EntryLocked, EntryRefused.
    """
    entry = lock_entry(entry)
    require(entry, "close")
    warned = closes_on is not None and was_warned(entry.enrolment, closes_on)
    if problems := find_problems("close", Closing(closes_on is not None, warned), GUARDS):
        raise EntryRefused(problems)
    move_entry(entry, "close", by, {}, closed_from=entry.state, closed_at=timezone.now())


@transaction.atomic
def close_entries(*, by: User | None, enrolment: Enrolment) -> int:
    """T15 for all that is open of an enrolment that ended; its end is told by whoever ended it. Returns how many."""
    entries = list(enrolment.entries.filter(state__in=OPEN))
    for entry in entries:
        close_entry(by=by, entry=entry)
    return len(entries)


@transaction.atomic
def revive_entry(*, by: User, entry: PortfolioEntry, tell: bool = True) -> PortfolioEntry:
    """T16: back to the state from which it was closed, open for another time of tolerance.

    `tell` False: the student hears of it otherwise. Raises EntryLocked, EntryRefused.
    """
    entry = lock_entry(entry)
    require(entry, "revive")
    is_active = entry.enrolment.state == EnrolmentState.ACTIVE
    if problems := find_problems("revive", Reviving(is_active), GUARDS):
        raise EntryRefused(problems)
    now = timezone.now()
    move_entry(entry, "revive", by, {}, closed_from="", closed_at=None, revived_at=now)
    if tell:
        _tell_student("entry_revived", entry, f"revive:{entry.pk}:{now:%Y%m%d%H%M%S%f}")
    return entry


@transaction.atomic
def revive_entries(*, by: User, enrolment: Enrolment) -> int:
    """T16 for all that its end had closed, when a student comes back. Returns how many."""
    if enrolment.state not in READING_STATES:
        return 0
    entries = list(enrolment.entries.filter(state=EntryState.CLOSED_INCOMPLETE))
    for entry in entries:
        revive_entry(by=by, entry=entry, tell=False)
    return len(entries)


def _tell_student(event: str, entry: PortfolioEntry, key: str) -> None:
    enrolment = entry.enrolment
    url = reverse("learning:entry", args=[enrolment.course.slug, entry.prompt_id])
    notify(event, enrolment.student, key=key, url=url, about=entry, data={"prompt": entry.prompt.title})
