"""The cast by name, around the small course that is built once a session (tests/factories/learning.py)."""

import gc
import os
import pickle
from collections.abc import Callable

import hypothesis
import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection
from huey.contrib.djhuey import HUEY

from home.accounts.models import User
from learning.courses.caches import forget_everything
from tests.demo import shared_demo
from tests.examples import some_of
from tests.factories.learning import (
    EnrolmentFactory,
    OfferingFactory,
    StaffAssignmentFactory,
    TutoringGroupFactory,
    find_course,
    make_course,
)
from tests.journeys.windows import launched
from tests.migrated import start_from_migrated
from tests.snapshot import put_difference, restore_snapshot, take_difference, take_snapshot

hypothesis.settings.register_profile("roda", max_examples=some_of(hypothesis.settings.default.max_examples))
hypothesis.settings.load_profile("roda")

COMMITTING = {"transactional_db", "live_server"}
# What the session's database holds before any test, and how to reach it: filled by django_db_setup.
_session: dict = {}
# What `remember` has built: the rows that it wrote, and what it returned.
_remembered: dict = {}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """pytest-django's place for what comes right before the test database."""
    yield from start_from_migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The page tree is dear to make: every test starts from the same one."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            # TRUNCATE makes every table's file anew: a second for each test that commits.
            connection.ops.sql_flush = _sql_delete
        _session.update(blocker=django_db_blocker, migrated=take_snapshot())
        make_course()
        # Ten queries a test would take as long as the tests themselves.
        _session.update(snapshot=take_snapshot(), parts=pickle.dumps(find_course()))
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            # A browser that holds its line open keeps a thread of the live server, and that one a connection.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _sql_delete(style, tables, **options) -> list[str]:
    """Foreign keys are checked at the commit, so the order of the tables does not matter."""
    return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]


@pytest.fixture(scope="session")
def demo_rows(django_db_setup, tmp_path_factory, request):
    """What `manage.py demo` writes, as rows to put into the database (restore_snapshot)."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    with _session["blocker"].unblock():
        rows = shared_demo(folder, _session["migrated"])
        restore_snapshot(_session["snapshot"])
    ContentType.objects.clear_cache()
    return rows


@pytest.fixture(scope="module")
def demo(demo_rows):
    """The demo lies in the database for all tests of a module; what each changes is rolled back (mark django_db)."""
    with _session["blocker"].unblock():
        restore_snapshot(demo_rows)
    ContentType.objects.clear_cache()
    yield
    with _session["blocker"].unblock():
        restore_snapshot(_session["snapshot"])
    ContentType.objects.clear_cache()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]):
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("examples")


def pytest_collection_finish():
    """What the imports left stays for good: nobody need look through it for garbage."""
    gc.collect()
    gc.freeze()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(COMMITTING & set(item.fixturenames)) or bool(marker and marker.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """A test that commits ends in a flush; what migrations and the session wrote is put back behind it."""
    result = yield
    if nextitem is not None and _session and _commits(item):
        with _session["blocker"].unblock():
            restore_snapshot(_session["snapshot"])
        ContentType.objects.clear_cache()
    return result


@pytest.fixture(autouse=True)
def _fresh_caches():
    for cache in caches.all():
        cache.clear()
    # A rolled back test gives its ids to the next one: what the process remembers of courses goes with it.
    forget_everything()


@pytest.fixture
def remember(db):
    """Returns what `build` makes, and leaves its rows: built once a process, then its rows are put back as they were.

    For what takes long and only writes rows; what waits for the commit is there after the first time alone.
    """

    def recall(build: Callable, *arguments):
        if build not in _remembered:
            before, made = take_snapshot(), build(*arguments)
            _remembered[build] = take_difference(before, take_snapshot()), pickle.dumps(made)
            return made
        rows, made = _remembered[build]
        put_difference(rows)
        return pickle.loads(made)

    return recall


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, one for the process; a test that uses it is marked `browser`."""
    # Playwright keeps an event loop in this thread, and Django would refuse the database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with launched() as browser:
        yield browser


@pytest.fixture
def run_tasks(monkeypatch):
    """Call it to run what is queued, and what that queues: first what waits for the commit, then the queue.

    An error of a task is raised.
    """
    HUEY.storage.flush_all()
    # A task closes its connection at its ends; here it holds the test's own transaction.
    monkeypatch.setattr("huey.contrib.djhuey.close_old_connections", lambda: None)

    def run() -> int:
        count = 0
        while _commit_hooks() or len(HUEY.storage._queue):
            task = HUEY.dequeue()
            if task is not None:
                task.execute()
                count += 1
        return count

    yield run
    HUEY.storage.flush_all()


def _commit_hooks() -> bool:
    """Runs what a test's transaction, which never commits, would have run after its commit."""
    hooks, connection.run_on_commit = connection.run_on_commit, []
    for _, hook, _ in hooks:
        hook()
    return bool(hooks)


def make_person(name: str, **fields) -> User:
    fields.setdefault("full_name", name.replace("_", " ").title())
    return User.objects.create_user(f"{name}@example.org", "roda-demo", **fields)


@pytest.fixture
def stranger(db):
    """A signed-in person with no place in any offering."""
    return make_person("stranger")


@pytest.fixture
def editor(db):
    """Writes courses in Wagtail's admin; has no place in any offering."""
    person = make_person("editor")
    person.groups.add(*Group.objects.filter(name__in=["Editores", "Editors"]))
    return person


@pytest.fixture
def parts(db):
    """The small course with each of its pages by name (SmallCourse)."""
    return pickle.loads(_session["parts"])


@pytest.fixture
def course(parts):
    return parts.course


@pytest.fixture
def offering(course):
    return OfferingFactory(course=course, name="Turma 2026/1")


@pytest.fixture
def tutoring_group(offering):
    """The tutor's group; the student is in it."""
    return TutoringGroupFactory(offering=offering, name="Grupo A")


@pytest.fixture
def other_group(offering):
    """The other tutor's group of the same offering."""
    return TutoringGroupFactory(offering=offering, name="Grupo B")


@pytest.fixture
def tutor(tutoring_group):
    person = make_person("tutor")
    StaffAssignmentFactory(person=person, tutoring_group=tutoring_group)
    return person


@pytest.fixture
def other_tutor(other_group):
    """Tutor of another group of the same offering."""
    person = make_person("other_tutor")
    StaffAssignmentFactory(person=person, tutoring_group=other_group)
    return person


@pytest.fixture
def coordinator(offering):
    person = make_person("coordinator")
    StaffAssignmentFactory(person=person, offering=offering)
    return person


@pytest.fixture
def enrolment(tutoring_group):
    """The student's enrolment, in the tutor's group."""
    return EnrolmentFactory(student=make_person("student"), tutoring_group=tutoring_group)


@pytest.fixture
def student(enrolment):
    return enrolment.student
