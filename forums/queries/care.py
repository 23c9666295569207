"""What waits for board staff, and what they did."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, QuerySet, Subquery, Value
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forums.enums import Decision, Following, HeldBecause, MemberRole, ReportReason
from forums.models import Board, BoardCare, BoardMember, Caution, HeldPost, PostReport, ReadMark
from forums.queries.names import shown_title
from home.accounts.models import User

AT_ONCE = 50
# What was decided longer ago is in the log alone.
DECIDED_FOR = timedelta(days=30)
LOG_ROWS = 200


@dataclass(frozen=True)
class Reason:
    words: str
    note: str
    reporter: str
    reported_at: datetime


@dataclass(frozen=True)
class ReportedPost:
    """A post with the reports of it; `decision` is the words of what was decided, empty while it waits."""

    post_id: int
    topic_id: int
    number: int
    subject: str
    board: str
    author: str
    html: str
    is_hidden: bool
    reasons: list[Reason]
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True)
class HeldRow:
    id: int
    board: str
    subject: str
    begins_topic: bool
    author: str
    html: str
    because: str
    held_at: datetime
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True)
class CareQueue:
    reported: list[ReportedPost]
    held: list[HeldRow]

    @property
    def is_empty(self) -> bool:
        return not (self.reported or self.held)


def boards_kept_by(person: User) -> QuerySet[Board]:
    """The boards whose staff she is."""
    kept = BoardMember.objects.filter(person=person, role=MemberRole.STAFF).values("board")
    return (
        Board.objects.filter(pk__in=kept).annotate(shown=shown_title(person.pk)).order_by("position", "title", "place")
    )


def care_waiting(person: User) -> CareQueue:
    """What waits on the boards whose staff she is, the longest wait first. Two queries."""
    reports = PostReport.objects.kept_by(person).open().order_by("reported_at", "pk")
    held = HeldPost.objects.kept_by(person).waiting().order_by("held_at", "pk")
    return CareQueue(_reported(reports, person), _held(held, person))


def care_decided(person: User) -> CareQueue:
    """What was decided there lately, the last first. Two queries."""
    since = timezone.now() - DECIDED_FOR
    reports = PostReport.objects.kept_by(person).exclude(decision="").filter(decided_at__gt=since)
    held = HeldPost.objects.kept_by(person).exclude(decision="").filter(decided_at__gt=since)
    latest = ("-decided_at", "pk")
    return CareQueue(_reported(reports.order_by(*latest), person), _held(held.order_by(*latest), person))


def _reported(reports: QuerySet[PostReport], person: User) -> list[ReportedPost]:
    reports = reports.annotate(shown=shown_title(person.pk, "post__topic__board__"))
    people = ("post__topic__board", "post__author", "reporter", "decided_by")
    # Several people report one post: its place is that of its first report.
    by_post: dict[tuple, list[PostReport]] = defaultdict(list)
    for report in reports.select_related(*people)[: AT_ONCE * 4]:
        by_post[report.post_id, report.decided_at].append(report)
    return [_post_of(found) for found in list(by_post.values())[:AT_ONCE]]


def _post_of(reports: list[Any]) -> ReportedPost:
    first, post = reports[0], reports[0].post
    return ReportedPost(
        post_id=post.pk,
        topic_id=post.topic_id,
        number=post.number,
        subject=post.topic.subject,
        board=first.shown,
        author=_name(post.author),
        html=post.html,
        is_hidden=post.hidden_at is not None,
        reasons=[_reason(report) for report in reports],
        decision=str(Decision(first.decision).label) if first.decision else "",
        decided_by=_name(first.decided_by),
        decided_at=first.decided_at,
    )


def _reason(report: PostReport) -> Reason:
    return Reason(str(ReportReason(report.reason).label), report.note, _name(report.reporter), report.reported_at)


def _held(rows: QuerySet[HeldPost], person: User) -> list[HeldRow]:
    rows = rows.annotate(shown=shown_title(person.pk, "board__"))
    found: Iterable[Any] = rows.select_related("board", "topic", "author", "decided_by")[:AT_ONCE]
    return [
        HeldRow(
            id=row.pk,
            board=row.shown,
            subject=row.topic.subject if row.topic else row.subject,
            begins_topic=row.topic_id is None,
            author=_name(row.author),
            html=row.html,
            because=str(HeldBecause(row.because).label),
            held_at=row.held_at,
            decision=str(Decision(row.decision).label) if row.decision else "",
            decided_by=_name(row.decided_by),
            decided_at=row.decided_at,
        )
        for row in found
    ]


def _name(person: User | None) -> str:
    return person.name if person else ""


def staff_waiting(person: User) -> int | None:
    """How many posts wait for her decision, one for each whatever the number of its reports; None for who has no board
    to look after. One query."""
    reports = PostReport.objects.kept_by(person).open().order_by().values("post").distinct()
    held = HeldPost.objects.kept_by(person).waiting().order_by()
    kept = BoardMember.objects.filter(person=person, role=MemberRole.STAFF).order_by()
    rows = kept.values("person").annotate(
        reported=Subquery(_counted(reports, "post")), held=Subquery(_counted(held, "pk"))
    )
    row = rows.values_list("reported", "held").first()
    return None if row is None else (row[0] or 0) + (row[1] or 0)


def _counted(rows: QuerySet, column: str) -> QuerySet:
    """One row with how many different values there are, to stand as a subquery."""
    return rows.annotate(one=Value(1)).values("one").annotate(many=Count(column, distinct=True)).values("many")


def own_waiting(person: User, board_id: int, topic_id: int | None = None) -> QuerySet[HeldPost]:
    """What she sent and the staff has not let in: on a topic, or what would begin one on the board."""
    mine = HeldPost.objects.filter(author=person, board=board_id, topic=topic_id)
    return mine.exclude(decision=Decision.LET_IN).order_by("held_at")


def rules_for(person: User, board_id: int) -> str:
    """The rules of the room, for who has not written in it; nothing for who has."""
    wrote = ReadMark.objects.filter(topic__board=board_id, person=person, written__gt=0)
    rules = BoardCare.objects.filter(~Exists(wrote), board=board_id).values_list("rules", flat=True)
    return rules.first() or ""


def care_of(board_id: int) -> BoardCare:
    """The board's care, or the defaults, unsaved."""
    return BoardCare.objects.filter(board=board_id).first() or BoardCare(board_id=board_id)


