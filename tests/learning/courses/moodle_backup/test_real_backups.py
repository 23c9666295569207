"""The backups in shared/data/moodle, read in place; skipped only where that folder is absent."""

import subprocess
import sys
import time
from collections import Counter

import pytest

from learning.courses.moodle_backup import BackupRefused, Kind, Lesson, read_backup
from tests.learning.courses.moodle_backup.making import ROOT, SHARED

MOODLE = SHARED / "data" / "moodle"
pytestmark = pytest.mark.skipif(not MOODLE.is_dir(), reason="the shared Moodle backups are not here")


def units_of(backup):
    items = [item for module in backup.modules for item in module.items]
    return [unit for item in items for unit in (item.units if isinstance(item, Lesson) else [item])]


@pytest.fixture(scope="module")
def algebra():
    started = time.perf_counter()
    with read_backup(MOODLE / "raise-algebra1.mbz") as backup:
        yield backup, time.perf_counter() - started


@pytest.mark.slow
def test_whole_course_keeps_its_outline(algebra):
    backup, _seconds = algebra
    items = [item for module in backup.modules for item in module.items]
    assert len(backup.modules) == 11
    assert sum(isinstance(item, Lesson) for item in items) == 252
    assert sum(isinstance(item, Lesson) and item.hidden for item in items) == 133
    assert len(units_of(backup)) == 2342
    assert backup.modules[0].title == backup.course.title == "Algebra 1 - Staging"


@pytest.mark.slow
def test_whole_course_has_one_key_for_each_thing(algebra):
    backup, _seconds = algebra
    keys = [thing.key for module in backup.modules for thing in (module, *module.items)]
    keys += [unit.key for unit in units_of(backup)]
    repeated = [key for key, count in Counter(keys).items() if count > 1 and not key.startswith("page-")]
    assert repeated == []


@pytest.mark.slow
def test_whole_course_is_counted(algebra):
    counts = algebra[0].report.counts
    assert counts[Kind.QUIZZES] == 46
    assert counts[Kind.QUESTIONS] == 900
    assert counts[Kind.REMOTE_VIDEOS] == 226
    assert counts[Kind.ALT_MISSING] == 399
    # The other 30 pictures lie in the feedback to answers, which is left out.
    assert counts[Kind.REMOTE_PICTURES] == 2808
    assert counts[Kind.REMOTE_FRAMES] == 36


@pytest.mark.slow
def test_whole_course_has_no_empty_unit_and_stable_ids(algebra):
    units = units_of(algebra[0])
    assert [unit.key for unit in units if not unit.body] == []
    assert all(len({block["id"] for block in unit.body}) == len(unit.body) for unit in units)


# VmHWM, in kB: what getrusage says also counts the process that started this one.
READ_ALONE = """
import pathlib, re, sys, django
django.setup()
from learning.courses.moodle_backup import read_backup
with read_backup(sys.argv[1]):
    print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.slow
def test_whole_course_is_read_quickly_and_fits_into_memory(algebra):
    """The memory is that of a process of its own: this one did other work before."""
    assert algebra[1] < 60
    command = [sys.executable, "-W", "ignore", "-c", READ_ALONE, str(MOODLE / "raise-algebra1.mbz")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 600 * 1024


def test_people_are_counted_and_left_out():
    with read_backup(MOODLE / "advgrade.mbz") as backup:
        counts = backup.report.counts
        assert len(backup.modules) == 3
        assert [counts[kind] for kind in (Kind.USERS, Kind.ENROLMENTS, Kind.SUBMISSIONS)] == [7, 6, 24]
        assert counts[Kind.ACTIVITIES] == 7


def test_class_keeps_its_pages_labels_and_addresses():
    with read_backup(MOODLE / "class-with-forums.mbz") as backup:
        assert len(backup.modules) == 21
        assert Counter(unit.key.split("-")[0] for unit in units_of(backup)) == {"page": 20, "label": 8, "url": 8}
        counts = backup.report.counts
        assert [counts[kind] for kind in (Kind.USERS, Kind.DISCUSSIONS, Kind.POSTS)] == [123, 112, 605]
        assert [counts[kind] for kind in (Kind.SUBMISSIONS, Kind.QUIZZES)] == [182, 6]


def test_course_of_one_quiz_is_an_empty_course_with_a_report():
    with read_backup(MOODLE / "quiz-only.mbz") as backup:
        assert (len(backup.modules), units_of(backup)) == (1, [])
        assert backup.report.counts[Kind.QUIZZES] == 1


def test_backup_without_contents_is_refused_in_words():
    with pytest.raises(BackupRefused, match="empty"), read_backup(MOODLE / "empty.mbz"):
        pass


@pytest.mark.parametrize("part", [0.001, 0.3, 0.9, 0.9999])
def test_truncated_backup_is_refused_in_words(tmp_path, part):
    whole = (MOODLE / "class-with-forums.mbz").read_bytes()
    path = tmp_path / "cut.mbz"
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(BackupRefused, match="damaged"), read_backup(path):
        pass
