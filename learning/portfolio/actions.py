"""What a student does with an entry. Nobody else writes her text: no action here takes one from another person."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from home.accounts.models import User
from home.notifications.actions import notify
from home.richtext import clean_html, count_words
from home.uploads.actions import attach_upload, detach_upload
from home.uploads.models import Upload
from learning.courses.models import ReflectionPage
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.enums import EntryState
from learning.portfolio.guards import GUARDS, Problem, Submission, find_problems
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from learning.portfolio.queries import due_at
from learning.portfolio.transitions import TRANSITIONS, WRITABLE, allowed, target_of

GRACE = datetime.timedelta(seconds=60)


class EntryLocked(Exception):
    """The entry's state does not allow this."""


class EntryRefused(Exception):
    """Guards said no: `problems` says where and what to change."""

    def __init__(self, problems: list[Problem]):
        super().__init__(", ".join(problem.field for problem in problems))
        self.problems = problems


class DraftConflict(Exception):
    """Another window or device saved meanwhile: `stored` is what it saved. Nothing was overwritten."""

    def __init__(self, stored: EntryDraft):
        super().__init__(str(stored))
        self.stored = stored


@dataclass(frozen=True)
class DraftContent:
    """What a student writes in the composer; `text` is HTML and is cleaned on saving."""

    text: str
    intent: str
    accept_as_final: bool = False
    no_patient_data: bool = False


@dataclass(frozen=True)
class SavedDraft:
    number: int
    saved_at: datetime.datetime


@transaction.atomic
def start_entry(*, by: User, enrolment: Enrolment, prompt: ReflectionPage) -> PortfolioEntry:
    """T1, at the first saved character. A second start finds the first one. Raises EntryRefused."""
    if problems := find_problems("start", prompt, GUARDS):
        raise EntryRefused(problems)
    now = timezone.now()
    entry, is_new = PortfolioEntry.objects.get_or_create(
        enrolment=enrolment, prompt=prompt, defaults={"started_at": now}
    )
    if is_new:
        EntryDraft.objects.create(entry=entry, saved_at=now)
        log_step(entry, by, "start", EntryState.NOT_STARTED)
    return entry


@transaction.atomic
def save_draft(
    *, by: User, entry: PortfolioEntry, base_number: int, content: DraftContent, form_key: uuid.UUID | None = None
) -> SavedDraft:
    """T2: keeps the working copy when `base_number` is the stored number. Raises DraftConflict, EntryLocked.

    One statement in the usual case. A repeat of what is stored, or a later text from the form that saved last
    (its answer got lost on the way), is no conflict. A version being read never changes by this.
    """
    content = _clean(content)
    fields = {**vars(content), "saved_with": form_key, "saved_at": timezone.now()}
    drafts = EntryDraft.objects.filter(entry=entry, entry__state__in=WRITABLE)
    if drafts.filter(draft_number=base_number).update(**fields, draft_number=base_number + 1):
        return SavedDraft(base_number + 1, fields["saved_at"])

    stored = EntryDraft.objects.select_related("entry").get(entry=entry)
    if not allowed("save", stored.entry.state):
        raise EntryLocked(stored.entry.state)
    if all(getattr(stored, name) == value for name, value in vars(content).items()):
        return SavedDraft(stored.draft_number, stored.saved_at)
    number = stored.draft_number
    is_own_echo = form_key is not None and stored.saved_with == form_key
    if is_own_echo and drafts.filter(draft_number=number).update(**fields, draft_number=number + 1):
        return SavedDraft(number + 1, fields["saved_at"])
    raise DraftConflict(stored)


def _clean(content: DraftContent) -> DraftContent:
    return DraftContent(clean_html(content.text), content.intent, content.accept_as_final, content.no_patient_data)


@transaction.atomic
def attach_to_draft(*, by: User, entry: PortfolioEntry, upload: Upload) -> None:
    """The file belongs to the draft, which only the student sees, until it goes with a version. Raises EntryLocked."""
    require(lock_entry(entry), "save")
    attach_upload(upload, owner=entry.draft)
    entry.draft.attachments.add(upload)


@transaction.atomic
def remove_from_draft(*, by: User, entry: PortfolioEntry, public_id: uuid.UUID) -> None:
    """Takes a file off the draft; it stays with the versions that it went with. Raises EntryLocked."""
    require(lock_entry(entry), "save")
    for upload in entry.draft.attachments.filter(public_id=public_id):
        entry.draft.attachments.remove(upload)
        if upload.owner == entry.draft:
            detach_upload(upload)


