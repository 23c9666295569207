"""An entry with a long history: many versions, and open comments on each of them."""

import datetime
import hashlib
import uuid

from django.utils import timezone

from home.accounts.models import User
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.reviews.enums import Decision, NoteKind
from learning.reviews.models import Annotation, AnnotationPlace, Review

WORDS = [f"palavra{number}" for number in range(700)]


def lengthen(entry: PortfolioEntry, reviewer: User, *, versions: int, comments: int) -> Review:
    """Gives the entry so many versions of 700 words more, and spreads the comments over them; the last is being read.

    The comments of earlier versions are released, open, and found again in the last one.
    """
    first, now = entry.versions.count() + 1, timezone.now()
    rows = EntryVersion.objects.bulk_create(_version(entry, number, now) for number in range(first, first + versions))
    reviews = Review.objects.bulk_create(_review(version, reviewer, now) for version in rows[:-1])
    reading = Review.objects.create(
        entry=entry, version=rows[-1], reviewer=reviewer, opened_at=now, renewed_at=now, overall="Leio."
    )
    reviews = [*reviews, reading]
    notes = Annotation.objects.bulk_create(_note(reviews[n % len(reviews)], n, now) for n in range(comments))
    AnnotationPlace.objects.bulk_create(
        AnnotationPlace(annotation=note, version=rows[-1], start=note.start, end=note.end)
        for note in notes
        if note.review_id != reading.pk
    )
    waits = {"state": EntryState.IN_REVIEW, "waiting_since": now, "round": versions - 1}
    PortfolioEntry.objects.filter(pk=entry.pk).update(**waits)
    return reading


def _version(entry: PortfolioEntry, number: int, now: datetime.datetime) -> EntryVersion:
    text = f"<p>{' '.join(WORDS)} {number}.</p>"
    return EntryVersion(
        entry=entry, author=entry.enrolment.student, key=uuid.uuid4(), number=number, text=text, intent="formative",
        word_count=len(WORDS), sha256=hashlib.sha256(text.encode()).hexdigest(), submitted_at=now,
    )  # fmt: skip


def _review(version: EntryVersion, reviewer: User, now: datetime.datetime) -> Review:
    return Review(
        entry=version.entry, version=version, reviewer=reviewer, overall="Volte à feira.", request="Quem faltava ali?",
        decision=Decision.RETURN, opened_at=now, renewed_at=now, released_at=now,
    )  # fmt: skip


def _note(review: Review, number: int, now: datetime.datetime) -> Annotation:
    word = WORDS[number % len(WORDS)]
    start = len(" ".join([*WORDS[: number % len(WORDS)], ""]))
    return Annotation(
        review=review, key=uuid.uuid4(), start=start, end=start + len(word), exact=word, kind=NoteKind.DEEPEN,
        text=f"Que palavra é esta, a de número {number}?", written_at=now,
    )  # fmt: skip
