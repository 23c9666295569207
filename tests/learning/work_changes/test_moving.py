"""Stages, follow-ups, marks and reminders."""

import datetime
import uuid
from contextlib import suppress
from itertools import pairwise

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import ModelLogEntry

from home.notifications.models import Notification
from learning.work_changes.actions import (
    ChangeRefused,
    FollowUp,
    NewStage,
    follow_up,
    move_stage,
    remind_of_follow_ups,
)
from learning.work_changes.enums import BEGUN_STAGES, Interruption, Stage
from learning.work_changes.marks import marks_of
from learning.work_changes.transitions import MOVES, find_move
from tests.examples import some_of
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import ChangeFollowUpFactory, WorkChangeFactory

WAYS = {(move.source, move.target) for move in MOVES}
REFLECTION = "Quem sustenta a mudança é a escala de cinco pessoas."


def moved(change, stage, **fields):
    return move_stage(by=change.author, change=change, new=NewStage(stage, **fields))


def followed(change, day, key=None, **fields):
    seen = FollowUp(followed_on=day, **{"reflection": REFLECTION, **fields})
    return follow_up(by=change.author, change=change, key=key or uuid.uuid4(), seen=seen)


def refused_field(call, *args, **fields) -> str:
    with pytest.raises(ChangeRefused) as refused:
        call(*args, **fields)
    (problem,) = refused.value.problems
    return problem.field


@pytest.mark.parametrize(("source", "target"), [(a, b) for a in Stage for b in Stage if a != b and (a, b) not in WAYS])
def test_a_stage_is_never_jumped(enrolment, source, target):
    change = WorkChangeFactory(enrolment=enrolment, stage=source)
    fields = {"started_on": change.started_on, "interruption": "overload"}
    assert refused_field(moved, change, target, **fields) == "stage"
    change.refresh_from_db()
    assert change.stage == source


def test_what_begins_says_since_when(enrolment, ago):
    change = WorkChangeFactory(enrolment=enrolment, stage=Stage.PLANNED)
    assert refused_field(moved, change, Stage.EXPERIMENTING) == "started_on"
    assert refused_field(moved, change, Stage.EXPERIMENTING, started_on=ago(-1)) == "started_on"
    assert moved(change, Stage.EXPERIMENTING, started_on=ago(1)).started_on == ago(1)


def test_what_stops_says_why_and_going_on_is_counted(change):
    assert refused_field(moved, change, Stage.INTERRUPTED) == "interruption"
    assert refused_field(moved, change, Stage.INTERRUPTED, interruption="chuva") == "interruption"
    moved(change, Stage.INTERRUPTED, interruption=Interruption.OVERLOAD, words="Férias de duas pessoas.")
    again = moved(change, Stage.EXPERIMENTING)
    assert again.resumptions == 1
    steps = list(again.steps.values_list("to_stage", "interruption", "is_resumption"))[1:]
    assert steps == [(Stage.INTERRUPTED, "overload", False), (Stage.EXPERIMENTING, "", True)]


def test_part_of_the_routine_needs_a_reflection_six_weeks_later(enrolment, ago):
    change = WorkChangeFactory(enrolment=enrolment, started_on=ago(42))
    assert refused_field(moved, change, Stage.INCORPORATED) == "stage"
    followed(change, ago(1))
    assert refused_field(moved, change, Stage.INCORPORATED) == "stage"
    followed(change, ago(0))
    assert moved(change, Stage.INCORPORATED).stage == Stage.INCORPORATED


def test_moving_to_where_it_stands_does_nothing(change):
    moved(change, Stage.ADAPTED)
    moved(change, Stage.ADAPTED)
    assert change.steps.count() == 2
    assert ModelLogEntry.objects.filter(action="learning.change_stage").count() == 1


def test_follow_up_answers_the_last_mark_reached(enrolment, ago):
    change = WorkChangeFactory(enrolment=enrolment, started_on=ago(90))
    days = [(41, None), (42, 6), (83, 6), (84, 12)]
    assert [followed(change, ago(90 - day)).weeks for day, _weeks in days] == [weeks for _day, weeks in days]


def test_follow_up_moves_the_stage_with_its_own_reflection(enrolment, ago):
    change = WorkChangeFactory(enrolment=enrolment, started_on=ago(45))
    written = followed(change, ago(0), new_stage=NewStage(Stage.INCORPORATED))
    assert written.stage == Stage.INCORPORATED
    change.refresh_from_db()
    assert change.stage == Stage.INCORPORATED


def test_follow_up_whose_stage_is_refused_is_not_written(enrolment, ago):
    change = WorkChangeFactory(enrolment=enrolment, started_on=ago(20))
    assert refused_field(followed, change, ago(0), new_stage=NewStage(Stage.INCORPORATED)) == "stage"
    assert not change.follow_ups.exists()


def test_follow_up_pressed_twice_is_one(change, ago):
    key = uuid.uuid4()
    assert followed(change, ago(1), key) == followed(change, ago(1), key)


def test_follow_up_comes_after_the_beginning_and_not_tomorrow(change, ago):
    assert refused_field(followed, change, ago(51)) == "followed_on"
    assert refused_field(followed, change, ago(-1)) == "followed_on"
    assert refused_field(followed, change, ago(1), reflection="Bom.") == "reflection"


def test_idea_has_nothing_to_follow(enrolment, ago):
    change = WorkChangeFactory(enrolment=enrolment, stage=Stage.IDEA)
    assert refused_field(followed, change, ago(0)) == "followed_on"


