"""Loads the demo into an empty database: everything in one transaction, the sizes of its pictures after it."""

import structlog
from django.conf import settings
from django.db import transaction
from tqdm import tqdm

from home.accounts.models import User
from home.queue.registry import enqueue, hold_tasks
from learning.courses.actions import make_renditions
from learning.management.demo.bulk import write
from learning.management.demo.cast import Cast
from learning.management.demo.changes import ask_for_changes, live_changes
from learning.management.demo.classes import make_classes
from learning.management.demo.clock import PEOPLE, PUBLISHING, Clock
from learning.management.demo.crowd import Crowd
from learning.management.demo.curriculum import make_curriculum
from learning.management.demo.graduates import Graduates
from learning.management.demo.people import make_people
from learning.management.demo.pilot import live_pilot_changes
from learning.management.demo.plan import Plan
from learning.management.demo.portfolios import open_portfolios
from learning.management.demo.questions import ask_questions, write_notes
from learning.management.demo.rooms import enliven
from learning.management.demo.rubrics import make_rubrics
from learning.management.demo.settling import settle
from learning.management.demo.shelf import fill_shelf
from learning.management.demo.stories import draw_story_pictures, tell_stories
from learning.management.demo.story import live, steps_of
from learning.management.demo.world import World
from learning.management.site import make_site

log = structlog.get_logger("roda.demo")
EDITOR, MODERATOR = "vera", "ines"
PUBLISHED_DAYS_AGO = 140


def load_demo(*, students: int = 0, waiting: int = 0, quiet: bool = False) -> None:
    """`students` so many invented people more, `waiting` of them for Helena's reading (crowd).

    The mails of what happened are withheld: nobody gets one for a demo.
    """
    clock = Clock()
    with tqdm(desc="Demo", unit="", disable=quiet or None, leave=False) as bar:
        with transaction.atomic(), hold_tasks():
            cast = Cast(clock)
            world = load_cast(cast, bar, students)
            graduates = Graduates(cast)
            load_class(graduates.plan(), world, clock)
            graduates.write_answers(world)
            live_pilot_changes(world, clock)
            for plan in Crowd(cast, students, waiting).plans():
                load_class(plan, world, clock)
                bar.update(len(plan.students))
            if forgotten := clock.forgotten():
                raise RuntimeError(f"Not set back: {', '.join(forgotten)}.")
        bar.set_description("Pictures")
        make_pictures(world.course.pk)
        draw_story_pictures()


def load_cast(cast: Cast, bar: tqdm, more: int) -> World:
    """`more` is what the bar has to count beyond the cast: a crowd, whose texts come without changes at work."""
    plan, clock = cast.plan(), cast.clock
    world = publish_course(add_people(plan, clock), clock, bar)
    make_classes(plan, world, clock)
    bar.total = bar.n + sum(1 for _step in steps_of(plan, world)) + more
    for _step in live(plan, world, clock):
        bar.update()
    ask_questions(world, clock)
    write_notes(world, clock)
    open_portfolios(world, clock)
    live_changes(world, clock)
    enliven(world, clock)
    tell_stories(world, clock)
    if not more:
        ask_for_changes(world, clock)
    settle(plan, world, clock)
    return world


def load_class(plan: Plan, world: World, clock: Clock) -> None:
    world.people.update(add_people(plan, clock))
    make_classes(plan, world, clock)
    write(plan, world)
    settle(plan, world, clock)


def add_people(plan: Plan, clock: Clock) -> dict[str, User]:
    with clock.at(clock.days_ago(PUBLISHED_DAYS_AGO), PEOPLE):
        return make_people(plan.people)


def publish_course(people: dict[str, User], clock: Clock, bar: tqdm) -> World:
    editor = people[EDITOR]
    with clock.at(clock.days_ago(PUBLISHED_DAYS_AGO), PUBLISHING):
        _home, index = make_site(settings.SITE_NAME, settings.SITE_URL)
        rubrics = make_rubrics(editor, people[MODERATOR])
        curriculum = make_curriculum(editor, index, fill_shelf(editor), rubrics)
        for _page in curriculum.publish(people[MODERATOR]):
            bar.update()
        world = curriculum.world()
    world.people.update(people)
    return world


def make_pictures(course_id: int) -> None:
    """Here and now, so that the first reader finds them; the worker does it where that fails."""
    try:
        make_renditions(course_id)
    except Exception as error:
        log.warning("demo_pictures_left_to_the_worker", error=type(error).__name__)
        enqueue("courses.make_renditions", course_id)
