"""`make test`: linters, the suite on SQLite, and on PostgreSQL where one is reachable; Chromium where there is one.

`make test-slow` is the same with the slow tests alone, and with every example of the properties.

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


def draws_pdf() -> bool:
    done = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    return done.returncode == 0


def run(name: str, command: list[str], **environment: str) -> bool:
    print(f"== {name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, env={**os.environ, **environment}, check=False)
    passed = done.returncode == 0
    print(f"== {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


def migrate(databases: list[str]) -> bool:
    """Makes the databases that the tests start from, all at once: a new machine would wait for each in turn."""
    started = time.monotonic()
    command = [sys.executable, "-W", "ignore", "-m", "tests.migrated"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "site_config.settings.test"}
    running = [subprocess.Popen(command, env={**environment, "DATABASE_URL": address}) for address in databases]
    passed = not any([process.wait() for process in running])
    print(f"== migrations: {'ran' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


def suite(name: str, database: str, marks: str, **more: str) -> bool:
    # A test database need not survive a power cut.
    quick = "-c synchronous_commit=off"
    # A browser lets its test wait: three processes keep two cores busy. Without, the third would only start.
    processes = "2" if "not browser" in marks else "3"
    command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "--dist", "worksteal", "-m", marks]
    # Each process would compile every module anew where none may be kept.
    return run(name, command, DATABASE_URL=database, PGOPTIONS=quick, PYTHONDONTWRITEBYTECODE="", **more)


def main(slow: bool) -> int:
    browser, pdf = bool(shutil.which("chromium")), draws_pdf()
    postgres = postgres_answers()
    needed = {
        "Chromium: the browser tests are": browser,
        "PostgreSQL: its run is": postgres,
        "pango: the tests of PDF are": pdf,
    }
    for missing, there in needed.items():
        if not there:
            print(f"There is no {missing} left out.")
    if CI and not all(needed.values()):
        return 1
    marks = ("(slow or examples)" if slow else "not slow") + ("" if browser else " and not browser")
    examples = {"EVERY_EXAMPLE": "1"} if slow else {}
    passed = [] if slow else [run("linters", ["make", "--no-print-directory", "check"])]
    passed.append(migrate([SQLITE, *([POSTGRES] if postgres else [])]))
    name = "slow tests" if slow else "suite"
    passed.append(suite(f"{name} on SQLite", SQLITE, marks, **examples))
    if postgres:
        # What a browser shows at length does not depend on the database behind it, and the rehearsal does the main job
        # on PostgreSQL. What no database should change is run on it with the slow tests.
        on_postgres = "(slow or examples or any_database) and not browser" if slow else f"{marks} and not any_database"
        passed.append(suite(f"{name} on PostgreSQL", POSTGRES, on_postgres, **examples))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main("slow" in sys.argv[1:]))
