"""The register of changes: what the cast recorded, followed, took to the forums and tried after each other."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from forums.actions import write_post
from forums.models import Board, Topic
from home.richtext import from_plain_text
from learning.courses.enums import ChangeRequirement
from learning.enrolment.models import OfferingBoard
from learning.management.demo.clock import CHANGES, FORUMS, PUBLISHING, Clock
from learning.management.demo.reading import read
from learning.management.demo.story import Step
from learning.management.demo.world import World
from learning.portfolio.actions import cite_changes
from learning.portfolio.actions.citing import freeze_citations
from learning.portfolio.models import PortfolioEntry
from learning.work_changes.actions import (
    Evidence,
    FollowUp,
    NewStage,
    QuickChange,
    add_evidence,
    answer_co_author,
    ask_co_author,
    edit_change,
    follow_up,
    move_stage,
    record_change,
    take_to_forum,
    tell_tried_too,
)
from learning.work_changes.enums import EvidenceKind, Interruption, ManagerSupport, Scope, Stage
from learning.work_changes.models import ToolCategory, WorkChange

SCOPES = {"eu": Scope.SELF, "minha equipe": Scope.TEAM, "unidade": Scope.FACILITY, "município": Scope.MUNICIPALITY}
SUPPORT = {"sim": ManagerSupport.YES, "não": ManagerSupport.NO, "em parte": ManagerSupport.PARTLY}
REASONS = {"sobrecarga": Interruption.OVERLOAD, "troca de equipe/gestão": Interruption.TURNOVER}
ASKED = {"P2": ChangeRequirement.RECORD, "P5": ChangeRequirement.FOLLOW_UP}
ASKED_DAYS_AGO = 0.1


def live_changes(world: World, clock: Clock) -> None:
    """Each step happened at its moment, as in the story; then the prompts ask for what was cited."""
    rows = {row["key"]: row for row in read("changes")["changes"]}
    subjects = {topic["change"]: topic["title"] for topic in read("topics")["topics"] if "change" in topic}
    stories = {key: ChangeStory(row, world, clock, subjects.get(key, "")) for key, row in rows.items()}
    steps = [step for story in stories.values() for step in story.steps(stories)]
    for step in sorted(steps, key=lambda step: step.moment):
        with clock.at(step.moment, step.scope):
            step.act()


def ask_for_changes(world: World, clock: Clock) -> None:
    """The editor lets two prompts ask for a change; what was sent before is given what its writer had recorded."""
    with clock.at(clock.days_ago(ASKED_DAYS_AGO), PUBLISHING):
        for code, requirement in ASKED.items():
            prompt = world.prompts[code]
            prompt.asks_change = requirement
            prompt.save_revision(user=world.people["vera"]).publish()
            for entry in PortfolioEntry.objects.filter(prompt=prompt).select_related("enrolment__student"):
                _cite(entry)


def _cite(entry: PortfolioEntry) -> None:
    changes = WorkChange.objects.filter(enrolment=entry.enrolment).order_by("-pk")
    followed = changes.filter(follow_ups__isnull=False)
    cite_changes(by=entry.enrolment.student, entry=entry, changes=(followed or changes)[:1])
    if last := entry.versions.standing().last():
        freeze_citations(last)


@dataclass
class ChangeStory:
    """`subject` is that of the conversation which the cast's own story opened about it, if any."""

    row: dict
    world: World
    clock: Clock
    subject: str = ""
    change: WorkChange | None = None
    topic: Topic | None = None

    def steps(self, others: dict[str, "ChangeStory"]) -> Iterator[Step]:
        row = self.row
        yield Step(self._at(row["created_days_ago"]), CHANGES, self._record)
        for seen in row.get("follow_ups", []):
            yield Step(self._at(seen["days_ago"]), CHANGES, partial(self._follow, seen))
        for number, colleague in enumerate(row.get("co_authors", [])):
            yield Step(self._at(row["created_days_ago"] - 0.2 - number / 10), CHANGES, partial(self._ask, colleague))
        if told := row.get("conversation"):
            yield Step(self._at(told["days_ago"]), (*CHANGES, *FORUMS), self._take_to_forum)
            for post in told["posts"]:
                yield Step(self._at(post["days_ago"]), FORUMS, partial(self._answer, post))
        if link := row.get("linked_to"):
            yield Step(self._at(link["days_ago"]), (*CHANGES, *FORUMS), partial(self._link, link, others[link["key"]]))

    @property
    def person(self):
        return self.world.people[self.row["student"]]

    @property
    def enrolment(self):
        return self.world.enrolments[self.row["student"]]

    def _at(self, days: float):
        return self.clock.days_ago(days)

    def _day(self, days: float):
        return self._at(days).date()

    def _record(self) -> None:
        row, started = self.row, self.row.get("started_days_ago")
        told = QuickChange(
            **{name: row[name] for name in ("title", "before", "after", "category")},
            category_words=row.get("category_words", ""),
            started_on=self._day(started) if started else None,
        )
        self.change = record_change(by=self.person, enrolment=self.enrolment, key=uuid.uuid4(), told=told)
        self.change = edit_change(by=self.person, change=self.change, base_number=0, values=self._details())
        first = row["follow_ups"][0]["stage"] if row.get("follow_ups") else ""
        if row["stage"] in (Stage.PLANNED, Stage.ADAPTED) or (row["stage"] == Stage.INTERRUPTED and not first):
            self._move(row["stage"])
        for note in row.get("evidence", []):
            evidence = Evidence(kind=EvidenceKind.WORDS, no_patient_data=True, note=note)
            add_evidence(by=self.person, change=self.change, key=uuid.uuid4(), evidence=evidence)
        if self.subject:
            topic = Topic.objects.get(subject=self.subject, author=self.person)
            WorkChange.objects.filter(pk=self.change.pk).update(topic=topic)

    def _details(self) -> dict:
        row, indicator = self.row, self.row.get("indicator", {})
        codes = ToolCategory.objects.filter(code__in=row["secondary"])
        source = self.world.items.get(row.get("learning_source", ""))
        return {
            "novelty": row["novelty"],
            "scope": SCOPES[row["scope"]],
            "secondary_categories": list(codes),
            "people_count": len(row["people"]) if "people" in row else None,
            "manager_support": SUPPORT.get(row.get("manager_supported", ""), ""),
            "facilitators": row.get("facilitators", ""),
            "obstacles": row.get("obstacles", ""),
            "learning_source": "reading" if source else "",
            "learning_item_id": source,
            "visibility": row.get("visibility", "staff"),
            "indicator_name": indicator.get("name", ""),
            "indicator_unit": indicator.get("unit", ""),
            "indicator_source": indicator.get("source", ""),
            **self._numbers(indicator),
        }

    def _numbers(self, indicator: dict) -> dict:
        found = {}
        for when in ("before", "after"):
            if when in indicator:
                found[f"indicator_{when}"] = indicator[when]
                found[f"indicator_{when}_on"] = self._day(indicator[f"{when}_days_ago"])
        return found

    def _move(self, stage: str) -> None:
        move_stage(by=self.person, change=self.change, new=self._new(stage))

    def _new(self, stage: str) -> NewStage:
        stops = stage == Stage.INTERRUPTED
        return NewStage(stage, interruption=REASONS[self.row["interrupted_reason"]] if stops else "")

    def _follow(self, seen: dict) -> None:
        words = {name: seen.get(name, "") for name in ("remained", "adapted", "unexpected", "reflection", "next_step")}
        written = FollowUp(followed_on=self._day(seen["days_ago"]), new_stage=self._new(seen["stage"]), **words)
        follow_up(by=self.person, change=self.change, key=uuid.uuid4(), seen=written)

    def _ask(self, colleague: dict) -> None:
        person = self.world.people[colleague["key"]]
        row = ask_co_author(by=self.person, change=self.change, person=person)
        if colleague["confirms"]:
            answer_co_author(by=person, row=row, confirms=True)

    def _board(self, group: bool) -> Board:
        enrolment = self.enrolment
        place = enrolment.tutoring_group_id if group else None
        boards = OfferingBoard.objects.select_related("board")
        return boards.get(offering=enrolment.offering_id, tutoring_group=place, discussion_id=0).board

    def _take_to_forum(self) -> None:
        told = self.row["conversation"]
        board = self._board(told["board"] == "group")
        self.topic = take_to_forum(
            by=self.person, change=self.change, board=board, key=uuid.uuid4(), words=told["words"]
        )

    def _answer(self, post: dict) -> None:
        author = self.world.people[post["author"]]
        write_post(by=author, topic_id=self.topic.pk, html=from_plain_text(post["text"]), key=uuid.uuid4())

    def _link(self, link: dict, origin: "ChangeStory") -> None:
        words = link.get("words", "")
        tell_tried_too(by=self.person, change=self.change, origin=origin.change, key=uuid.uuid4(), words=words)
