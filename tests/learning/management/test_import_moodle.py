"""The command, on small backups and on the real ones in shared/data/moodle (read in place)."""

import json
import os
import subprocess
import sys
from collections import Counter
from html import unescape

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, PageLogEntry, Revision

from home.accounts.models import User
from learning.courses.models import CoursePage, LessonPage, ModulePage, ReadItem, UnitPage
from learning.enrolment.enums import EnrolmentMode
from learning.enrolment.models import Offering, StaffAssignment
from tests.factories.learning import EnrolmentFactory
from tests.learning.courses.moodle_import.making import backup_file, page

MOODLE = settings.SHARED_FOLDER / "data" / "moodle"
pytestmark = pytest.mark.django_db
real = pytest.mark.skipif(not MOODLE.is_dir(), reason="the shared Moodle backups are not here")
# The import in a process of its own, on a database of its own; says how long it took and how much memory.
PROBE = """
import json, pathlib, re, sys, time
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
started = time.perf_counter()
call_command("import_moodle", sys.argv[1], verbosity=0, credit="OpenStax, CC BY 4.0")
first = time.perf_counter() - started
# In kB; what getrusage says also counts the process that started this one.
most = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]
print(json.dumps({"seconds": first, "megabytes": int(most) / 1024}))
"""


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("admin@example.org", "roda-demo", full_name="Admin")


def run(path, capsys, **options) -> str:
    call_command("import_moodle", str(path), **options)
    return capsys.readouterr().out


def rows() -> list[int]:
    return [model.objects.count() for model in (Page, Revision, PageLogEntry, Offering)]


def test_report_says_in_words_what_was_done(tmp_path, capsys):
    path = backup_file(tmp_path, page(3), page(4, '<p><img src="https://example.org/a.png"></p>'))
    said = run(path, capsys, credit="OpenStax, CC BY 4.0")
    assert "Family health. Modules: 1, lessons: 0, readings: 2." in said
    assert "pages made: 4" in said
    assert "pictures on other sites, now links: 1" in said
    assert CoursePage.objects.get(title="Family health").credit == "OpenStax, CC BY 4.0"


def test_dry_run_says_the_same_and_writes_nothing(tmp_path, capsys):
    path, before = backup_file(tmp_path, page(3, r"<p>\(\frac{\)</p>")), rows()
    said = run(path, capsys, dry_run=True, offering=True)
    assert "pages made: 3" in said
    assert "formulas that could not be read, shown as they are written: 1" in said
    assert "Nothing was written" in said
    assert rows() == before


def test_report_can_be_kept(tmp_path, capsys):
    path = backup_file(tmp_path, page(3, '<p><img src="https://example.org/a.png" alt="a"></p>'))
    run(path, capsys, report=tmp_path / "report.txt")
    assert "page_3\thttps://example.org/a.png" in (tmp_path / "report.txt").read_text()


def test_offering_is_open_from_today(tmp_path, capsys, administrator):
    path = backup_file(tmp_path, page(3))
    run(path, capsys, offering=True)
    run(path, capsys, offering=True)
    offering = Offering.objects.get(course__title="Family health")
    assert (offering.starts_on, offering.enrolment_mode) == (timezone.localdate(), EnrolmentMode.OPEN)
    # The site's language, in a shell that speaks English.
    assert offering.name == "Turma aberta"
    assert StaffAssignment.objects.get(offering=offering).person == administrator


def test_offering_needs_somebody_to_coordinate_it(tmp_path, capsys):
    before = rows()
    with pytest.raises(CommandError, match="--by"):
        run(backup_file(tmp_path, page(3)), capsys, offering=True)
    with pytest.raises(CommandError, match="nobody@example"):
        run(backup_file(tmp_path, page(3)), capsys, offering=True, by="nobody@example.org")
    assert rows() == before


def test_missing_file_is_said(tmp_path, capsys):
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "none.mbz", capsys)


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "not a Moodle backup"), (b"words", "not a Moodle backup"), (b"PK\x03\x04", "damaged")]
)
def test_what_is_no_backup_is_refused_in_words(tmp_path, capsys, content, words):
    before = rows()
    (tmp_path / "a.mbz").write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run(tmp_path / "a.mbz", capsys)
    assert rows() == before


