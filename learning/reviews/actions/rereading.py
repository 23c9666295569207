"""What happens to a reading after it was released, or while its reader is another one: T10, T11, T14."""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from home.notifications.actions import notify
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Offering, StaffAssignment
from learning.enrolment.rules import may_coordinate
from learning.portfolio.actions import lock_entry, move_entry, name_for, readers_of, require
from learning.portfolio.enums import EntryState
from learning.portfolio.guards import find_problems
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.transitions import allowed
from learning.reviews.actions.reviewing import (
    ReviewRefused,
    begin_review,
    is_second_reading,
    set_aside,
    suggested_day,
    take_mark_back,
)
from learning.reviews.guards import GUARDS, Reassigning, Reopening, Rereading
from learning.reviews.models import Review, SecondReading


@transaction.atomic
def reopen_entry(*, by: User, entry: PortfolioEntry, reason: str) -> None:
    """T10: an acceptance is undone; its review and grade stay in the history. Raises EntryLocked, ReviewRefused."""
    entry = lock_entry(entry)
    require(entry, "reopen")
    enrolment, now = entry.enrolment, timezone.now()
    by_coordinator = may_coordinate(by, enrolment.offering)
    reopening = Reopening(reason, entry.accepted_at or now, now, by_coordinator, enrolment.certified_at)
    if problems := find_problems("reopen", reopening, GUARDS):
        raise ReviewRefused(problems)
    moment = {"accepted_at": None, "returned_at": now, "suggested_on": suggested_day()}
    move_entry(entry, "reopen", by, {"reason": reason}, **moment)
    take_mark_back(entry, by)
    _tell_student("entry_reopened", entry, now)


@transaction.atomic
def request_second_reading(*, by: User, entry: PortfolioEntry, reason: str) -> SecondReading:
    """T11: it waits for the coordination to name a reader; what was said and given so far stays valid and visible.

    A second press finds the first question. Raises EntryLocked, ReviewRefused.
    """
    entry = lock_entry(entry)
    asked = SecondReading.objects.filter(entry=entry).first()
    if asked is not None and asked.review_id is None:
        return asked
    require(entry, "request_second_reading")
    first = Review.objects.released().filter(entry=entry).latest("released_at")
    now = timezone.now()
    if problems := find_problems("request_second_reading", _rereading(entry, first, asked, reason, now), GUARDS):
        raise ReviewRefused(problems)
    asked = SecondReading.objects.create(entry=entry, first=first, reason=reason, asked_at=now)
    moment = {"waiting_since": now, "awaits_reader": True, "reader": None}
    move_entry(entry, "request_second_reading", by, {}, **moment)
    for person in _coordinators(entry):
        _tell("second_reading_asked", person, entry, now, reverse("learning:entry_reassign", args=[entry.public_id]))
    return asked


def _rereading(
    entry: PortfolioEntry, first: Review, asked: SecondReading | None, reason: str, now: datetime.datetime
) -> Rereading:
    return Rereading(
        reason=reason,
        was_asked=asked is not None,
        released_at=first.released_at,
        now=now,
        is_accepted=entry.state == EntryState.ACCEPTED,
        returns=entry.round,
        certified_at=entry.enrolment.certified_at,
    )


@transaction.atomic
def reassign_entry(*, by: User, entry: PortfolioEntry, reader: User) -> None:
    """T14, and the naming of a second reader: its place in the queue stays, a draft of the one before is set aside.

    Giving it to the one who has it changes nothing. Raises EntryLocked, ReviewRefused.
    """
    entry = lock_entry(entry)
    require(entry, "reassign")
    if entry.reader_id == reader.pk:
        return
    if problems := find_problems("reassign", _reassigning(entry, reader), GUARDS):
        raise ReviewRefused(problems)
    reading = Review.objects.open().filter(entry=entry).select_related("reviewer").first()
    former = [reading.reviewer] if reading else [] if entry.awaits_reader else list(readers_of(entry))
    if reading:
        set_aside(reading)
    move_entry(entry, "reassign", by, {"reader": [entry.reader_id, reader.pk]}, reader=reader, awaits_reader=False)
    if entry.state == EntryState.IN_REVIEW:
        begin_review(entry, reader)
    now, url = timezone.now(), reverse("learning:review", args=[entry.public_id])
    _tell("entry_assigned", reader, entry, now, url)
    for person in former:
        if person.pk != reader.pk:
            _tell("entry_passed_on", person, entry, now, reverse("learning:review_queue"))


@transaction.atomic
def give_back_readings(*, by: User, offering: Offering, reader: User) -> int:
    """What somebody was named to read goes back once she works there no more: else it would wait in nobody's queue.

    To the tutors of the group; a second reading to the coordination, which names another reader. Returns how many.
    """
    if StaffAssignment.objects.filter(offering=offering, person=reader).exists():
        return 0
    entries = list(PortfolioEntry.objects.filter(enrolment__offering=offering, reader=reader))
    for entry in entries:
        _give_back(lock_entry(entry), by)
    return len(entries)


def _give_back(entry: PortfolioEntry, by: User) -> None:
    was, awaits = entry.reader_id, is_second_reading(entry)
    if not allowed("reassign", entry.state):
        PortfolioEntry.objects.filter(pk=entry.pk).update(reader=None)
        return
    if awaits:
        for reading in Review.objects.open().filter(entry=entry):
            set_aside(reading)
    move_entry(entry, "reassign", by, {"reader": [was, None]}, reader=None, awaits_reader=awaits)
    now = timezone.now()
    for person in _coordinators(entry) if awaits else readers_of(entry):
        event, page = ("second_reading_asked", "entry_reassign") if awaits else ("entry_assigned", "review")
        _tell(event, person, entry, now, reverse(f"learning:{page}", args=[entry.public_id]))


def _reassigning(entry: PortfolioEntry, reader: User) -> Reassigning:
    works = StaffAssignment.objects.filter(offering=entry.enrolment.offering_id, person=reader, person__is_active=True)
    read_first = is_second_reading(entry) and entry.second_reading.first.reviewer_id == reader.pk
    return Reassigning(works.exists(), reader.pk == entry.enrolment.student_id, read_first)


def _coordinators(entry: PortfolioEntry) -> list[User]:
    staff = StaffAssignment.objects.filter(offering=entry.enrolment.offering_id, role=StaffRole.COORDINATOR)
    return list(User.objects.filter(pk__in=staff.values("person"), is_active=True))


def _tell_student(event: str, entry: PortfolioEntry, now: datetime.datetime) -> None:
    enrolment = entry.enrolment
    _tell(
        event, enrolment.student, entry, now, reverse("learning:entry", args=[enrolment.course.slug, entry.prompt_id])
    )


def _tell(event: str, person: User, entry: PortfolioEntry, now: datetime.datetime, url: str) -> None:
    data = {"student": name_for(person, entry), "prompt": entry.prompt.title}
    notify(event, person, key=f"{entry.pk}:{now:%Y%m%d%H%M%S%f}", url=url, about=entry, data=data)
