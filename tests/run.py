"""`make test`: linters, the suite on SQLite, and on PostgreSQL where one is reachable; Chromium where there is one.

`make test-slow` is the same with the slow tests alone.

In CI (CI=true) a missing PostgreSQL or browser is a failure; elsewhere it is said in one sentence.
"""

import os
import shutil
import subprocess
import sys
import time

import psycopg

SQLITE = ""
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://root@127.0.0.1:5432/postgres")
CI = os.environ.get("CI") == "true"


def postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def run(name: str, command: list[str], **environment: str) -> bool:
    print(f"== {name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, env={**os.environ, **environment}, check=False)
    passed = done.returncode == 0
    print(f"== {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


def suite(name: str, database: str, marks: str) -> bool:
    # A test database need not survive a power cut.
    quick = "-c synchronous_commit=off"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", marks]
    return run(name, command, DATABASE_URL=database, PGOPTIONS=quick)


def main(slow: bool) -> int:
    browser = bool(shutil.which("chromium"))
    postgres = postgres_answers()
    for missing, there in (("Chromium: the browser tests are", browser), ("PostgreSQL: its run is", postgres)):
        if not there:
            print(f"There is no {missing} left out.")
    if CI and not (browser and postgres):
        return 1
    marks = ("slow" if slow else "not slow") + ("" if browser else " and not browser")
    passed = [] if slow else [run("linters", ["make", "--no-print-directory", "check"])]
    name = "slow tests" if slow else "suite"
    passed.append(suite(f"{name} on SQLite", SQLITE, marks))
    if postgres:
        # What a browser shows at length does not depend on the database behind it.
        marks += " and not browser" if slow and browser else ""
        passed.append(suite(f"{name} on PostgreSQL", POSTGRES, marks))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main("slow" in sys.argv[1:]))
