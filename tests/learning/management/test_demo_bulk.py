"""`demo --students` writes in bulk: the same rows as the actions, table by table."""

import re
import uuid
from collections import Counter
from datetime import datetime

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import models, transaction
from wagtail.models import Page, ReferenceIndex

from home.accounts.models import User
from home.queue.registry import hold_tasks
from learning.courses.enums import ChangeRequirement
from learning.courses.models import CoursePage, ReflectionPage
from learning.management.demo.bulk import write
from learning.management.demo.cast import Cast
from learning.management.demo.classes import make_classes
from learning.management.demo.clock import Clock
from learning.management.demo.crowd import BUSY_POSTS, BUSY_TOPICS, Crowd
from learning.management.demo.curriculum import Curriculum
from learning.management.demo.loading import add_people
from learning.management.demo.plan import Plan
from learning.management.demo.settling import settle
from learning.management.demo.story import live
from learning.management.demo.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# Ids inside keys, addresses and data: what they point at is compared by the columns that point at it too.
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|\d+")
IDENTIFIERS = ("key", "url", "label", "message_id")


def world_of_the_demo() -> World:
    """The demo's course and staff, as the loading has them at hand: no prompt asks a crowd for a change at work."""
    ReflectionPage.objects.update(asks_change=ChangeRequirement.NONE)
    content = Curriculum(by=None).content
    prompts = {row["code"]: ReflectionPage.objects.get(slug=row["slug"]) for row in content["reflections"]}
    items = dict(CoursePage.objects.get().get_descendants().values_list("slug", "pk"))
    people = {key: User.objects.get(email=email) for key, email in STAFF.items()}
    return World(CoursePage.objects.get(), items, prompts, people)


STAFF = {"helena": "tutora@example.org", "ana-clara": "coordenacao@example.org"}


def small_plan(clock: Clock) -> Plan:
    [plan] = Crowd(Cast(clock), students=9, waiting=3).plans()
    # The many short topics of the busy board are all alike.
    return Plan(plan.people, plan.offerings, plan.groups, plan.students, plan.topics[:10])


def rows_after(writer) -> dict[str, Counter]:
    """Returns table -> its rows, described without ids and times, as `writer` leaves them; undone afterwards."""
    clock = Clock()
    plan, world = small_plan(clock), world_of_the_demo()
    with transaction.atomic():
        with hold_tasks():
            world.people.update(add_people(plan, clock))
            make_classes(plan, world, clock)
            writer(plan, world, clock)
            settle(plan, world, clock)
        assert clock.forgotten() == []
        describe = Describer()
        rows = {model._meta.label: Counter(map(describe, model._base_manager.all())) for model in compared()}
        transaction.set_rollback(True)
    return rows


def compared() -> list[type[models.Model]]:
    """Every table but those of pages and their index, which neither way touches."""
    own = [model for model in apps.get_models() if not issubclass(model, Page) and model is not ReferenceIndex]
    return [model for model in own if model._meta.app_label != "wagtailsearch"]


class Describer:
    """A row as its columns: what it points at is described in turn, and generated words are left out."""

    def __init__(self) -> None:
        self.known: dict[tuple, str] = {}

    def __call__(self, row: models.Model) -> str:
        if isinstance(row, Page):
            return str(row.pk)
        place = (type(row), row.pk)
        if place not in self.known:
            self.known[place] = "…"
            columns = [(field.name, self.column(row, field)) for field in row._meta.concrete_fields]
            self.known[place] = f"{row._meta.label}{[pair for pair in columns if pair[1] is not None]}"
        return self.known[place]

    def column(self, row: models.Model, field: models.Field):
        # A password is salted anew each time.
        if field.name == "password" or (field.primary_key and not field.remote_field):
            return None
        if isinstance(field, models.ForeignKey) and field.related_model is not ContentType:
            found = getattr(row, field.name)
            return found and hash(self(found))
        value = getattr(row, field.attname)
        if field.name in ("about_id", "object_id"):
            return self.target(row)
        return plain(field.name, value)

    def target(self, row: models.Model):
        """What a generic relation points at."""
        kind = getattr(row, "about_type", None) or getattr(row, "content_type", None)
        found = kind and kind.model_class()._base_manager.filter(pk=getattr(row, "about_id", None) or row.object_id)
        return hash(self(found[0])) if found else None


def plain(name: str, value):
    if isinstance(value, (datetime, uuid.UUID)):
        return "set"
    if name in IDENTIFIERS:
        return NUMBERS.sub("#", value)
    return NUMBERS.sub("#", str(value)) if isinstance(value, dict) else value


def by_actions(plan: Plan, world: World, clock: Clock) -> None:
    for _step in live(plan, world, clock):
        pass


@pytest.mark.slow
def test_bulk_rows_are_the_actions_rows():
    lived = rows_after(by_actions)
    written = rows_after(lambda plan, world, clock: write(plan, world))
    different = {table for table in lived if lived[table] != written[table]}
    assert {table: (lived[table] - written[table], written[table] - lived[table]) for table in different} == {}


@pytest.mark.slow
def test_a_busy_group_keeps_its_tutor_waiting_for_nobody():
    clock = Clock()
    [plan] = Crowd(Cast(clock), students=40, waiting=12).plans()
    busy = [student for student in plan.students if student.group == plan.groups[0].key]
    assert len(busy) == 12
    assert [group.tutor for group in plan.groups] == ["helena", "crowd-tutor-0", "crowd-tutor-0"]
    assert all(student.entries[-1].versions[-1].review is None for student in busy)
    board = [topic for topic in plan.topics if topic.group == plan.groups[0].key and topic.discussion is None]
    assert [len(board), max(len(topic.posts) for topic in board)] == [BUSY_TOPICS, BUSY_POSTS]


def test_the_same_numbers_give_the_same_plan():
    clock = Clock()
    first, second = (list(Crowd(Cast(clock), students=30, waiting=0).plans()) for _time in range(2))
    assert first == second


def test_more_may_not_wait_than_there_are():
    with pytest.raises(CommandError, match="at most"):
        call_command("demo", students=3, waiting=4)
