"""Comments on passages: a reviewer drafts them within her review, and they are released with it; then both answer."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.accounts.models import User
from home.notifications.actions import notify
from learning.portfolio.guards import Problem
from learning.portfolio.models import EntryVersion
from learning.reviews.actions.bank import expand_codes
from learning.reviews.actions.errors import ReviewClosed, ReviewRefused
from learning.reviews.anchors import LONGEST_QUOTE, Anchor, find_anchor, make_anchor, text_content
from learning.reviews.models import Annotation, AnnotationPlace, AnnotationReply, Review

# More than a person writes on one text, and what a screen still carries.
MOST_ANNOTATIONS = 500
MOST_REPLIES = 50


@dataclass(frozen=True)
class Passage:
    """What somebody selected: code points of the version's text content, and the words as her browser gave them."""

    start: int
    end: int
    exact: str = ""


@dataclass(frozen=True)
class Remark:
    kind: str
    text: str


@transaction.atomic
def annotate(*, by: User, review: Review, key: uuid.UUID, passage: Passage, remark: Remark) -> Annotation:
    """Keeps a comment as part of the draft. The same `key` again finds the first one.

    Raises ReviewClosed, and ReviewRefused where the passage or the comment cannot be taken.
    """
    review = _lock_open(review, by)
    if first := review.annotations.filter(key=key).first():
        return first
    if review.annotations.count() >= MOST_ANNOTATIONS:
        raise ReviewRefused([Problem("", _("There are very many comments already. Say the rest in the whole."))])
    anchor = _anchor(text_content(review.version.text), passage)
    text = expand_codes(by=by, text=remark.text)
    return Annotation.objects.create(
        review=review, key=key, **vars(anchor), kind=remark.kind, text=text, written_at=timezone.now()
    )


@transaction.atomic
def change_annotation(*, by: User, annotation: Annotation, remark: Remark) -> None:
    """Raises ReviewClosed once it was released."""
    _lock_open(annotation.review, by)
    text = expand_codes(by=by, text=remark.text)
    Annotation.objects.filter(pk=annotation.pk).update(kind=remark.kind, text=text)


@transaction.atomic
def delete_annotation(*, by: User, annotation: Annotation) -> None:
    """Takes it out of the draft; it can come back until the review is released. Raises ReviewClosed."""
    _lock_open(annotation.review, by)
    Annotation.objects.filter(pk=annotation.pk, deleted_at=None).update(deleted_at=timezone.now())


@transaction.atomic
def restore_annotation(*, by: User, annotation: Annotation) -> None:
    """Raises ReviewClosed."""
    _lock_open(annotation.review, by)
    Annotation.objects.filter(pk=annotation.pk).update(deleted_at=None)


@transaction.atomic
def resolve_annotation(*, by: User, annotation: Annotation) -> None:
    """Marks a released comment as taken up: it is not carried to the next version. Doing it twice changes nothing."""
    now = timezone.now()
    Annotation.objects.released().filter(pk=annotation.pk, resolved_at=None).update(resolved_at=now, resolved_by=by)


@transaction.atomic
def reopen_annotation(*, by: User, annotation: Annotation) -> None:
    Annotation.objects.released().filter(pk=annotation.pk).update(resolved_at=None, resolved_by=None)


@transaction.atomic
def reply_to_annotation(*, by: User, annotation: Annotation, key: uuid.UUID, text: str) -> AnnotationReply:
    """Answers a released comment; the other side sees it at once and hears of it once a day.

    The same `key` again finds the first answer. Raises ReviewClosed while the comment is a draft, ReviewRefused.
    """
    if annotation.review.released_at is None or annotation.deleted_at:
        raise ReviewClosed(annotation.review_id)
    if first := AnnotationReply.objects.filter(author=by, key=key).first():
        return first
    if annotation.replies.count() >= MOST_REPLIES:
        raise ReviewRefused(
            [Problem("text", _("This conversation is long already: go on in your text or in a new one."))]
        )
    now = timezone.now()
    reply = AnnotationReply.objects.create(annotation=annotation, author=by, key=key, text=text, written_at=now)
    _tell_other_side(reply, by, now.date())
    return reply


def place_open_annotations(version: EntryVersion) -> None:
    """Finds the comments that still ask for something again in a later version, once: for the screen that shows it."""
    carried = Annotation.objects.released().unresolved().filter(review__entry=version.entry_id)
    carried = carried.exclude(review__version=version).exclude(places__version=version)
    text = text_content(version.text)
    places = []
    for row in carried:
        found = find_anchor(text, Anchor(row.start, row.end, row.exact, row.prefix, row.suffix))
        start, end = found or (None, None)
        places.append(AnnotationPlace(annotation=row, version=version, start=start, end=end))
    AnnotationPlace.objects.bulk_create(places, ignore_conflicts=True)


def _lock_open(review: Review, by: User) -> Review:
    """Holds the review, so that nothing is added while it is released; a comment renews the reader's lock."""
    review = Review.objects.select_for_update(of=("self",)).select_related("version").get(pk=review.pk)
    if review.released_at or review.set_aside_at or review.reviewer_id != by.pk:
        raise ReviewClosed(review.pk)
    Review.objects.filter(pk=review.pk).update(renewed_at=timezone.now())
    return review


def _anchor(text: str, passage: Passage) -> Anchor:
    """Checked against the text: a browser that counts otherwise is believed in its words."""
    start, end = passage.start, passage.end
    exact = passage.exact.strip()
    if exact and text[start:end].strip() != exact:
        found = find_anchor(text, Anchor(start, end, exact))
        if found is None:
            raise ReviewRefused([Problem("passage", _("These words are not in this version. Select them again."))])
        start, end = found
    try:
        anchor = make_anchor(text, start, end)
    except ValueError as error:
        raise ReviewRefused([Problem("passage", _("Select the words that you comment on."))]) from error
    if len(anchor.exact) > LONGEST_QUOTE:
        message = _("The passage is too long: select at most %(number)s characters.") % {"number": LONGEST_QUOTE}
        raise ReviewRefused([Problem("passage", message)])
    return anchor


def _tell_other_side(reply: AnnotationReply, by: User, day: datetime.date) -> None:
    entry = reply.annotation.review.entry
    student = entry.enrolment.student
    address = reverse("learning:entry", args=[entry.enrolment.course.slug, entry.prompt_id])
    person, event = student, "annotation_replied"
    if by.pk == student.pk:
        address = reverse("learning:review", args=[entry.public_id])
        person, event = reply.annotation.review.reviewer, "annotation_replied_by_student"
    url = f"{address}#note-{reply.annotation.public_id}"
    data = {"prompt": entry.prompt.title}
    notify(event, person, key=f"{reply.annotation_id}:{day}", url=url, about=reply.annotation, data=data)
