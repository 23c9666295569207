"""What a reviewer does with an entry: opens it, drafts a review, and releases it together with the decision."""

import datetime
import uuid
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User
from home.notifications.actions import notify
from home.uploads.actions import attach_upload, detach_upload
from home.uploads.models import Upload
from learning.portfolio.actions import EntryLocked, EntryRefused, count_as_done, lock_entry, move_entry, require
from learning.portfolio.enums import EntryState
from learning.portfolio.guards import Problem, find_problems
from learning.portfolio.models import PortfolioEntry
from learning.portfolio.queries import lacks_change
from learning.progress.actions import NoSuchItem, NotStudying, reopen_item
from learning.reviews.actions.annotations import place_open_annotations
from learning.reviews.actions.bank import expand_codes
from learning.reviews.actions.errors import ReviewClosed, ReviewRefused
from learning.reviews.actions.judging import results_of, sheet_of
from learning.reviews.enums import ASKING, Decision
from learning.reviews.guards import GUARDS, Verdict
from learning.reviews.models import Review, SecondReading
from learning.reviews.queries import next_waiting

LOCK = datetime.timedelta(minutes=30)
DAYS_TO_GO_DEEPER = 10


class ReviewTaken(Exception):
    """Somebody else reads it: `review` is hers; `may_take_over` once her lock has run out."""

    def __init__(self, review: Review):
        super().__init__(str(review))
        self.review = review
        self.may_take_over = review.renewed_at + LOCK < timezone.now()


class ReviewConflict(Exception):
    """Another window or device saved meanwhile: `stored` is what it saved. Nothing was overwritten."""

    def __init__(self, stored: Review):
        super().__init__(str(stored))
        self.stored = stored


@dataclass(frozen=True)
class ReviewContent:
    """What a reviewer writes: plain text, lines kept."""

    overall: str = ""
    request: str = ""
    grade: Decimal | None = None
    suggested_on: datetime.date | None = None
    judgement: dict = field(default_factory=dict)


@transaction.atomic
def open_review(*, by: User, entry: PortfolioEntry) -> Review:
    """T5: takes the entry for reading. Opening it again finds the same review. Raises ReviewTaken, EntryLocked."""
    entry = lock_entry(entry)
    review = Review.objects.open().filter(entry=entry).select_related("reviewer").first()
    if review is None:
        require(entry, "open_review")
        review = begin_review(entry, by)
        move_entry(entry, "open_review", by, {"version": review.version.number})
        return review
    if review.reviewer_id != by.pk:
        raise ReviewTaken(review)
    review.renewed_at = timezone.now()
    review.save(update_fields=["renewed_at"])
    return review


@transaction.atomic
def take_over_review(*, by: User, entry: PortfolioEntry) -> Review:
    """Goes on for a reviewer whose lock has run out; her draft is set aside. Raises ReviewTaken, EntryLocked."""
    entry = lock_entry(entry)
    review = Review.objects.open().filter(entry=entry).select_related("reviewer").first()
    if review is None or review.reviewer_id == by.pk:
        return open_review(by=by, entry=entry)
    taken = ReviewTaken(review)
    if not taken.may_take_over or is_second_reading(entry):
        raise taken
    set_aside(review)
    new = begin_review(entry, by)
    log(entry, "learning.review_take_over", user=by, data={"version": new.version.number})
    return new


@transaction.atomic
def release_unread(*, by: User, review: Review) -> None:
    """T6: lets the entry go back to the queue, its place kept; the draft is set aside.

    Raises ReviewClosed, EntryLocked, ReviewRefused.
    """
    entry = lock_entry(review.entry)
    review = Review.objects.select_related("version").get(pk=review.pk)
    _require_open(review, by)
    require(entry, "release_unread")
    if problems := find_problems("release_unread", _verdict(entry, review, ReviewContent()), GUARDS):
        raise ReviewRefused(problems)
    set_aside(review)
    move_entry(entry, "release_unread", by, {"version": review.version.number})


@transaction.atomic
def save_review_draft(
    *, by: User, review: Review, base_number: int, content: ReviewContent, form_key: uuid.UUID | None = None
) -> Review:
    """Keeps the draft and renews the lock. Raises ReviewClosed, ReviewConflict."""
    now = timezone.now()
    fields = {**vars(content), "saved_with": form_key, "saved_at": now, "renewed_at": now}
    drafts = Review.objects.open().filter(pk=review.pk, reviewer=by, entry__state=EntryState.IN_REVIEW)
    if drafts.filter(draft_number=base_number).update(**fields, draft_number=base_number + 1):
        return _with(review, **fields, draft_number=base_number + 1)

    stored = drafts.first()
    if stored is None:
        raise ReviewClosed(review.pk)
    if _content_of(stored) == content:
        return stored
    number = stored.draft_number
    is_own_echo = form_key is not None and stored.saved_with == form_key
    if is_own_echo and drafts.filter(draft_number=number).update(**fields, draft_number=number + 1):
        return _with(stored, **fields, draft_number=number + 1)
    raise ReviewConflict(stored)


