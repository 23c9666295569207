import re
from pathlib import Path

import pytest
from django.db import transaction
from huey.contrib.djhuey import HUEY

from home.queue.registry import _tasks, enqueue, task, task_names

ROOT = Path(__file__).parents[3]
done = []


@pytest.fixture
def noted():
    """A task that notes what it was called with."""
    name = "tests.note"
    task(name)(lambda *args: done.append(args))
    done.clear()
    yield name
    _tasks.pop(name).unregister()


@pytest.mark.django_db
def test_enqueue_runs_the_task_by_its_name(noted, run_tasks):
    enqueue(noted, 7, "sete")
    run_tasks()
    assert done == [(7, "sete")]


@pytest.mark.django_db(transaction=True)
def test_enqueue_waits_for_the_commit(noted, run_tasks):
    with transaction.atomic():
        enqueue(noted)
        assert HUEY.pending_count() == 0
    assert HUEY.pending_count() == 1
    run_tasks()
    assert done == [()]


@pytest.mark.django_db(transaction=True)
def test_enqueue_of_a_transaction_that_fails_runs_nothing(noted, run_tasks):
    with transaction.atomic():
        enqueue(noted)
        transaction.set_rollback(True)
    assert run_tasks() == 0
    assert done == []


def test_enqueue_refuses_a_name_that_nobody_registered():
    with pytest.raises(KeyError):
        enqueue("nobody.registered_this")


def test_every_name_that_the_code_queues_is_registered():
    sources = [path for area in ("home", "forums", "learning", "site_config") for path in (ROOT / area).rglob("*.py")]
    queued = {name for path in sources for name in re.findall(r'enqueue\(\s*"([^"]+)"', path.read_text())}
    queued -= {"area.verb_noun", "area.task"}
    assert queued
    assert queued <= task_names()


def test_names_say_area_and_verb():
    assert [name for name in task_names() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name)] == []
