"""Measures floor and pages in turn, so that a machine that slows down slows both. Started by tests.benchmarks.run."""

import os
import subprocess
import sys
from importlib import import_module

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.load import Page, Visit
from tests.benchmarks.run import CONNECTIONS, line, median
from tests.benchmarks.server import Server, serving

ROUNDS = 3
PEOPLE = 4


def main(requests: int) -> int:
    django.setup()
    # Its models can be imported only now.
    wanted = import_module("tests.benchmarks.pages").pages()
    floor = floor_visits()
    line(machine=machine(), floor="a bare Django view: session, user, 60 rows, 40 kB", rounds=ROUNDS, requests=requests)
    with (
        serving("tests.benchmarks.floor.wsgi", {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.floor.settings"}) as bare,
        serving("site_config.wsgi", {}) as ours,
    ):
        bare.cpu_of(floor, connections=4, requests=200)
        missed = [page.name for page in wanted if not report(page, ours, bare, floor, requests)]
        line(worker_mb=ours.worker_mb(), worker_mb_target=200, missed=missed)
    return 0


def floor_visits() -> list[Visit]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.floor.prepare", str(PEOPLE)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.floor.settings"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [Visit("/floor/", key, f"reader{number}") for number, key in enumerate(done.stdout.split())]


def report(page: Page, ours: Server, bare: Server, floor: list[Visit], requests: int) -> bool:
    """Prints the page's line; returns whether its targets are met."""
    ours.cpu_of(page.visits, connections=4, requests=60)
    pairs = [
        (
            ours.cpu_of(page.visits, connections=4, requests=requests),
            bare.cpu_of(floor, connections=4, requests=requests)[0],
        )
        for _ in range(ROUNDS)
    ]
    floors = median([cost / least for (cost, _), least in pairs])
    queries = queries_of(page.visits[0])
    outcome = pairs[-1][0][1]
    at = {}
    for connections in CONNECTIONS:
        _, seen = ours.cpu_of(page.visits, connections=connections, requests=requests // 2)
        at[connections] = seen.figures()
        outcome.wrong += seen.wrong
    line(
        page=page.name, floors=floors, target=page.floors, moodle=page.moodle, queries=queries, most=page.queries,
        cpu_ms=median([cost for (cost, _), _ in pairs]), floor_ms=median([least for _, least in pairs]),
        **outcome.sizes(), at=at, wrong=outcome.wrong[:3],
    )  # fmt: skip
    return floors <= page.floors and queries <= page.queries and not outcome.wrong


def queries_of(visit: Visit) -> int:
    """How many statements the page makes, in this process on the same rows."""
    client = Client(HTTP_HOST="localhost", HTTP_X_FORWARDED_PROTO="https")
    client.cookies["sessionid"] = visit.session
    client.get(visit.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(visit.path)
    return len(captured)


def machine() -> str:
    with open("/proc/cpuinfo") as file:
        names = [row.split(":")[1].strip() for row in file if row.startswith("model name")]
    return f"{len(names)} × {names[0]}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
