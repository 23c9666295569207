"""`make bench-forums`: a board of many topics, a topic of many posts, a person with much unread, and many who write at
once, on PostgreSQL.

Prints one JSON line each. BENCH_TOPICS (100000), BENCH_POSTS (5000), BENCH_UNREAD (2000) and BENCH_SECONDS (30) make it
shorter; --keep measures the database of the last run.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.run import POSTGRES, ROOT, manage

DATABASE = "roda_bench_forums"
FOLDER = Path("/tmp/roda-bench-forums")
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
    kind = "kept" if options.keep else "new"
    measure = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.measure_forums", kind]
    try:
        missed = subprocess.run(measure, cwd=ROOT, check=False).returncode
    finally:
        shutil.rmtree(FOLDER / "media", ignore_errors=True)
    sys.exit(missed)


if __name__ == "__main__":
    main()
