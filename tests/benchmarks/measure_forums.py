"""What `make bench-forums` measures. Started by tests.benchmarks.forums, once its database stands."""

import os
import sys
from importlib import import_module

import django
from django.db import connection

from tests.benchmarks.forums import DATABASE
from tests.benchmarks.load import Visit
from tests.benchmarks.measure import machine, queries_of
from tests.benchmarks.run import line
from tests.benchmarks.server import Server, serving

TOPICS = int(os.environ.get("BENCH_TOPICS", "100000"))
POSTS = int(os.environ.get("BENCH_POSTS", "5000"))
UNREAD = int(os.environ.get("BENCH_UNREAD", "2000"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "30"))
ROUNDS, REQUESTS, MOST = 3, 100, 2
WRITERS, TALKS, POSTS_A_SECOND = 8, 50, 100


def main(is_new: bool) -> int:
    django.setup()
    # Models can be imported only now.
    rooms = import_module("tests.benchmarks.rooms")
    if is_new:
        rooms.fill(topics=TOPICS, posts=POSTS, unread=UNREAD, talks=TALKS)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    line(machine=machine(), database=DATABASE, topics=TOPICS, posts=POSTS, unread=UNREAD)
    with serving("site_config.wsgi", {}) as server:
        missed = [name for name, much, little in rooms.pairs() if not compare(name, server, much, little)]
    missed += write_at_once(rooms)
    line(missed=missed)
    return len(missed)


def compare(name: str, server: Server, much: Visit, little: Visit) -> bool:
    """Prints the page with much and with little, measured in turn; whether it keeps its promise."""
    found: dict[str, list[float]] = {"much": [], "little": []}
    wrong: list[str] = []
    for visit in (much, little):
        server.cpu_of([visit], connections=2, requests=30)
    for _ in range(ROUNDS):
        for which, visit in (("much", much), ("little", little)):
            _cpu, outcome = server.cpu_of([visit], connections=1, requests=REQUESTS)
            found[which].append(outcome.figures()["p95_ms"])
            wrong += outcome.wrong
    p95 = {which: sorted(figures)[ROUNDS // 2] for which, figures in found.items()}
    times, queries = round(p95["much"] / p95["little"], 2), [queries_of(much), queries_of(little)]
    line(page=name, p95_ms=p95, times=times, most=MOST, queries=queries, wrong=wrong[:3])
    return times <= MOST and queries[0] == queries[1] and not wrong


def write_at_once(rooms) -> list[str]:
    """So many processes write evenly over the talks; the pace counts, and that each number is there once."""
    count = POSTS_A_SECOND * SECONDS
    outcome = rooms.write_at_once(count=count, seconds=SECONDS, writers=WRITERS)
    pace = round(len(outcome.seconds) / outcome.elapsed, 1)
    line(
        writing=f"{WRITERS} processes, {TALKS} topics", posts=len(outcome.seconds), a_second=pace,
        least=POSTS_A_SECOND * 0.95, **outcome.figures(), wrong=outcome.wrong[:3],
    )  # fmt: skip
    return ["writing at once"] if outcome.wrong or pace < POSTS_A_SECOND * 0.95 else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] == "new"))