@transaction.atomic
def submit_entry(
    *,
    by: User,
    entry: PortfolioEntry,
    key: uuid.UUID,
    draft_number: int,
    device_time: datetime.datetime | None = None,
) -> EntryVersion:
    """T3: freezes the draft as the next version. The same `key` again returns the first version.

    `draft_number` is the draft that she confirmed. The deadline is judged by the database's clock as the request's
    first statement finds it, before any wait for a lock. Raises EntryLocked, EntryRefused, DraftConflict.
    """
    entry = lock_entry(entry)
    if first := EntryVersion.objects.filter(author=by, key=key).first():
        return first
    require(entry, "submit")
    draft = EntryDraft.objects.get(entry=entry)
    if draft.draft_number != draft_number:
        raise DraftConflict(draft)
    if problems := find_submission_problems(entry.prompt, draft):
        raise EntryRefused(problems)

    version = _freeze(entry, draft, by, key)
    version.device_time = device_time
    version.is_late = is_late(entry, began_at=entry.database_now)
    version.save()
    _attach(version, draft)
    # What she confirmed was this text: the next one asks again.
    EntryDraft.objects.filter(pk=draft.pk).update(no_patient_data=False)
    move_entry(entry, "submit", by, {"version": version.number}, waiting_since=version.submitted_at, returned_at=None)
    _tell_reviewers("entry_submitted", version, reverse("learning:review", args=[entry.public_id]))
    return version


@transaction.atomic
def recall_entry(*, by: User, entry: PortfolioEntry) -> EntryVersion:
    """T4: takes the version back while nobody has opened it; it is kept, marked recalled. Raises EntryLocked."""
    entry = lock_entry(entry)
    require(entry, "recall")
    version = entry.versions.standing().latest("number")
    version.recalled_at = entry.database_now
    version.save(update_fields=["recalled_at"])
    move_entry(entry, "recall", by, {"version": version.number}, waiting_since=None)
    _tell_reviewers("entry_recalled", version, reverse("learning:review_queue"))
    return version


def lock_entry(entry: PortfolioEntry) -> PortfolioEntry:
    """Reads the entry anew and holds it until the transaction ends; `database_now` is the database's clock."""
    locked = PortfolioEntry.objects.select_for_update(of=("self",)).with_database_now()
    return locked.select_related("enrolment__offering", "enrolment__course", "enrolment__student", "prompt").get(
        pk=entry.pk
    )


def require(entry: PortfolioEntry, name: str) -> None:
    """Raises EntryLocked where the table lets `name` not start from the entry's state."""
    if not allowed(name, entry.state):
        raise EntryLocked(entry.state)


def move_entry(entry: PortfolioEntry, name: str, by: User, data: dict, **fields) -> None:
    """Makes the transition `name` on a locked entry, with what else changes in its row, and logs it."""
    before = entry.state
    fields["state"] = target_of(name, before)
    for field, value in fields.items():
        setattr(entry, field, value)
    entry.save(update_fields=list(fields))
    log_step(entry, by, name, before, **data)


def log_step(entry: PortfolioEntry, by: User, name: str, before: str, **data) -> None:
    log(entry, TRANSITIONS[name].action, user=by, data={"from": str(before), "to": str(entry.state), **data})


def find_submission_problems(prompt: ReflectionPage, draft: EntryDraft | DraftContent) -> list[Problem]:
    """What the guards of T3 say of the draft as it stands."""
    submission = Submission(
        text=draft.text,
        intent=draft.intent,
        no_patient_data=draft.no_patient_data,
        asks_acknowledgement=prompt.no_patient_data_ack,
        allows_formative=prompt.allow_formative,
    )
    return find_problems("submit", submission, GUARDS)


def is_late(entry: PortfolioEntry, *, began_at: datetime.datetime) -> bool:
    due = due_at(entry.enrolment.offering.starts_on, entry.prompt.due_after_days)
    return due is not None and began_at > due + GRACE


def _freeze(entry: PortfolioEntry, draft: EntryDraft, by: User, key: uuid.UUID) -> EntryVersion:
    text = clean_html(draft.text)
    return EntryVersion(
        entry=entry,
        author=by,
        key=key,
        number=entry.versions.count() + 1,
        text=text,
        word_count=count_words(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        intent=draft.intent,
        accept_as_final=draft.accept_as_final,
        submitted_at=entry.database_now,
    )


def _attach(version: EntryVersion, draft: EntryDraft) -> None:
    uploads = list(draft.attachments.all())
    version.attachments.set(uploads)
    for upload in uploads:
        # A file is read by whoever may see its owner: it moves on from the draft, or from a version that was recalled.
        if getattr(upload.owner, "recalled_at", True):
            detach_upload(upload)
            attach_upload(upload, owner=version)


def reviewers_of(enrolment: Enrolment) -> QuerySet[User]:
    """The tutors of the student's group; the coordinators of her offering where she has no tutor."""
    staff = StaffAssignment.objects.filter(offering=enrolment.offering_id).exclude(person=enrolment.student_id)
    tutors = staff.filter(role=StaffRole.TUTOR, tutoring_group=enrolment.tutoring_group_id)
    chosen = tutors if tutors.exists() else staff.filter(role=StaffRole.COORDINATOR)
    return User.objects.filter(pk__in=chosen.values("person"), is_active=True)


def _tell_reviewers(event: str, version: EntryVersion, url: str) -> None:
    entry = version.entry
    data = {"student": entry.enrolment.student.name, "prompt": entry.prompt.title}
    about = version if version.recalled_at is None else entry
    for person in reviewers_of(entry.enrolment):
        notify(event, person, key=str(version.public_id), url=url, about=about, data=data)
