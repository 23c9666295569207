"""A load that keeps its pace: each press has its moment, and waiting for a free worker counts as time taken."""

import http.client
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.benchmarks.load import HEADERS, Outcome

HANDS = 128
# One of a form's two proofs is a cookie of the reader's own making.
TOKEN = secrets.token_hex(16)


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


def ask(port: int, path: str, session: str, fields: dict | None = None, *, json: bool = False) -> Answer:
    """Posts `fields`, or gets the page where there are none."""
    headers = {**HEADERS, "Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
    body = None
    if fields is not None:
        headers |= {"X-CSRFToken": TOKEN, "Origin": "https://localhost", "Referer": "https://localhost/"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers |= {"Accept": "application/json"} if json else {}
        body = urlencode(fields)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheader("Location") or "", answer.read().decode())
    finally:
        connection.close()


def keep_pace(count: int, seconds: float, act: Callable[[int], str]) -> Outcome:
    """Calls `act` with 0, 1, … evenly over so many seconds; it returns what was wrong, or nothing."""
    outcome, lock = Outcome(), threading.Lock()
    started = time.perf_counter() + 0.5

    def press(number: int, moment: float) -> None:
        try:
            wrong = act(number)
        except (OSError, http.client.HTTPException) as error:
            wrong = f"{type(error).__name__}: {error}"
        with lock:
            outcome.seconds.append(time.perf_counter() - moment)
            if wrong:
                outcome.wrong.append(wrong)

    with ThreadPoolExecutor(HANDS) as hands:
        for number in range(count):
            moment = started + number * seconds / count
            time.sleep(max(moment - time.perf_counter(), 0))
            hands.submit(press, number, moment)
    outcome.elapsed = time.perf_counter() - started
    return outcome
