"""The plan of the people whom the content tells of: each with a story of her own."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html

from home.richtext import plain_text
from learning.enrolment.enums import EnrolmentMode
from learning.management.demo.clock import Clock
from learning.management.demo.plan import (
    DraftPlan,
    EntryPlan,
    GroupPlan,
    OfferingPlan,
    PersonPlan,
    Plan,
    PostPlan,
    ReviewPlan,
    StudentPlan,
    TopicPlan,
    VersionPlan,
    WorkplacePlan,
)
from learning.management.demo.reading import read, read_units
from learning.management.demo.rubrics import choices_of

JOINED_DAYS_AGO = 150
ADMIN_GROUPS = {"editor": "Editores", "moderator": "Moderadores"}
DECISIONS = {"comment_only": "comment"}


class Cast:
    """Reads the content's people, texts and topics as a plan, each time counted back from the clock's beginning."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.content = read("cast")
        self.offerings = {row["key"]: row for row in self.content["offerings"]}
        self.students = {row["key"]: row for row in self.content["students"]}
        self.entries: dict[str, list[dict]] = {}
        for row in read("entries")["entries"]:
            self.entries.setdefault(row["student"], []).append(row)

    def plan(self) -> Plan:
        return Plan(
            people=tuple(self._people()),
            offerings=tuple(self._offering(row) for row in self.content["offerings"]),
            groups=tuple(self._group(row) for row in self.content["groups"]),
            students=tuple(self._student(number, row) for number, row in enumerate(self.students.values())),
            topics=tuple(self._topic(row) for row in read("topics")["topics"]),
        )

    def _people(self) -> Iterator[PersonPlan]:
        joined = self.clock.days_ago(JOINED_DAYS_AGO)
        for row in self.content["staff"]:
            yield self._person(row, joined, self.clock.days_ago(0.5), ADMIN_GROUPS.get(row["role"], ""))
        for row in self.students.values():
            joined = self.clock.days_ago(self._started(row) + 15)
            yield self._person(row, joined, self._last_visit(row), "", self._workplace(row))

    def _person(
        self, row: dict, joined: datetime, seen: datetime | None, group: str, workplace: WorkplacePlan | None = None
    ) -> PersonPlan:
        names = {name: row[name] for name in ("key", "email", "full_name", "social_name")}
        return PersonPlan(**names, joined_at=joined, last_login=seen, admin_group=group, workplace=workplace)

    def _workplace(self, row: dict) -> WorkplacePlan:
        facility = self._named("facilities", row["facility"])
        return WorkplacePlan(
            municipality=self._named("municipalities", row["municipality"])["name"],
            facility=facility["name"],
            cnes=facility["cnes"],
            team=self._named("teams", row["team"])["name"],
            profession=row["cbo"],
        )

    def _named(self, table: str, key: str) -> dict:
        return next(row for row in self.content[table] if row["key"] == key)

    def _offering(self, row: dict) -> OfferingPlan:
        starts_on = self._day(row["starts_days_ago"])
        return OfferingPlan(
            key=row["key"],
            name=row["label"],
            made_at=self.clock.days_ago(row["starts_days_ago"] + 30),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=row["length_days"]),
            enrolment_closes_on=starts_on + timedelta(days=row["enrolment_days"]),
            mode=EnrolmentMode(row["enrolment"]),
            code=row.get("code", ""),
            places=row["places"],
            polos=tuple(row["polos"]),
            coordinators=tuple(
                person["key"] for person in self.content["staff"] if person["role"] == "coordinator_course"
            ),
        )

    def _group(self, row: dict) -> GroupPlan:
        return GroupPlan(**{name: row[name] for name in ("key", "name", "offering", "tutor", "polo")})

    def _student(self, number: int, row: dict) -> StudentPlan:
        # The coordination enrols a few people a day, in the week before the class starts.
        enrolled = self._started(row) + 6 - number % 5
        ended = row["stage"].get("last_access_days_ago", 0) - 1
        return StudentPlan(
            person=row["key"],
            group=row["group"],
            enrolled_at=self.clock.days_ago(enrolled),
            reads=tuple(self._reads(row)),
            entries=tuple(self._entry(row, entry) for entry in self.entries.get(row["key"], [])),
            last_visit_at=self._last_visit(row),
            withdrawn_at=self.clock.days_ago(ended) if row["status"] == "withdrawn" else None,
            completed_at=self.clock.days_ago(ended) if row["status"] == "completed" else None,
        )

    def _reads(self, row: dict) -> Iterator[tuple[str, datetime]]:
        """Spread evenly between the class's first day and the last visit."""
        slugs = [unit["slug"] for unit in read_units()][: row["stage"]["items_read"]]
        first = self._started(row) - 1
        for number, slug in enumerate(slugs, 1):
            share = number / len(slugs)
            yield slug, self.clock.days_ago(first + (row["stage"]["last_access_days_ago"] - first) * share)

    def _entry(self, student: dict, row: dict) -> EntryPlan:
        visit = self._last_visit(student)
        versions = tuple(self._version(version, row["prompt"], visit) for version in row.get("versions", []))
        draft = row.get("draft")
        first = row["versions"][0]["sent_days_ago"] if versions else draft["edited_days_ago"]
        return EntryPlan(
            prompt=row["prompt"],
            started_at=self.clock.days_ago(min(first + 1.5, self._started(student) - 0.2)),
            versions=versions,
            draft=draft and DraftPlan(draft["text"], self.clock.days_ago(draft["edited_days_ago"])),
        )

    def _version(self, row: dict, prompt: str, last_visit: datetime) -> VersionPlan:
        review = row.get("review")
        sent_at = self.clock.days_ago(row["sent_days_ago"])
        return VersionPlan(
            row["text"],
            row["intent"],
            sent_at,
            review and self._review(review, prompt, last_visit),
            self_assessment=choices_of(prompt, row.get("own", {}), row.get("own_words")),
        )

    def _review(self, row: dict, prompt: str, last_visit: datetime) -> ReviewPlan:
        released = self.clock.days_ago(row["released_days_ago"]) if "released_days_ago" in row else None
        return ReviewPlan(
            decision=DECISIONS.get(row["decision"], row["decision"]),
            opened_at=self.clock.days_ago(row["opened_days_ago"]),
            released_at=released,
            overall=plain_text(row["overall"]).strip(),
            request="\n".join(row["requests"]),
            judgement=choices_of(prompt, row.get("levels", {}), row.get("words"), row.get("deepen", [])),
            seen_at=min(last_visit, released + timedelta(hours=9)) if released and released < last_visit else None,
        )

    def _topic(self, row: dict) -> TopicPlan:
        """A conversation over several tutoring groups stands on the offering's own board: each group has others."""
        group = row.get("group") or self._only_group(row)
        return TopicPlan(
            offering=row["offering"],
            group=group,
            discussion=row["board"] if group else None,
            subject=row["title"],
            posts=tuple(
                self._post(post, row.get("card") if number == 0 and "change" not in row else None)
                for number, post in enumerate(row["posts"])
            ),
            is_pinned=row.get("pinned", False),
        )

    def _only_group(self, row: dict) -> str | None:
        groups = {self.students[post["author"]]["group"] for post in row["posts"] if post["author"] in self.students}
        return groups.pop() if len(groups) == 1 else None

    def _post(self, row: dict, card: dict | None) -> PostPlan:
        return PostPlan(
            author=row["author"],
            written_at=self.clock.days_ago(row["days_ago"]),
            html=row["text"] + describe_change(card or row.get("card")),
            quotes=row["quote"]["post"] if "quote" in row else None,
        )

    def _started(self, student: dict) -> float:
        return self.offerings[student["offering"]]["starts_days_ago"]

    def _last_visit(self, student: dict) -> datetime | None:
        days = student["stage"].get("last_access_days_ago")
        return None if days is None else self.clock.days_ago(days)

    def _day(self, days_ago: int) -> date:
        return timezone.localdate(self.clock.began) - timedelta(days=days_ago)


def describe_change(card: dict | None) -> str:
    """A change at work told in a post, where no card of a record tells it: how it was, what was changed and seen."""
    if not card:
        return ""
    row = "<li><strong>{}</strong> {}</li>"
    lines = (("Como era:", "before"), ("O que mudamos:", "changed"), ("O que vimos:", "seen"))
    return f"<ul>{''.join(format_html(row, label, card[name]) for label, name in lines)}</ul>"
