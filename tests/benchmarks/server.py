"""Starts gunicorn with two sync workers on a free port, and measures what a load costs it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.benchmarks import processes
from tests.benchmarks.load import Outcome, Visit, load


@dataclass(frozen=True)
class Server:
    port: int
    master: int

    def workers(self) -> list[int]:
        return processes.children(self.master)

    def worker_mb(self) -> float:
        return round(max(processes.resident_mb(pid) for pid in self.workers()), 1)

    def cpu_of(self, visits: list[Visit], *, connections: int, requests: int) -> tuple[float, Outcome]:
        """Returns CPU ms a request of web and PostgreSQL together, and what the generator saw."""
        before = self._cpu()
        outcome = load(self.port, visits, connections=connections, requests=requests)
        return (self._cpu() - before) / requests, outcome

    def _cpu(self) -> float:
        return processes.cpu_ms([self.master, *self.workers(), *processes.postgres_pids()])


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    command = [
        sys.executable, "-W", "ignore", "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--worker-class", "sync", "--log-level", "error", "--backlog", "256",
    ]  # fmt: skip
    running = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        wait_for(port)
        yield Server(port, running.pid)
    finally:
        running.terminate()
        running.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, seconds: float = 30) -> None:
    """Raises TimeoutError when nothing listens on the port in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing listens on port {port}.")
