"""Changes of the pilot class, which is over: recorded while it ran, and many of them looked at again."""

import uuid
from collections.abc import Iterator
from functools import partial
from random import Random

from learning.management.demo.clock import CHANGES, Clock
from learning.management.demo.graduates import ENDED_DAYS_AGO, KEY, STARTED_DAYS_AGO
from learning.management.demo.reading import read
from learning.management.demo.story import Step
from learning.management.demo.world import World
from learning.work_changes.actions import (
    FollowUp,
    NewStage,
    QuickChange,
    edit_change,
    follow_up,
    move_stage,
    record_change,
)
from learning.work_changes.enums import Interruption, Novelty, Stage
from learning.work_changes.models import ToolCategory, WorkChange

# How a record went on; most were followed at the first mark, some again at the second.
ENDINGS = (
    (Stage.INCORPORATED, (6,)),
    (Stage.INCORPORATED, (6, 12)),
    (Stage.ADAPTED, (6,)),
    (Stage.EXPERIMENTING, (6,)),
    (Stage.EXPERIMENTING, ()),
    (Stage.INTERRUPTED, ()),
)
NOVELTIES = (Novelty.NOT_USED_BEFORE, Novelty.NOT_USED_BEFORE, Novelty.USED_AND_IMPROVED, Novelty.RESUMED)


def live_pilot_changes(world: World, clock: Clock) -> None:
    content = read("pilot")
    stories = [PilotChange(number, content, world, clock) for number in range(content["number"])]
    for step in sorted((step for story in stories for step in story.steps()), key=lambda step: step.moment):
        with clock.at(step.moment, step.scope):
            step.act()


class PilotChange:
    """One record of a graduate. The same number always gives the same record."""

    def __init__(self, number: int, content: dict, world: World, clock: Clock) -> None:
        self.row = content["changes"][number % len(content["changes"])]
        self.chance = Random(f"pilot change {number}")
        self.ending, self.marks = ENDINGS[number % len(ENDINGS)]
        # Every fourth graduate, so that all three groups and professions have some.
        self.enrolment = world.enrolments[f"{KEY}-{number * 4}"]
        self.clock = clock
        weeks = max(self.marks, default=6)
        latest = STARTED_DAYS_AGO - 12
        self.began = self.chance.randint(ENDED_DAYS_AGO + weeks * 7 + 4, max(latest, ENDED_DAYS_AGO + weeks * 7 + 5))
        self.change: WorkChange

    def steps(self) -> Iterator[Step]:
        yield Step(self.clock.days_ago(self.began - 2), CHANGES, self._record)
        for weeks in self.marks:
            looked = self.began - weeks * 7 - 2
            yield Step(self.clock.days_ago(looked), CHANGES, partial(self._follow, looked))
        if self.ending == Stage.INTERRUPTED:
            yield Step(self.clock.days_ago(self.began - 30), CHANGES, self._stop)

    @property
    def person(self):
        return self.enrolment.student

    def _record(self) -> None:
        told = QuickChange(
            **{name: self.row[name] for name in ("title", "before", "after", "category")},
            category_words="",
            started_on=self.clock.days_ago(self.began).date(),
        )
        change = record_change(by=self.person, enrolment=self.enrolment, key=uuid.uuid4(), told=told)
        others = ToolCategory.objects.filter(code=self.chance.choice(("equipe", "organizacao", "comunicacao")))
        values = {
            "novelty": self.chance.choice(NOVELTIES),
            "secondary_categories": list(others) if self.row["category"] not in ("equipe", "organizacao") else [],
            "facilitator_tags": self.chance.sample(["team", "meeting"], 1),
            "obstacle_tags": ["time"],
        }
        self.change = edit_change(by=self.person, change=change, base_number=0, values=values)

    def _follow(self, looked: int) -> None:
        seen = FollowUp(
            followed_on=self.clock.days_ago(looked).date(),
            remained=self.row["remained"],
            reflection=self.row["reflection"],
            new_stage=NewStage(self.ending),
        )
        follow_up(by=self.person, change=self.change, key=uuid.uuid4(), seen=seen)

    def _stop(self) -> None:
        stopped = NewStage(Stage.INTERRUPTED, interruption=self.chance.choice(Interruption.values[:3]))
        move_stage(by=self.person, change=self.change, new=stopped)