def cautions_of(board: Board) -> QuerySet[Caution]:
    return Caution.objects.filter(board=board).select_related("person", "given_by", "post").order_by("-given_at")


@dataclass(frozen=True)
class Act:
    """A line of the board's log: who did what, when, and to which post or topic (an address, where there is one)."""

    at: datetime
    who: str
    what: str
    topic_id: int | None
    details: str


def acts_on(board: Board) -> list[Act]:
    """What was done on the board, the last first, at most LOG_ROWS. One query."""
    kind = ContentType.objects.get_for_model(Board)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(board.pk)).select_related("user")
    return [
        Act(
            at=entry.timestamp,
            who=_name(entry.user),
            what=str(entry.message),
            topic_id=entry.data.get("topic"),
            details=_details(entry.data),
        )
        for entry in entries.order_by("-timestamp", "-pk")[:LOG_ROWS]
    ]


def _details(data: dict) -> str:
    changed = data.get("changed", {})
    names = {field.name: field.verbose_name for field in BoardCare._meta.fields}
    said = {name: [_worded(name, value) for value in values] for name, values in changed.items()}
    return "; ".join(f"{names[name]}: {before} → {after}" for name, (before, after) in said.items())


def _worded(name: str, value: object) -> str:
    return str(Following(str(value)).label) if name == "following" else str(value or "–")
