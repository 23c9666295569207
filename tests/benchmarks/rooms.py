"""Boards, topics and people of the forums' measures, written in bulk, and processes that write in them at once."""

import datetime
import multiprocessing
import time
import uuid
from collections.abc import Iterable, Iterator

import django
from django.db import connection
from django.db.models import Count, F, Max
from django.urls import reverse
from django.utils import timezone

from forums.actions import limit_counts, receive_post, searchable
from forums.actions.door import POSTS_A_MINUTE
from forums.models import Board, BoardMember, FollowerNotice, Post, ReadMark, Topic
from home.accounts.models import User
from home.richtext import count_words
from tests.benchmarks.load import Outcome, Visit
from tests.benchmarks.pages import session_of

BATCH = 2000
BIG, SMALL, BUSY = "Mural de muitas conversas", "Mural de poucas conversas", "Mural em que todos escrevem"
FEW_TOPICS, FEW_POSTS, FEW_UNREAD = 40, 60, 20
WORDS = "<p>Aqui a reunião passou para sexta e quem atende na recepção também fala. Duas coisas mudaram.</p>" * 2
MUCH, LITTLE = "leitora-de-muito@example.org", "leitora-de-pouco@example.org"


def fill(*, topics: int, posts: int, unread: int, talks: int) -> None:
    """A big board with a long topic, a small one with a short topic, each with a reader; and one for who writes."""
    for title, reader, many, long, new in (
        (BIG, MUCH, topics, posts, unread), (SMALL, LITTLE, FEW_TOPICS, FEW_POSTS, FEW_UNREAD),
    ):  # fmt: skip
        board, person, other = Board.objects.create(title=title), _person(reader), _person(f"autora-{reader}")
        BoardMember.objects.bulk_create(BoardMember(board=board, person=who) for who in (person, other))
        made = list(_topics(board, other, [2] * (many - 1) + [long]))
        # The long topic is unread too: it opens at its first new post, a page before the end.
        read = [(topic, topic.last_number) for topic in made[: many - new]]
        read.append((made[-1], long - 10))
        _create(ReadMark, (ReadMark(topic=topic, person=person, number=number) for topic, number in read))
    board = Board.objects.create(title=BUSY)
    list(_topics(board, _person("anfitria@example.org"), [1] * talks))
    limit_counts()


def _person(email: str) -> User:
    return User.objects.create(email=email, full_name=email.split("@")[0].replace("-", " ").title())


def _topics(board: Board, author: User, sizes: list[int]) -> Iterator[Topic]:
    now = timezone.now()
    for start in range(0, len(sizes), BATCH):
        rows = [
            Topic(
                board=board, subject=f"Conversa {start + place}", author=author, created_at=now, last_number=size,
                last_post_at=now - datetime.timedelta(minutes=len(sizes) - start - place), is_answered=False,
            )
            for place, size in enumerate(sizes[start : start + BATCH])
        ]  # fmt: skip
        made = Topic.objects.bulk_create(rows)
        _create(Post, (post for topic in made for post in _posts(topic, author)))
        yield from made


def _posts(topic: Topic, author: User) -> Iterator[Post]:
    folded, words = searchable("", 2, WORDS), count_words(WORDS)
    for number in range(1, topic.last_number + 1):
        yield Post(
            topic=topic, number=number, author=author, html=WORDS, search_text=folded, word_count=words,
            key=uuid.uuid4(), created_at=topic.last_post_at,
        )  # fmt: skip


def _create(model, rows: Iterable) -> None:
    model.objects.bulk_create(rows, batch_size=BATCH)


def pairs() -> list[tuple[str, Visit, Visit]]:
    """(name, the page with much, the same with little)."""
    names = {
        "board": ("forums:board", "board", ""),
        "board, hundredth page (second of the small one)": ("forums:board", "board", "?pagina=100"),
        "topic at its first unread post": ("forums:topic", "topic", ""),
        "topic, first page": ("forums:topic", "topic", "?pagina=1"),
        "boards, with what is unread": ("forums:boards", "", ""),
        "home, with what is unread": ("learning:desk", "", ""),
        "unread conversations": ("forums:topic_list", "novas", ""),
        "conversations without an answer": ("forums:topic_list", "sem-resposta", ""),
    }
    return [(name, _visit(BIG, MUCH, *place), _visit(SMALL, LITTLE, *place)) for name, place in names.items()]


