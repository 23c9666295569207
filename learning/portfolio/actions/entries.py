"""What a student does with an entry. Nobody else writes her text: no action here takes one from another person."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass, field, replace

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
from learning.courses.enums import ChangeRequirement
from learning.courses.models import ReflectionPage, RubricVersion
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment
from learning.portfolio.actions.citing import cited_counts, freeze_citations
from learning.portfolio.clock import waited_before
from learning.portfolio.dates import Dates
from learning.portfolio.enums import EntryState
from learning.portfolio.guards import GUARDS, Problem, Start, Submission, find_problems
from learning.portfolio.models import ClosingText, EntryDraft, EntryVersion, PortfolioEntry
from learning.portfolio.queries import alias_of, dates_for
from learning.portfolio.rules import may_know_writer
from learning.portfolio.transitions import TRANSITIONS, WRITABLE, allowed, target_of


class EntryLocked(Exception):
    """The entry's state does not allow this."""


class EntryRefused(Exception):
    """Guards said no: `problems` says where and what to change."""

    def __init__(self, problems: list[Problem]):
        super().__init__(", ".join(problem.field for problem in problems))
        self.problems = problems


class DraftConflict(Exception):
    """Another window or device saved meanwhile: `stored` is what it saved. Nothing was overwritten."""

    def __init__(self, stored: EntryDraft | ClosingText):
        super().__init__(str(stored))
        self.stored = stored


@dataclass(frozen=True)
class DraftContent:
    """What a student writes in the composer; `text` is HTML and is cleaned on saving."""

    text: str
    intent: str
    accept_as_final: bool = False
    no_patient_data: bool = False
    self_assessment: dict = field(default_factory=dict)


@dataclass(frozen=True)
class SavedDraft:
    number: int
    saved_at: datetime.datetime


@transaction.atomic
def start_entry(*, by: User, enrolment: Enrolment, prompt: ReflectionPage) -> PortfolioEntry:
    """T1, at the first saved character. A second start finds the first one. Raises EntryRefused."""
    now, dates = timezone.now(), dates_for(enrolment, prompt)
    start = Start(is_live=prompt.live, is_open=dates.is_open(now), opens_on=dates.opens_on)
    if problems := find_problems("start", start, GUARDS):
        raise EntryRefused(problems)
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
    number = stored.draft_number
    if all(getattr(stored, name) == value for name, value in vars(content).items()):
        # The form that came to the same text goes on from here, and its device may let go of it.
        drafts.filter(draft_number=number).update(saved_with=form_key or stored.saved_with)
        return SavedDraft(number, stored.saved_at)
    is_own_echo = form_key is not None and stored.saved_with == form_key
    if is_own_echo and drafts.filter(draft_number=number).update(**fields, draft_number=number + 1):
        return SavedDraft(number + 1, fields["saved_at"])
    raise DraftConflict(stored)


def _clean(content: DraftContent) -> DraftContent:
    return replace(content, text=clean_html(content.text))


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
    dates = dates_for(entry.enrolment, entry.prompt)
    if problems := find_submission_problems(entry.prompt, draft, entry, dates):
        raise EntryRefused(problems)

    version = _freeze(entry, draft, by, key)
    version.device_time = device_time
    version.is_late = dates.is_late(entry.database_now)
    # What this round has waited already before she took it back stays waited.
    since = version.submitted_at - waited_before(list(entry.versions.values_list("submitted_at", "recalled_at")))
    version.save()
    _attach(version, draft)
    if entry.prompt.asks_change != ChangeRequirement.NONE:
        freeze_citations(version)
    entry.expected_files.arriving().filter(version=None).update(version=version)
    # What she confirmed was this text: the next one asks again.
    EntryDraft.objects.filter(pk=draft.pk).update(no_patient_data=False)
    move_entry(entry, "submit", by, {"version": version.number}, waiting_since=since, returned_at=None)
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


def move_entry(entry: PortfolioEntry, name: str, by: User | None, data: dict, **fields) -> None:
    """Makes the transition `name` on a locked entry, with what else changes in its row, and logs it.

    `by` None: the clock did it.
    """
    before = entry.state
    fields["state"] = target_of(name, before, entry.closed_from)
    for name_of_field, value in fields.items():
        setattr(entry, name_of_field, value)
    entry.save(update_fields=list(fields))
    log_step(entry, by, name, before, **data)


def log_step(entry: PortfolioEntry, by: User | None, name: str, before: str, **data) -> None:
    log(entry, TRANSITIONS[name].action, user=by, data={"from": str(before), "to": str(entry.state), **data})


def find_submission_problems(
    prompt: ReflectionPage,
    draft: EntryDraft | DraftContent,
    entry: PortfolioEntry | None = None,
    dates: Dates | None = None,
) -> list[Problem]:
    """What the guards of T3 say of the draft as it stands; `entry` None: nothing was begun yet."""
    now = getattr(entry, "database_now", None) or timezone.now()
    dates = dates or (dates_for(entry.enrolment, prompt) if entry else Dates())
    submission = Submission(
        text=draft.text,
        intent=draft.intent,
        no_patient_data=draft.no_patient_data,
        asks_acknowledgement=prompt.no_patient_data_ack,
        allows_formative=prompt.allow_formative,
        words=count_words(draft.text),
        shortest=prompt.min_words if prompt.enforce_length else None,
        longest=prompt.max_words if prompt.enforce_length else None,
        files=entry.draft.attachments.count() if entry and prompt.min_attachments else 0,
        fewest_files=prompt.min_attachments,
        round=entry.round if entry else 0,
        max_rounds=prompt.max_rounds,
        closed_on=dates.closes_on if dates.is_closed(now) else None,
        asks_change=prompt.asks_change,
        **(cited_counts(entry) if entry and prompt.asks_change != ChangeRequirement.NONE else {}),
    )
    return find_problems("submit", submission, GUARDS)


def _freeze(entry: PortfolioEntry, draft: EntryDraft, by: User, key: uuid.UUID) -> EntryVersion:
    text = clean_html(draft.text)
    rubric_version = entry.prompt.rubric_version
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
        rubric_version=rubric_version,
        self_assessment=_frozen_assessment(entry.prompt, rubric_version, draft),
    )


def _frozen_assessment(prompt: ReflectionPage, rubric_version: RubricVersion | None, draft: EntryDraft) -> dict:
    """What she chose of the version that applies: a level that is gone from it goes from her choices too."""
    if rubric_version is None or not prompt.self_assessment:
        return {}
    return rubric_version.sheet.tidy(draft.self_assessment)


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


def readers_of(entry: PortfolioEntry) -> QuerySet[User]:
    """Whom the coordination named to read it, as long as she works in the offering; else `reviewers_of`."""
    staff = StaffAssignment.objects.filter(offering=entry.enrolment.offering_id, person=entry.reader_id)
    named = User.objects.filter(pk__in=staff.values("person"), is_active=True)
    return named if entry.reader_id and named.exists() else reviewers_of(entry.enrolment)


def name_for(person: User, entry: PortfolioEntry) -> str:
    """How her reader may hear of the entry's writer: by name, or by what an entry without names is called."""
    return entry.enrolment.student.name if may_know_writer(person, entry) else alias_of(entry.public_id)


def _tell_reviewers(event: str, version: EntryVersion, url: str) -> None:
    entry = version.entry
    about = version if version.recalled_at is None else entry
    for person in readers_of(entry):
        data = {"student": name_for(person, entry), "prompt": entry.prompt.title}
        notify(event, person, key=str(version.public_id), url=url, about=about, data=data)
