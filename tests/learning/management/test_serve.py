"""What `make demo` runs: web server and task worker together, in processes of their own, on a file of SQLite."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

# A first start writes the database and the whole demo, a minute and a half of one processor; a shared machine takes
# several times that.
PATIENCE_SECONDS = 900


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path, port):
    """Starts the demo in a folder of its own and waits until it has printed the log-ins; returns process and output."""
    started = []

    def begin() -> tuple[subprocess.Popen, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment = {
            **kept, "DEMO_MODE": "1", "RODA_VAR": str(tmp_path), "MEDIA_ROOT": str(tmp_path / "media"),
            "PRIVATE_MEDIA_ROOT": str(tmp_path / "private"), "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        command = [sys.executable, "-W", "ignore", "manage.py", "serve", "--demo", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=settings.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process, read_until(process, "password of all four")

    yield begin
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()


def read_until(process: subprocess.Popen, words: str) -> str:
    lines, end = [], time.monotonic() + PATIENCE_SECONDS
    for line in process.stdout:
        lines.append(line)
        if words in line:
            break
        assert time.monotonic() < end, "".join(lines)
    return "".join(lines)


def stop(process: subprocess.Popen) -> str:
    """Ctrl-C in a terminal reaches every process of the group."""
    os.killpg(process.pid, signal.SIGINT)
    said = process.stdout.read()
    process.wait(timeout=120)
    return said


def people_in(folder: Path) -> int:
    connection = sqlite3.connect(folder / "roda.sqlite3")
    [(count,)] = connection.execute("select count(*) from accounts_user")
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()
    return count


def test_demo_starts_stops_and_keeps_its_data(start, tmp_path, port):
    process, said = start()
    assert f"http://127.0.0.1:{port}/" in said
    assert "estudante@example.org" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.status == 200
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        # What the site says of its own address is where it is.
        assert f'content="http://127.0.0.1:{port}/"' in answer.read().decode()
    said = stop(process)
    assert (process.returncode, said.splitlines()[-1]) == (0, "Stopped.")
    assert "Traceback" not in said
    people = people_in(tmp_path)

    process, said = start()
    assert "loaded" not in said
    stop(process)
    assert people_in(tmp_path) == people