def test_mark_without_word_is_silent_after_the_last_reminder(ago):
    (mark,) = marks_of(ago(64), [6], [])
    assert (mark.due_on, mark.is_open(ago(0)), mark.is_silent(ago(1)), mark.is_silent(ago(0))) == (
        ago(22),
        True,
        False,
        True,
    )
    (answered,) = marks_of(ago(64), [6], [(6, ago(3))])
    assert not answered.is_silent(ago(0))


def reminders() -> list[tuple[str, int]]:
    return list(Notification.objects.order_by("pk").values_list("event", "data__weeks"))


DUE, AGAIN = "change_follow_up_due", "change_follow_up_again"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (41, []),
        (42, [(DUE, 6)]),
        (48, [(DUE, 6)]),
        (49, [(AGAIN, 6)]),
        (63, [(AGAIN, 6)]),
        (71, []),
        (84, [(DUE, 12)]),
        (168, [(DUE, 24)]),
    ],
)
def test_author_is_reminded_at_the_mark_and_a_week_and_three_weeks_later(enrolment, ago, days, told):
    begun = datetime.datetime.combine(ago(days), datetime.time(12), datetime.UTC)
    WorkChangeFactory(enrolment=enrolment, started_on=ago(days), recorded_at=begun)
    assert remind_of_follow_ups() == len(told)
    assert remind_of_follow_ups() == 0
    assert reminders() == told


@pytest.mark.parametrize("why", ["stopped", "answered", "recorded later", "put away", "withdrawn"])
def test_nobody_is_reminded_of_what_asks_for_nothing(enrolment, ago, why):
    begun = datetime.datetime.combine(ago(43), datetime.time(12), datetime.UTC)
    fields = {"recorded_at": begun, "started_on": ago(43), "enrolment": enrolment}
    fields |= {"stage": Stage.INTERRUPTED} if why == "stopped" else {}
    fields |= {"recorded_at": begun + datetime.timedelta(days=43)} if why == "recorded later" else {}
    fields |= {"removed_at": begun} if why == "put away" else {}
    change = WorkChangeFactory(**fields)
    if why == "answered":
        ChangeFollowUpFactory(change=change)
    if why == "withdrawn":
        enrolment.state = "withdrawn"
        enrolment.save()
    assert remind_of_follow_ups() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_reminders_ask_as_much_for_many_as_for_one(enrolment, ago, count, django_assert_num_queries):
    for _ in range(count):
        WorkChangeFactory(enrolment=enrolment, started_on=ago(10))
    with django_assert_num_queries(2):
        remind_of_follow_ups()


class StageMachine(RuleBasedStateMachine):
    """Whatever people press, in whatever order: the stage follows the table, the steps rebuild it, the laws hold."""

    @initialize()
    def begin(self):
        self.rows = transaction.atomic()
        self.rows.__enter__()
        self.change = WorkChangeFactory(enrolment=EnrolmentFactory(), stage=Stage.IDEA)
        self.today = timezone.localdate()

    def teardown(self):
        transaction.set_rollback(True)
        self.rows.__exit__(None, None, None)

    @rule(
        stage=st.sampled_from(list(Stage)),
        days=st.one_of(st.none(), st.integers(-2, 60)),
        interruption=st.sampled_from(["", "overload", "chuva"]),
    )
    def move(self, stage, days, interruption):
        before = self.change.stage
        started_on = None if days is None else self.today - datetime.timedelta(days=days)
        with suppress(ChangeRefused):
            moved(self.change, stage, started_on=started_on, interruption=interruption)
        self.change.refresh_from_db()
        assert self.change.stage in (before, stage)
        assert before == self.change.stage or find_move(before, stage)

    @rule(days=st.integers(-2, 70), words=st.sampled_from(["", "Sim.", REFLECTION]))
    def look(self, days, words):
        with suppress(ChangeRefused):
            followed(self.change, self.today - datetime.timedelta(days=days), reflection=words)

    @invariant()
    def steps_rebuild_the_stage(self):
        steps = list(self.change.steps.all())
        assert steps[-1].to_stage == self.change.stage
        assert all(one.to_stage == other.from_stage for one, other in pairwise(steps))
        assert self.change.resumptions == sum(step.is_resumption for step in steps)
        assert all(step.interruption for step in steps if step.to_stage == Stage.INTERRUPTED)

    @invariant()
    def what_has_begun_has_a_day_and_what_settled_was_looked_at(self):
        change = self.change
        assert (change.stage in BEGUN_STAGES) == (change.started_on is not None)
        days = [row.followed_on for row in change.follow_ups.all() if row.reflection]
        assert all(change.started_on <= day <= self.today for day in days)
        if change.stage == Stage.INCORPORATED:
            assert any((day - change.started_on).days >= 42 for day in days)


@pytest.mark.django_db
@pytest.mark.examples
def test_whatever_people_press_the_stages_follow_their_table(course):
    checks = settings(
        max_examples=some_of(15),
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(StageMachine, settings=checks)


def test_diagram_of_the_readme_is_the_table():
    readme = (django_settings.ROOT / "learning" / "README.md").read_text()
    block = readme.partition("## How a change at work goes on")[2].partition("stateDiagram-v2")[2].partition("```")[0]
    drawn = {
        tuple(line.partition(":")[0].replace(" ", "").split("-->")) for line in block.splitlines() if "-->" in line
    }
    assert drawn == {(str(move.source), str(move.target)) for move in MOVES}
