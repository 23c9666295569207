"""`make bench`: what each page costs in floors, on PostgreSQL, with gunicorn's two sync workers.

Prints one JSON line a page. Ratios within one run are what counts; the milliseconds are this machine's.
Options: --students N (how many invented students), --requests N (a page's measured requests), --keep (the database).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://root@127.0.0.1:5432")
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("RODA_SHARED", ROOT.parent / "shared"))
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "site_config.settings.production",
    "DATABASE_URL": f"{POSTGRES}/roda_bench",
    "FLOOR_DATABASE_URL": f"{POSTGRES}/roda_floor",
    "SECRET_KEY": "only for the benchmark, on this machine, for a minute or two",
    "ALLOWED_HOSTS": "localhost",
    "SITE_URL": "https://localhost",
    "EMAIL_URL": "dummymail://",
    "REDIS_URL": "",
    "LOG_LEVEL": "WARNING",
    "RODA_VAR": "/tmp/roda-bench",
    "MEDIA_ROOT": "/tmp/roda-bench/media",
    "STATIC_ROOT": "/tmp/roda-bench/static",
}
os.environ.update(ENVIRONMENT)

CONNECTIONS = (1, 4, 16)
# The imported course gets readers of its own: the first four students.
ENROL = """
from home.accounts.models import User
from learning.enrolment.actions import enrol_openly
from learning.enrolment.models import Enrolment, Offering
offering = Offering.objects.latest("pk")
for person in User.objects.filter(enrolments__isnull=False).distinct().order_by("pk")[:4]:
    enrol_openly(by=person, offering=offering)
"""


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--keep", action="store_true", help="measure the database of the last run")
    return parser.parse_args()


def manage(*words: str, settings: str = "site_config.settings.dev") -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings}
    subprocess.run([sys.executable, "-W", "ignore", "manage.py", *words], cwd=ROOT, env=environment, check=True)


def prepare(students: int) -> None:
    """Fills two databases: the floor's, and ours with the demo, its invented students and the imported course."""
    for name in ("roda_bench", "roda_floor"):
        for command in (f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}"):
            subprocess.run(["psql", f"{POSTGRES}/postgres", "-qc", command], check=True)
    manage("migrate", "--verbosity", "0")
    manage("demo", "--students", str(students), "--waiting", str(min(100, students)))
    backup = str(SHARED / "data/moodle/raise-algebra1.mbz")
    manage(
        "import_moodle",
        backup,
        "--offering",
        "--by",
        "coordenacao@example.org",
        "--report",
        "/tmp/roda-bench/import.txt",
    )
    manage("shell", "--no-imports", "-c", ENROL)
    manage("collectstatic", "--noinput", "--verbosity", "0", settings="site_config.settings.production")
    subprocess.run(["psql", f"{POSTGRES}/roda_bench", "-qc", "VACUUM ANALYZE"], check=True)


def main() -> None:
    options = parse()
    if not options.keep:
        prepare(options.students)
    # Measured by a process that has Django's rows at hand but serves nothing itself.
    measure = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.measure", str(options.requests)]
    subprocess.run(measure, cwd=ROOT, check=True)


def line(**facts) -> None:
    print(json.dumps(facts, ensure_ascii=False), flush=True)


def median(values: list[float]) -> float:
    return round(statistics.median(values), 3)


if __name__ == "__main__":
    main()
