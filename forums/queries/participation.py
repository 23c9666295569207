"""Who took part in the conversations of some boards, and how much: what everybody may read there counts."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from forums.enums import MemberRole
from forums.models import BoardMember, ParticipationGrade, Post, Topic
from home.accounts.models import User
from home.search import fold

UNANSWERED_FOR = timedelta(hours=48)
Written = tuple[int, int, int, int, datetime | None, datetime | None]
# What who never wrote has written, in the order of the row's columns.
NOTHING: Written = (0, 0, 0, 0, None, None)


@dataclass(frozen=True)
class ParticipationRow:
    """`points` is her grade where one board is looked at; times are None for who never wrote."""

    person_id: int
    name: str
    topics: int
    replies: int
    words: int
    reactions: int
    first_at: datetime | None
    last_at: datetime | None
    points: int | None

    @property
    def posts(self) -> int:
        return self.topics + self.replies


@dataclass(frozen=True)
class BoardFigures:
    """`first_answer` is the median number of hours until somebody else answered; None where nobody did."""

    topics: int
    unanswered: int
    by_staff: int
    by_others: int
    first_answer: float | None


ORDERS: dict[str, Callable[[ParticipationRow], Any]] = {
    "nome": lambda row: fold(row.name),
    "conversas": lambda row: (-row.topics, fold(row.name)),
    "respostas": lambda row: (-row.replies, fold(row.name)),
    "palavras": lambda row: (-row.words, fold(row.name)),
    "reacoes": lambda row: (-row.reactions, fold(row.name)),
    "primeira": lambda row: (row.first_at is None, row.first_at, fold(row.name)),
    "ultima": lambda row: (row.last_at is None, -row.last_at.timestamp() if row.last_at else 0, fold(row.name)),
}


def participation_in(
    boards: Sequence[int], *, order: str = "nome", among: QuerySet | None = None
) -> list[ParticipationRow]:
    """Everybody who is a member of one of the boards, staff and readers left out; an unknown order is by name.

    `among` (ids of people) narrows it. Three queries, whatever the numbers.
    """
    members = BoardMember.objects.filter(board__in=boards, role=MemberRole.MEMBER)
    people = User.objects.filter(pk__in=members.values("person"))
    if among is not None:
        people = people.filter(pk__in=among)
    written = _written(boards)
    points = _points(boards[0]) if len(boards) == 1 else {}
    rows = [
        ParticipationRow(person.pk, person.name, *written.get(person.pk, NOTHING), points.get(person.pk))
        for person in people.only("social_name", "full_name")
    ]
    return sorted(rows, key=ORDERS.get(order, ORDERS["nome"]))


def own_participation(person: User, board_id: int) -> ParticipationRow:
    """Her own line of the report. Two queries."""
    written = _written([board_id], person.pk).get(person.pk, NOTHING)
    return ParticipationRow(person.pk, person.name, *written, _points(board_id, person.pk).get(person.pk))


def _written(boards: Sequence[int], author: int | None = None) -> dict[int, Written]:
    """Person -> what she wrote, in the order of ParticipationRow's columns."""
    posts = shared_posts(boards).exclude(author=None)
    if author is not None:
        posts = posts.filter(author=author)
    rows = posts.values("author").annotate(
        begun_here=Count("pk", filter=Q(number=1)),
        answered_here=Count("pk", filter=Q(number__gt=1)),
        all_words=Sum("word_count"),
        received=Sum(F("thanks") + F("lived")),
        first_at=Min("created_at"),
        last_at=Max("created_at"),
    )
    columns = ("author", "begun_here", "answered_here", "all_words", "received", "first_at", "last_at")
    return {row[0]: row[1:] for row in rows.order_by().values_list(*columns)}


def shared_posts(boards: Sequence[int]) -> QuerySet[Post]:
    """The posts that stand for everybody who reads the boards: none deleted, moved away or hidden."""
    return Post.objects.standing().filter(topic__board__in=boards, hidden_at=None, topic__hidden_at=None)


def _points(board_id: int, person: int | None = None) -> dict[int, int]:
    grades = ParticipationGrade.objects.filter(board=board_id)
    if person is not None:
        grades = grades.filter(person=person)
    return dict(grades.values_list("person_id", "points"))


def figures_of(boards: Sequence[int]) -> BoardFigures:
    """How the boards as a whole are answered. Two queries."""
    old = timezone.now() - UNANSWERED_FOR
    topics = (
        Topic.objects.standing()
        .filter(board__in=boards, hidden_at=None)
        .aggregate(all=Count("pk"), unanswered=Count("pk", filter=Q(is_answered=False, created_at__lt=old)))
    )
    answers = shared_posts(boards).filter(number__gt=1)
    staff = BoardMember.objects.filter(board__in=boards, role=MemberRole.STAFF).values("person")
    is_staff, by_another = Q(author__in=staff), ~Q(author=F("topic__author")) | Q(author=None) | Q(topic__author=None)
    rows = list(
        answers.values("topic")
        .annotate(
            staff=Count("pk", filter=is_staff),
            all=Count("pk"),
            first=Min("created_at", filter=by_another),
        )
        .values_list("topic__created_at", "first", "staff", "all")
        .order_by()
    )
    waits = [(first - begun).total_seconds() / 3600 for begun, first, *_ in rows if first]
    by_staff = sum(row[2] for row in rows)
    return BoardFigures(
        topics=topics["all"],
        unanswered=topics["unanswered"],
        by_staff=by_staff,
        by_others=sum(row[3] for row in rows) - by_staff,
        first_answer=statistics.median(waits) if waits else None,
    )


@dataclass(frozen=True)
class GradingPage:
    """One person's part on a board, with her posts and the neighbours in the list by name."""

    row: ParticipationRow
    posts: list[Post]
    grade: ParticipationGrade | None
    place: int
    count: int
    earlier: int | None
    later: int | None


POSTS_SHOWN = 200


def grading_page(board_id: int, person_id: int) -> GradingPage | None:
    """None for somebody who is no member there. Six queries, whatever the numbers; her last POSTS_SHOWN posts."""
    rows = participation_in([board_id])
    place = next((index for index, row in enumerate(rows) if row.person_id == person_id), None)
    if place is None:
        return None
    posts = shared_posts([board_id]).filter(author=person_id).select_related("topic")
    return GradingPage(
        row=rows[place],
        posts=list(posts.order_by("-created_at")[:POSTS_SHOWN]),
        grade=ParticipationGrade.objects.filter(board=board_id, person=person_id).first(),
        place=place + 1,
        count=len(rows),
        earlier=rows[place - 1].person_id if place else None,
        later=rows[place + 1].person_id if place + 1 < len(rows) else None,
    )