def _visit(title: str, reader: str, name: str, thing: str, query: str) -> Visit:
    board = Board.objects.get(title=title)
    topic = board.topics.order_by("-last_number").first()
    arguments = {"board": [board.pk], "topic": [topic.pk], "": []}.get(thing, [thing])
    if query == "?pagina=100" and title == SMALL:
        # Its last one: a later page is made in another way than the first.
        query = "?pagina=2"
    return Visit(reverse(name, args=arguments) + query, session_of(User.objects.get(email=reader)), "<main")


def write_at_once(*, count: int, seconds: float, writers: int) -> Outcome:
    """Processes with connections of their own, each keeping its part of the pace; people enough that nobody hurries."""
    board = Board.objects.get(title=BUSY)
    before = Post.objects.filter(topic__board=board).count()
    people = [pk for (pk,) in _crowd(board, count * 60 // int(seconds) // (POSTS_A_MINUTE - 1) + writers)]
    talks = list(board.topics.values_list("pk", flat=True))
    # A process has no use for a connection that its parent uses too.
    connection.close()
    parts = [
        (count // writers, seconds, people[place::writers], talks[place:] + talks[:place]) for place in range(writers)
    ]
    started = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(writers, initializer=django.setup) as pool:
        results = pool.starmap(_write, parts)
    outcome = Outcome(elapsed=max(ended for _seconds, _wrong, ended in results) or time.perf_counter() - started)
    for took, wrong, _ended in results:
        outcome.seconds += took
        outcome.wrong += wrong
    outcome.wrong += _miscounted(board, before + len(outcome.seconds))
    return outcome


def _crowd(board: Board, size: int) -> Iterator[tuple[int]]:
    missing = size - board.members.count()
    people = User.objects.bulk_create(
        User(email=f"{uuid.uuid4().hex}@example.org", full_name=f"Pessoa {place}") for place in range(max(missing, 0))
    )
    _create(BoardMember, (BoardMember(board=board, person=person) for person in people))
    yield from board.members.values_list("person")


def _write(count: int, seconds: float, people: list[int], talks: list[int]) -> tuple[list[float], list[str], float]:
    """Returns how long each post took from its moment on, what went wrong, and the whole time."""
    took: list[float] = []
    wrong: list[str] = []
    persons = {person.pk: person for person in User.objects.filter(pk__in=people)}
    started = time.perf_counter()
    for place in range(count):
        moment = started + place * seconds / count
        time.sleep(max(moment - time.perf_counter(), 0))
        try:
            topic = Topic.objects.select_related("board").get(pk=talks[place % len(talks)])
            receive_post(by=persons[people[place % len(people)]], topic=topic, html=WORDS, key=uuid.uuid4())
        except Exception as error:
            wrong.append(type(error).__name__)
        else:
            took.append(time.perf_counter() - moment)
    return took, wrong, time.perf_counter() - started


def _miscounted(board: Board, written: int) -> list[str]:
    """Numbers of a topic are 1, 2, 3 …, and nothing is lost or doubled."""
    posts = Post.objects.filter(topic__board=board)
    numbers = posts.values("topic").annotate(many=Count("pk"), last=Max("number"), said=F("topic__last_number"))
    gaps = [f"topic {row['topic']}" for row in numbers if not row["many"] == row["last"] == row["said"]]
    doubled = FollowerNotice.objects.values("topic", "person").annotate(n=Count("pk")).filter(n__gt=1).exists()
    lost = [] if posts.count() == written else [f"{posts.count()} posts, not {written}"]
    return gaps + lost + (["a follower noted twice"] if doubled else [])