@real
def test_empty_and_truncated_backups_are_refused(tmp_path, capsys):
    before = rows()
    with pytest.raises(CommandError, match="empty"):
        run(MOODLE / "empty.mbz", capsys)
    whole = (MOODLE / "class-with-forums.mbz").read_bytes()
    (tmp_path / "cut.mbz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError, match="damaged"):
        run(tmp_path / "cut.mbz", capsys)
    assert rows() == before


@real
def test_class_with_forums_brings_its_content(capsys):
    said = run(MOODLE / "class-with-forums.mbz", capsys)
    course = CoursePage.objects.get(title="Bench course")
    assert (course.get_children().count(), UnitPage.objects.descendant_of(course).count()) == (21, 36)
    for words in ("people left out: 123", "forum posts left out: 605", "quizzes left out: 6"):
        assert words in said


@real
@pytest.mark.parametrize(
    ("name", "modules", "words"),
    [("advgrade", 3, "submissions left out: 24"), ("quiz-only", 1, "quizzes left out: 1")],
)
def test_backups_of_people_and_quizzes_say_what_was_left_out(capsys, name, modules, words):
    assert words in run(MOODLE / f"{name}.mbz", capsys)
    assert CoursePage.objects.exclude(source_key="").get().get_children().count() == modules


@real
@pytest.mark.slow
def test_big_course_takes_little_time_and_memory(tmp_path):
    """In a process of its own, on SQLite: memory of this one would count what other tests took."""
    place = {"RODA_VAR": str(tmp_path), "MEDIA_ROOT": str(tmp_path / "media"), "DATABASE_URL": ""}
    environment = {**os.environ, **place, "DJANGO_SETTINGS_MODULE": "site_config.settings.dev"}
    command = [sys.executable, "-W", "ignore", "-c", PROBE, str(MOODLE / "raise-algebra1.mbz")]
    done = subprocess.run(command, cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    assert measured["seconds"] <= 300
    assert measured["megabytes"] <= 600


@real
@pytest.mark.slow
def test_big_course_is_whole_read_in_few_queries_and_imported_again_quietly(capsys, client, administrator, stranger):
    path = MOODLE / "raise-algebra1.mbz"
    run(path, capsys, offering=True, credit="OpenStax, CC BY 4.0")
    course = CoursePage.objects.get(title="Algebra 1 - Staging")
    counted = Counter(type(each) for each in Page.objects.descendant_of(course).specific().defer_streamfields())
    assert (counted[ModulePage], counted[LessonPage], counted[UnitPage]) == (11, 252, 2342)
    assert LessonPage.objects.descendant_of(course).filter(live=False).count() == 133
    assert Page.find_problems() == ([], [], [], [], [])
    read_pages(client, stranger, course)

    edited = UnitPage.objects.descendant_of(course).live().first()
    edited.title = "Edited here"
    edited.save_revision(user=administrator).publish(user=administrator)
    before, started = rows(), timezone.now()
    said = run(path, capsys)
    assert "pages that have not changed: 2605" in said
    assert "pages that were edited here, left as they are: 1\n    - Edited here" in said
    assert rows() == before
    assert (timezone.now() - started).total_seconds() < 120


def read_pages(client, person, course) -> None:
    """The outline by module and every fiftieth reading answer, each in the queries that they may take."""
    EnrolmentFactory(student=person, offering=Offering.objects.get(course=course))
    client.force_login(person)
    rows = ReadItem.objects.filter(outline_id=course.pk).order_by("position")
    modules = rows.filter(kind="module").values_list("page_id", "title")
    assert len(modules) == 11
    for module, title in modules:
        assert title in read(client, f"/curso/{course.slug}/?modulo={module}")
    for unit, title in rows.filter(kind="unit").values_list("page_id", "title")[::50]:
        assert title in read(client, f"/curso/{course.slug}/{unit}/")


def read(client, address: str) -> str:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert (answer.status_code, len(queries) <= 6) == (200, True), address
    return unescape(answer.content.decode())
