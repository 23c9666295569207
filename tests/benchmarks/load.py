"""A load generator: several connections, several log-ins in turn, every answer checked for status and text."""

import gzip
import http.client
import itertools
import statistics
import threading
import time
from dataclasses import dataclass, field

# nginx stands in front on a server; here the generator says what it would say.
HEADERS = {"Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}


@dataclass(frozen=True)
class Visit:
    """One address as one person sees it; `text` must stand in the answer."""

    path: str
    session: str
    text: str


@dataclass(frozen=True)
class Page:
    """`floors` is the target, `queries` the most that are allowed, session and user included."""

    name: str
    visits: list[Visit]
    floors: float
    queries: int
    moodle: float | None = None


@dataclass
class Outcome:
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    elapsed: float = 0.0
    body: bytes = b""

    def figures(self) -> dict:
        ordered = sorted(self.seconds)
        cuts = statistics.quantiles(ordered, n=100) if len(ordered) > 1 else ordered * 99
        return {
            "requests_s": round(len(ordered) / self.elapsed, 1),
            "p50_ms": round(cuts[49] * 1000, 1),
            "p95_ms": round(cuts[94] * 1000, 1),
            "p99_ms": round(cuts[98] * 1000, 1),
        }

    def sizes(self) -> dict:
        return {"html_bytes": len(self.body), "gzip_bytes": len(gzip.compress(self.body, 5))}


def load(port: int, visits: list[Visit], *, connections: int, requests: int) -> Outcome:
    """Makes `requests` requests over `connections` threads, the visits in turn."""
    outcome = Outcome()
    turns = itertools.cycle(visits)
    left = threading.Semaphore(requests)
    threads = [threading.Thread(target=_visit_all, args=(port, turns, left, outcome)) for _ in range(connections)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.elapsed = time.perf_counter() - started
    return outcome


_turn = threading.Lock()


def _visit_all(port: int, turns, left: threading.Semaphore, outcome: Outcome) -> None:
    while left.acquire(blocking=False):
        with _turn:
            visit = next(turns)
        _visit(port, visit, outcome)


def _visit(port: int, visit: Visit, outcome: Outcome) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    started = time.perf_counter()
    connection.request("GET", visit.path, headers={**HEADERS, "Cookie": f"sessionid={visit.session}"})
    answer = connection.getresponse()
    body = answer.read()
    outcome.seconds.append(time.perf_counter() - started)
    connection.close()
    outcome.body = body
    if answer.status != 200 or visit.text.encode() not in body:
        outcome.wrong.append(f"{visit.path}: {answer.status}, without {visit.text!r}")
