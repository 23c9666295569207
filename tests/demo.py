"""The demo for tests: loaded once a session by one process, put into the database where a test asks for it.

Loading takes seconds, its rows go in within a fraction of one. They are kept as plain rows (tests.snapshot), so the
same way serves SQLite in memory, where each test process has a database of its own that no other can copy, and
PostgreSQL. Of parallel processes the first loads, under a lock; the others take its rows and its media files.
"""

import fcntl
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from huey.contrib.djhuey import HUEY

from tests.snapshot import Snapshot, restore_snapshot, take_snapshot


def shared_demo(folder: Path, empty: Snapshot) -> Snapshot:
    """Returns the demo's rows, and puts its pictures where this process keeps media. The database is left changed."""
    rows, media = folder / f"demo-{connection.vendor}.pickle", folder / f"demo-{connection.vendor}-media"
    with _lock(folder / "demo.lock"):
        if not rows.exists():
            snapshot = _load(empty)
            shutil.copytree(settings.MEDIA_ROOT, media)
            rows.write_bytes(pickle.dumps(snapshot))
            return snapshot
    shutil.copytree(media, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return pickle.loads(rows.read_bytes())


def _load(empty: Snapshot) -> Snapshot:
    restore_snapshot(empty)
    # Earlier tests' tasks speak of rows that are gone.
    HUEY.storage.flush_all()
    call_command("demo", verbosity=0)
    run_queue(HUEY.dequeue)
    return take_snapshot()


def run_queue(take: Callable) -> None:
    """What the worker of `make demo` does first: the index and what refers to what."""
    while task := take():
        task.execute()


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
