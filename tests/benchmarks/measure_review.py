"""What `make bench-review` measures. Started by tests.benchmarks.review, once its database stands."""

import os
import sys
from importlib import import_module

import django
from django.db import connection

from tests.benchmarks.load import Visit
from tests.benchmarks.measure import machine, queries_of
from tests.benchmarks.review import DATABASE
from tests.benchmarks.run import line
from tests.benchmarks.server import Server, serving

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "200000"))
SENDERS = int(os.environ.get("BENCH_SENDERS", "1000"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
MANY, FEW = 5000, 10
ROUNDS, REQUESTS = 3, 100
AUTOSAVES_A_SECOND = 60


def main(is_new: bool) -> int:
    django.setup()
    # Models can be imported only now.
    entries, screens = import_module("tests.benchmarks.entries"), import_module("tests.benchmarks.screens")
    writing = import_module("tests.benchmarks.writing")
    if is_new:
        entries.fill(entries=ENTRIES, many=MANY, few=FEW, senders=SENDERS)
        screens.make_long_entries()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    line(machine=machine(), database=DATABASE, entries=screens.entries_written(), waiting=MANY, beside=FEW)
    with serving("site_config.wsgi", {}) as server:
        missed = [name for name, long, short in screens.pairs() if not compare(name, server, long, short)]
        if is_new:
            senders = writing.senders()
            missed += writing.autosave(server, senders, AUTOSAVES_A_SECOND, SECONDS // 2)
            missed += writing.spike(server, senders, SECONDS)
        line(missed=missed)
    return len(missed)


def compare(name: str, server: Server, long: Visit, short: Visit) -> bool:
    """Prints the page with much and with little, measured in turn; whether it keeps its promise."""
    found: dict[str, list[float]] = {"long": [], "short": []}
    wrong: list[str] = []
    for visit in (long, short):
        server.cpu_of([visit], connections=2, requests=30)
    for _ in range(ROUNDS):
        for which, visit in (("long", long), ("short", short)):
            _cpu, outcome = server.cpu_of([visit], connections=1, requests=REQUESTS)
            found[which].append(outcome.figures()["p95_ms"])
            wrong += outcome.wrong
    p95 = {which: sorted(figures)[ROUNDS // 2] for which, figures in found.items()}
    times, queries = round(p95["long"] / p95["short"], 2), [queries_of(long), queries_of(short)]
    line(page=name, p95_ms=p95, times=times, most=3, queries=queries, wrong=wrong[:3])
    return times <= 3 and queries[0] == queries[1] and not wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] == "new"))
