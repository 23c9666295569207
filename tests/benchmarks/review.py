"""`make bench-review`: long queues, long reviews, autosave, and a thousand submissions in a minute, on PostgreSQL.

Prints one JSON line each. BENCH_ENTRIES (200000), BENCH_SENDERS (1000: how many write and send, each with a PDF of
5 MB) and BENCH_SECONDS (60) make it shorter; --keep measures the database of the last run, whose senders are used up.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.run import POSTGRES, ROOT, manage

DATABASE = "roda_bench_review"
FOLDER = Path("/tmp/roda-bench-review")
os.environ |= {
    "DATABASE_URL": f"{POSTGRES}/{DATABASE}",
    "RODA_VAR": str(FOLDER),
    "MEDIA_ROOT": str(FOLDER / "media"),
    "STATIC_ROOT": str(FOLDER / "static"),
}


def prepare() -> None:
    for command in (f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", f"CREATE DATABASE {DATABASE}"):
        subprocess.run(["psql", f"{POSTGRES}/postgres", "-qc", command], check=True)
    manage("migrate", "--verbosity", "0")
    manage("demo", "--verbosity", "0")
    manage("collectstatic", "--noinput", "--verbosity", "0", settings="site_config.settings.production")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="measure the database of the last run")
    options = parser.parse_args()
    if not options.keep:
        prepare()
    measure = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.benchmarks.measure_review",
        "kept" if options.keep else "new",
    ]
    try:
        missed = subprocess.run(measure, cwd=ROOT, check=False).returncode
    finally:
        shutil.rmtree(FOLDER / "media", ignore_errors=True)
    sys.exit(missed)


if __name__ == "__main__":
    main()
