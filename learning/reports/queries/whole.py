"""A whole portfolio for one reader, in time order: the page, the printed copy and the offline copy are made from it."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Max, Min, Q

from home.accounts.models import User
from home.richtext.differences import SAME, Block, compare_words
from home.uploads.models import Upload
from learning.courses.rubric_sheets import JudgedCriterion, judged_criteria
from learning.enrolment.models import Enrolment
from learning.portfolio.enums import EntryState, ReaderKind
from learning.portfolio.models import ClosingVersion, EntryVersion, PortfolioEntry, readable_portfolios
from learning.portfolio.queries import CitedRecord, cited_with_versions
from learning.portfolio.rules import is_in_charge_of
from learning.reviews.enums import Decision, NoteKind
from learning.reviews.models import Annotation, Review


@dataclass(frozen=True)
class SentText:
    """A version as it was sent."""

    number: int
    html: str
    word_count: int
    submitted_at: datetime.datetime


@dataclass(frozen=True)
class Remark:
    """A released comment on a passage."""

    quote: str
    kind: str
    text: str


@dataclass(frozen=True)
class Feedback:
    """A released review. Guests find neither grade nor levels."""

    pk: int
    version: int
    reviewer: str
    decision: str
    overall: str
    request: str
    grade: Decimal | None
    released_at: datetime.datetime | None
    helped: bool
    judged: list[JudgedCriterion] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label)


@dataclass
class WholeEntry:
    """One reflection; what `SECTIONS` know of it stands in its fields."""

    pk: int
    public_id: uuid.UUID
    prompt_id: int
    title: str
    prompt: str
    state: str
    accepted_at: datetime.datetime | None
    begun_at: datetime.datetime
    first: SentText | None = None
    last: SentText | None = None
    feedback: list[Feedback] = field(default_factory=list)
    files: list[Upload] = field(default_factory=list)
    cited: list[CitedRecord] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"r{self.pk}"

    @property
    def state_label(self) -> str:
        return str(EntryState(self.state).label)

    @cached_property
    def changes(self) -> list[Block]:
        """What changed from the first to the last version, word by word; nothing where one was sent."""
        if self.first is None or self.last is None or self.first.number == self.last.number:
            return []
        blocks = compare_words(self.first.html, self.last.html)
        return blocks if any(block.is_changed for block in blocks) else []

    @property
    def changed_blocks(self) -> list[Block]:
        """The same without what stayed: a printed copy holds the last version already."""
        return [block for block in self.changes if block.is_changed]

    @property
    def changed_pieces(self) -> int:
        return sum(piece.kind != SAME for block in self.changed_blocks for piece in block.pieces)

    @property
    def mattered(self) -> list[Feedback]:
        """What she marked as helpful; where she marked nothing, the last word."""
        return [row for row in self.feedback if row.helped] or self.feedback[-1:]

    @property
    def other_feedback(self) -> list[Feedback]:
        return [row for row in self.feedback if row not in self.mattered]


@dataclass
class WholePortfolio:
    """`entries` are those shown, in the order in which they were first sent; `under_way` the others, by name only."""

    enrolment: Enrolment
    reader: str
    entries: list[WholeEntry] = field(default_factory=list)
    under_way: list[WholeEntry] = field(default_factory=list)
    closing: ClosingVersion | None = None

    @property
    def is_own(self) -> bool:
        return self.reader == ReaderKind.OWN

    @property
    def is_guests(self) -> bool:
        return self.reader == ReaderKind.GUEST

    @property
    def by_pk(self) -> dict[int, WholeEntry]:
        return {entry.pk: entry for entry in self.entries}


def readable_portfolio(person: User, public_id: uuid.UUID) -> tuple[Enrolment, str] | None:
    """The enrolment and as whom `person` reads it; None where it is not for her. At most two queries."""
    found = readable_portfolios(person).select_related("student", "course", "offering", "tutoring_group")
    enrolment = found.filter(public_id=public_id).first()
    if enrolment is None:
        return None
    if enrolment.student_id == person.pk:
        return enrolment, ReaderKind.OWN
    return enrolment, ReaderKind.CHARGE if is_in_charge_of(person, enrolment) else ReaderKind.GUEST


def whole_portfolio(enrolment: Enrolment, reader: str, *, all_sent: bool = False) -> WholePortfolio:
    """Accepted work, and with `all_sent` what stands otherwise; guests get accepted work alone.

    What is read without names stands beside a name only once it is accepted.

    One query for the entries and one a section, whatever their number.
    """
    portfolio = WholePortfolio(enrolment, reader)
    for entry in _entries(enrolment, reader):
        is_sent = entry.pop("sent_at") is not None
        row = WholeEntry(**entry)
        is_shown = row.state == EntryState.ACCEPTED or (all_sent and is_sent and not portfolio.is_guests)
        (portfolio.entries if is_shown and is_sent else portfolio.under_way).append(row)
    if portfolio.is_guests:
        portfolio.under_way.clear()
    for add in SECTIONS:
        add(portfolio)
    return portfolio


def _hidden(reader: str) -> Q:
    """Entries that would tell their reader whose text it is that she reads without a name."""
    blind = Q(prompt__blind_review=True) & ~Q(state=EntryState.ACCEPTED)
    return blind if reader == ReaderKind.CHARGE else Q(pk__in=[])


def _entries(enrolment: Enrolment, reader: str) -> list[dict[str, Any]]:
    stands = Q(versions__recalled_at__isnull=True)
    entries = (
        PortfolioEntry.objects.filter(enrolment=enrolment)
        .exclude(_hidden(reader))
        .annotate(sent_at=Min("versions__submitted_at", filter=stands))
    )
    same = ("pk", "public_id", "prompt_id", "state", "accepted_at", "sent_at")
    rows: list[dict[str, Any]] = [*entries.values(*same, "prompt__title", "prompt__prompt", "started_at")]
    found = [
        {
            **{name: row[name] for name in same},
            "title": row["prompt__title"],
            "prompt": row["prompt__prompt"],
            "begun_at": row["sent_at"] or row["started_at"],
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["begun_at"], row["pk"]))


def _add_versions(portfolio: WholePortfolio) -> None:
    standing = EntryVersion.objects.standing().filter(entry__in=portfolio.by_pk)
    ends = standing.order_by().values("entry").annotate(first=Min("pk"), last=Max("pk"))
    firsts, lasts = ends.values("first"), ends.values("last")
    texts = EntryVersion.objects.filter(Q(pk__in=firsts) | Q(pk__in=lasts)).order_by("number")
    for entry, number, html, words, sent_at in texts.values_list(
        "entry", "number", "text", "word_count", "submitted_at"
    ):
        row, text = portfolio.by_pk[entry], SentText(number, html, words, sent_at)
        # What she took out again is not for guests: they find the last version alone.
        row.first, row.last = (text if portfolio.is_guests else row.first or text), text


def _add_feedback(portfolio: WholePortfolio) -> None:
    reviews = (
        Review.objects.released()
        .filter(entry__in=portfolio.by_pk)
        .select_related("reviewer", "version__rubric_version")
    )
    for review in reviews.order_by("released_at"):
        portfolio.by_pk[review.entry_id].feedback.append(
            Feedback(
                pk=review.pk,
                version=review.version.number,
                reviewer=review.reviewer.name,
                decision=review.decision,
                overall=review.overall,
                request=review.request,
                grade=None if portfolio.is_guests else review.grade,
                released_at=review.released_at,
                helped=review.helped_at is not None,
                judged=[] if portfolio.is_guests else _judged(review),
            )
        )


def _judged(review: Review) -> list[JudgedCriterion]:
    rubric = review.version.rubric_version
    return judged_criteria(rubric.sheet, review.judgement, review.version.self_assessment) if rubric else []


def _add_remarks(portfolio: WholePortfolio) -> None:
    """Comments on passages, not for guests: they do not find the version that these speak of."""
    if portfolio.is_guests:
        return
    by_review = {row.pk: row for entry in portfolio.entries for row in entry.feedback}
    notes = Annotation.objects.filter(review__in=by_review, deleted_at__isnull=True).order_by("start", "pk")
    for note in notes:
        remark = Remark(note.exact, str(NoteKind(note.kind).label), note.text)
        by_review[note.review_id].remarks.append(remark)


def _add_files(portfolio: WholePortfolio) -> None:
    numbers = {entry.pk: entry.last.number for entry in portfolio.entries if entry.last}
    ties = EntryVersion.attachments.through.objects.filter(entryversion__entry__in=numbers)
    found: dict[int, list[Upload]] = defaultdict(list)
    for tie in ties.select_related("upload", "entryversion").order_by("upload"):
        if tie.entryversion.number == numbers[tie.entryversion.entry_id]:
            found[tie.entryversion.entry_id].append(tie.upload)
    for entry in portfolio.entries:
        entry.files = found[entry.pk]


def _add_cited(portfolio: WholePortfolio) -> None:
    """The changes at work that went with the last version; not for guests: a colleague may stand in them."""
    if portfolio.is_guests:
        return
    numbers = {entry.pk: entry.last.number for entry in portfolio.entries if entry.last}
    for entry, number, record in cited_with_versions(numbers):
        if number == numbers[entry]:
            portfolio.by_pk[entry].cited.append(record)


def _add_closing(portfolio: WholePortfolio) -> None:
    versions = ClosingVersion.objects.filter(closing__enrolment=portfolio.enrolment)
    portfolio.closing = versions.order_by("-number").first()


# What a portfolio is made of: one query over `portfolio.by_pk`, and a field of WholeEntry.
SECTIONS: tuple[Callable[[WholePortfolio], None], ...] = (
    _add_versions,
    _add_feedback,
    _add_remarks,
    _add_files,
    _add_cited,
    _add_closing,
)


def file_of_portfolio(enrolment: Enrolment, reader: str, public_id: uuid.UUID) -> Upload | None:
    """A file that went with a version which `reader` finds in the portfolio."""
    entries = PortfolioEntry.objects.filter(enrolment=enrolment).exclude(_hidden(reader))
    versions = EntryVersion.objects.standing().filter(entry__in=entries)
    if reader == ReaderKind.GUEST:
        # Guests are shown the last version of accepted work: what it no longer holds is not theirs.
        versions = versions.filter(entry__state=EntryState.ACCEPTED)
        lasts = versions.order_by().values("entry").annotate(last=Max("pk")).values("last")
        versions = EntryVersion.objects.filter(pk__in=lasts)
    return Upload.objects.filter(public_id=public_id, entry_versions__in=versions).first()