@transaction.atomic
def attach_to_review(*, by: User, review: Review, upload: Upload) -> None:
    """A file or a spoken word for the student: she may open it from the release on. Raises ReviewClosed."""
    _require_open(Review.objects.select_for_update().get(pk=review.pk), by)
    attach_upload(upload, owner=review)
    review.attachments.add(upload)


@transaction.atomic
def remove_from_review(*, by: User, review: Review, public_id: uuid.UUID) -> None:
    """Raises ReviewClosed."""
    _require_open(Review.objects.select_for_update().get(pk=review.pk), by)
    for upload in review.attachments.filter(public_id=public_id):
        review.attachments.remove(upload)
        detach_upload(upload)


def return_entry(*, by: User, review: Review, key: uuid.UUID, base_number: int, content: ReviewContent) -> Review:
    """T7: publishes the review and asks the student to go deeper, by a suggested date.

    Like its two sisters below: the same `key` again returns the first release.
    Raises ReviewClosed, ReviewConflict, ReviewRefused.
    """
    return _release(Decision.RETURN, by=by, review=review, key=key, base_number=base_number, content=content)


def comment_entry(*, by: User, review: Review, key: uuid.UUID, base_number: int, content: ReviewContent) -> Review:
    """T8: publishes a formative reading; the student goes on with her draft."""
    return _release(Decision.COMMENT, by=by, review=review, key=key, base_number=base_number, content=content)


def accept_entry(*, by: User, review: Review, key: uuid.UUID, base_number: int, content: ReviewContent) -> Review:
    """T9: publishes the review, and the item counts as done."""
    return _release(Decision.ACCEPT, by=by, review=review, key=key, base_number=base_number, content=content)


@transaction.atomic
def _release(
    decision: Decision, *, by: User, review: Review, key: uuid.UUID, base_number: int, content: ReviewContent
) -> Review:
    entry = lock_entry(review.entry)
    review = Review.objects.select_related("version__rubric_version").get(pk=review.pk)
    if review.released_at and review.key == key:
        return review
    _require_open(review, by)
    require(entry, decision)
    is_stale = review.draft_number != base_number and review.saved_with != key
    if is_stale and _content_of(review) != content:
        raise ReviewConflict(review)
    if problems := find_problems(decision, _verdict(entry, review, content), GUARDS):
        raise ReviewRefused(problems)

    results = results_of(review, entry.prompt, content.judgement, content.grade)
    said = {**vars(_spelt_out(content, by)), **results, "waiting_since": entry.waiting_since}
    _publish(review, decision, key, said)
    _EFFECTS[decision](entry, review, by)
    SecondReading.objects.under_way().filter(entry=entry).update(review=review)
    _tell_student(entry, review)
    return review


def _send_back(entry: PortfolioEntry, review: Review, by: User) -> None:
    """A second reading that returns what was accepted takes its mark of done away."""
    was_accepted = entry.accepted_at is not None
    moment = {"returned_at": review.released_at, "suggested_on": review.suggested_on, "waiting_since": None}
    fields = {"accepted_at": None, "round": entry.round + 1}
    move_entry(entry, "return", by, {"version": review.version.number}, **moment, **fields)
    if was_accepted:
        take_mark_back(entry, by)


def _hand_back(entry: PortfolioEntry, review: Review, by: User) -> None:
    moment = {"returned_at": review.released_at, "waiting_since": None}
    move_entry(entry, "comment", by, {"version": review.version.number}, **moment)


def _accept(entry: PortfolioEntry, review: Review, by: User) -> None:
    moment = {"accepted_at": review.released_at, "suggested_on": None, "waiting_since": None}
    move_entry(entry, "accept", by, {"version": review.version.number}, **moment)
    try:
        count_as_done(entry, by)
    except EntryRefused as refusal:
        raise ReviewRefused(refusal.problems) from refusal


def take_mark_back(entry: PortfolioEntry, by: User) -> None:
    """Raises ReviewRefused where the student left, or the prompt was taken out of the course."""
    try:
        reopen_item(by=by, enrolment=entry.enrolment, item_id=entry.prompt_id)
    except (NotStudying, NoSuchItem) as error:
        message = _("It stays accepted: the student left the course, or the prompt was taken out of it.")
        raise ReviewRefused([Problem("", message)]) from error


_EFFECTS = {Decision.RETURN: _send_back, Decision.COMMENT: _hand_back, Decision.ACCEPT: _accept}
_EVENTS = {
    Decision.RETURN: "entry_returned",
    Decision.COMMENT: "entry_commented",
    Decision.ACCEPT: "entry_accepted",
}


