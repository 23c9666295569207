"""More time for a student (T12): asked for by her, given by a tutor within his days or by the coordination."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User
from home.notifications.actions import notify
from home.templatetags.roda import said_in_full
from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment
from learning.enrolment.rules import may_coordinate
from learning.portfolio.actions.entries import EntryLocked, EntryRefused, reviewers_of
from learning.portfolio.dates import Dates, today
from learning.portfolio.enums import EntryState, ExtensionState
from learning.portfolio.guards import GUARDS, Extending, Problem, find_problems
from learning.portfolio.models import DeadlineExtension, EntryVersion, PortfolioEntry, PromptDates
from learning.portfolio.queries import dates_for, dates_of, days_of
from learning.portfolio.transitions import TRANSITIONS, allowed


class AlreadyDecided(Exception):
    """Somebody else answered meanwhile, or the student took her question back: `extension` is as it stands."""

    def __init__(self, extension: DeadlineExtension):
        super().__init__(str(extension))
        self.extension = extension


@dataclass(frozen=True)
class Asking:
    """What a student says; `reason` is an ExtensionReason."""

    reason: str
    words: str
    wished_on: datetime.date


@transaction.atomic
def ask_extension(
    *, by: User, enrolment: Enrolment, prompt: ReflectionPage, asking: Asking, key: uuid.UUID
) -> DeadlineExtension:
    """The same `key`, or a question that is still open, gives the first one. Raises EntryLocked, EntryRefused."""
    enrolment = _lock(enrolment)
    asked = DeadlineExtension.objects.filter(enrolment=enrolment, prompt=prompt)
    if first := asked.filter(key=key).first() or asked.asked().first():
        return first
    _require_open(enrolment, prompt)
    dates = dates_for(enrolment, prompt)
    if problems := _problems(asking.reason, asking.wished_on, dates, None):
        raise EntryRefused(
            [Problem(_WISHED.get(problem.field, problem.field), problem.message) for problem in problems]
        )
    extension = DeadlineExtension.objects.create(
        enrolment=enrolment, prompt=prompt, key=key, due_before=dates.due_on, asked_at=timezone.now(), **vars(asking)
    )
    _tell_staff(extension)
    return extension


_WISHED = {"granted_on": "wished_on"}


@transaction.atomic
def withdraw_extension(*, by: User, extension: DeadlineExtension) -> None:
    """The student takes her question back. Raises AlreadyDecided."""
    _decide(extension, None, ExtensionState.WITHDRAWN)


@transaction.atomic
def refuse_extension(*, by: User, extension: DeadlineExtension, answer: str) -> DeadlineExtension:
    """Raises AlreadyDecided, EntryRefused: a refusal says why."""
    if not answer.strip():
        raise EntryRefused([Problem("answer", _("Say why in a few words: the student reads them."))])
    extension = _decide(extension, by, ExtensionState.REFUSED, answer=answer)
    _tell_student(extension, "extension_refused")
    return extension


@transaction.atomic
def grant_extension(
    *, by: User, extension: DeadlineExtension, day: datetime.date | None = None, answer: str = ""
) -> DeadlineExtension:
    """T12 of what was asked for; `day` None: the wished one. A repeat returns what it had granted.

    Raises AlreadyDecided, EntryLocked, EntryRefused.
    """
    enrolment, prompt = _lock(extension.enrolment), extension.prompt
    day = day or extension.wished_on or today()
    if first := _last_grant(by, enrolment, prompt, day):
        return first
    dates = _require_grantable(by, enrolment, prompt, extension.reason, day)
    extension = _decide(extension, by, ExtensionState.GRANTED, answer=answer, granted_on=day, due_before=dates.due_on)
    _put_off(by, extension)
    return extension


@transaction.atomic
def extend_deadline(
    *, by: User, enrolment: Enrolment, prompt: ReflectionPage, reason: str, day: datetime.date
) -> DeadlineExtension:
    """T12 unasked; a question that is open is answered by it. A repeat returns what it had granted.

    Raises EntryLocked, EntryRefused.
    """
    enrolment = _lock(enrolment)
    if first := _last_grant(by, enrolment, prompt, day):
        return first
    asked = DeadlineExtension.objects.asked().filter(enrolment=enrolment, prompt=prompt).first()
    if asked is not None:
        return grant_extension(by=by, extension=asked, day=day)
    dates = _require_grantable(by, enrolment, prompt, reason, day)
    extension = DeadlineExtension.objects.create(
        enrolment=enrolment, prompt=prompt, reason=reason, due_before=dates.due_on, granted_on=day,
        state=ExtensionState.GRANTED, decided_by=by, decided_at=timezone.now(),
    )  # fmt: skip
    _put_off(by, extension)
    return extension


def latest_grant(by: User, enrolment: Enrolment, dates: Dates) -> datetime.date | None:
    """The last day that `by` may grant; None: any, for the coordination."""
    offering = enrolment.offering
    return None if may_coordinate(by, offering) else dates.latest_grant(offering.extension_days)


def _last_grant(by: User, enrolment: Enrolment, prompt: ReflectionPage, day: datetime.date) -> DeadlineExtension | None:
    """The last word about this prompt, where `by` said it and gave this very day."""
    last = DeadlineExtension.objects.filter(enrolment=enrolment, prompt=prompt).first()
    said = last and (last.state, last.decided_by_id, last.granted_on)
    return last if said == (ExtensionState.GRANTED, by.pk, day) else None


def _require_grantable(
    by: User, enrolment: Enrolment, prompt: ReflectionPage, reason: str, day: datetime.date
) -> Dates:
    _require_open(enrolment, prompt)
    dates = dates_for(enrolment, prompt)
    if problems := _problems(reason, day, dates, latest_grant(by, enrolment, dates)):
        raise EntryRefused(problems)
    return dates


def _problems(reason: str, day: datetime.date, dates: Dates, latest_on: datetime.date | None) -> list[Problem]:
    return find_problems("extend_deadline", Extending(reason, dates.due_on, day, today(), latest_on), GUARDS)


def _lock(enrolment: Enrolment) -> Enrolment:
    """One decision at a time about one student."""
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("offering", "student", "course")
        .get(pk=enrolment.pk)
    )


def _require_open(enrolment: Enrolment, prompt: ReflectionPage) -> None:
    entry = enrolment.entries.filter(prompt=prompt).first()
    state = entry.state if entry else EntryState.NOT_STARTED
    if not allowed("extend_deadline", state):
        raise EntryLocked(state)


def _decide(extension: DeadlineExtension, by: User | None, state: ExtensionState, **fields) -> DeadlineExtension:
    fields |= {"state": state, "decided_by": by, "decided_at": timezone.now()}
    if not DeadlineExtension.objects.asked().filter(pk=extension.pk).update(**fields):
        extension.refresh_from_db()
        raise AlreadyDecided(extension)
    return DeadlineExtension.objects.select_related("prompt", "enrolment__student", "enrolment__course").get(
        pk=extension.pk
    )


def _put_off(by: User, extension: DeadlineExtension) -> None:
    """Her own date; what she had sent already is judged anew by it, and what went back to her has that time as well."""
    enrolment, prompt, day = extension.enrolment, extension.prompt, extension.granted_on
    PromptDates.objects.update_or_create(
        offering=enrolment.offering, enrolment=enrolment, prompt=prompt, defaults={"due_on": day}
    )
    judge_anew([enrolment], prompt)
    returned = PortfolioEntry.objects.filter(enrolment=enrolment, prompt=prompt, state=EntryState.RETURNED)
    returned.filter(suggested_on__lt=day).update(suggested_on=day)
    data = {"entry": [enrolment.pk, prompt.pk], "due_on": [str(extension.due_before), str(day)]}
    log(extension, TRANSITIONS["extend_deadline"].action, user=by, data=data)
    _tell_student(extension, "extension_granted")


def judge_anew(enrolments: Iterable[Enrolment], prompt: ReflectionPage) -> None:
    """Whether a version was late follows the date that counts now."""
    enrolments = list(enrolments)
    calendar = dates_of(enrolments, {prompt.pk: days_of(prompt)})
    versions = EntryVersion.objects.filter(entry__enrolment__in=enrolments, entry__prompt=prompt)
    for pk, enrolment, was_late, sent_at in versions.values_list("pk", "entry__enrolment", "is_late", "submitted_at"):
        is_late = calendar.of(enrolment, prompt.pk).is_late(sent_at)
        if is_late != was_late:
            EntryVersion.objects.filter(pk=pk).update(is_late=is_late)


def _tell_staff(extension: DeadlineExtension) -> None:
    data = {"student": extension.enrolment.student.name, "prompt": extension.prompt.title}
    for person in reviewers_of(extension.enrolment):
        notify(
            "extension_asked", person, key=str(extension.key), url=reverse("learning:extensions"), about=extension,
            data=data,
        )  # fmt: skip


def _said(day: datetime.date | None, person: User) -> str:
    return said_in_full(day, person.language) if day else ""


def _tell_student(extension: DeadlineExtension, event: str) -> None:
    """The words of a refusal stay on the site."""
    enrolment, prompt = extension.enrolment, extension.prompt
    url = reverse("learning:extension_ask", args=[enrolment.course.slug, prompt.pk])
    data = {"prompt": prompt.title, "day": _said(extension.granted_on, enrolment.student)}
    notify(event, enrolment.student, key=str(extension.key), url=url, about=extension, data=data)