def _publish(review: Review, decision: Decision, key: uuid.UUID, said: dict) -> None:
    fields = {**said, "key": key, "decision": decision, "released_at": timezone.now()}
    if decision != Decision.RETURN:
        fields["suggested_on"] = None
    elif said["suggested_on"] is None:
        fields["suggested_on"] = suggested_day()
    _with(review, **fields).save(update_fields=list(fields))
    # What she took out of the draft was never said.
    review.annotations.filter(deleted_at__isnull=False).delete()


def _spelt_out(content: ReviewContent, by: User) -> ReviewContent:
    """With the comments of the bank in the places of codes that no script has put in."""
    overall, request = expand_codes(by=by, text=content.overall), expand_codes(by=by, text=content.request)
    return replace(content, overall=overall, request=request)


def _tell_student(entry: PortfolioEntry, review: Review) -> None:
    notify(
        _EVENTS[Decision(review.decision)],
        entry.enrolment.student,
        key=f"review:{review.pk}",
        url=reverse("learning:entry", args=[entry.enrolment.course.slug, entry.prompt_id]),
        about=review,
        data={"prompt": entry.prompt.title},
    )


@transaction.atomic
def return_and_open_next(
    *, by: User, review: Review, key: uuid.UUID, base_number: int, content: ReviewContent
) -> Review | None:
    """T7 and T5 in one: returns the next review, None when nothing waits. A repeat finds the one it had opened."""
    released = return_entry(by=by, review=review, key=key, base_number=base_number, content=content)
    opened = Review.objects.open().filter(reviewer=by, opened_at__gte=released.released_at)
    if found := opened.order_by("opened_at").first():
        return found
    while following := next_waiting(by, released.entry):
        try:
            return open_review(by=by, entry=following)
        except (ReviewTaken, EntryLocked):
            # Somebody else opened it, or its writer took it back, at this moment: that costs no release.
            continue
    return None


def mark_reviews_seen(*, by: User, entry_id: int) -> None:
    """A reading trace: the student has the released feedback before her."""
    unseen = Review.objects.released().filter(entry=entry_id, entry__enrolment__student=by, seen_at__isnull=True)
    unseen.update(seen_at=timezone.now())


@transaction.atomic
def mark_review_helpful(*, by: User, review: Review, on: bool) -> None:
    """The student says that this feedback helped her, or takes that back: her portfolio shows it first."""
    Review.objects.released().filter(pk=review.pk).update(helped_at=timezone.now() if on else None)


def suggested_day() -> datetime.date:
    """The day that a return proposes unless the reviewer names another."""
    return timezone.localdate() + datetime.timedelta(days=DAYS_TO_GO_DEEPER)


def begin_review(entry: PortfolioEntry, by: User) -> Review:
    """A new review of the version that stands, or the draft that this reviewer had set aside for it."""
    version = entry.versions.standing().latest("number")
    now = timezone.now()
    review = Review.objects.filter(
        version=version, reviewer=by, released_at__isnull=True, set_aside_at__isnull=False
    ).last()
    place_open_annotations(version)
    if review is None:
        return Review.objects.create(entry=entry, version=version, reviewer=by, opened_at=now, renewed_at=now)
    _with(review, set_aside_at=None, opened_at=now, renewed_at=now).save()
    return review


def set_aside(review: Review) -> None:
    _with(review, set_aside_at=timezone.now()).save(update_fields=["set_aside_at"])


def _require_open(review: Review, by: User) -> None:
    if review.released_at or review.set_aside_at or review.reviewer_id != by.pk:
        raise ReviewClosed(review.pk)


def _with(review: Review, **fields) -> Review:
    for name, value in fields.items():
        setattr(review, name, value)
    return review


def _content_of(review: Review) -> ReviewContent:
    return ReviewContent(review.overall, review.request, review.grade, review.suggested_on, review.judgement)


def _verdict(entry: PortfolioEntry, review: Review, content: ReviewContent) -> Verdict:
    return Verdict(
        overall=content.overall,
        request=content.request,
        grade=content.grade,
        intent=review.version.intent,
        accept_as_final=review.version.accept_as_final,
        graded=entry.prompt.graded,
        max_grade=entry.prompt.max_grade,
        sheet=sheet_of(review),
        judgement=content.judgement,
        is_second_reading=is_second_reading(entry),
        lacks_change=lacks_change(review.version),
        asks_in_the_text=review.annotations.standing().filter(kind__in=ASKING).exists(),
    )


def is_second_reading(entry: PortfolioEntry) -> bool:
    return SecondReading.objects.under_way().filter(entry=entry).exists()
