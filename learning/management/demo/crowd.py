"""Plans of many invented people, for long lists and for measuring. The same numbers give the same plan.

Each class has up to CLASS_SIZE students in tutoring groups of GROUP_SIZE, two groups to a tutor. With `waiting` the
first group is as big as that and Helena's: each of its students waits for her, a topic of its board has BUSY_POSTS
posts, and the board BUSY_TOPICS topics.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from home.richtext import plain_text
from learning.enrolment.enums import EnrolmentMode
from learning.management.demo.cast import Cast
from learning.management.demo.plan import (
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
)
from learning.management.demo.reading import read, read_units
from learning.management.demo.rubrics import choices_of, criteria_of

CLASS_SIZE = 500
GROUP_SIZE = 25
BUSY_POSTS = 100
BUSY_TOPICS = 300
STARTED_DAYS_AGO = 96.0
JOINED_DAYS_AGO = 120
# A prompt is sent when so many readings are done.
READ_BEFORE = {"P0": 3, "P1": 6, "P2": 9, "P3": 14}
TOPICS_OF_A_GROUP = ((None, 6), ("mural-o-que-mudou", 5), ("duvidas-do-curso", 3))
TUTOR, COORDINATOR = "helena", "ana-clara"


@dataclass(frozen=True)
class Group:
    """A tutoring group to be: its number and those of its students."""

    number: int
    students: range
    is_busy: bool

    @property
    def key(self) -> str:
        return f"crowd-{self.number}"

    @property
    def offering(self) -> str:
        return f"crowd-class-{self.students.start // CLASS_SIZE}"

    @property
    def tutor(self) -> str:
        return TUTOR if self.is_busy else f"crowd-tutor-{self.students.start // (2 * GROUP_SIZE)}"


class Crowd:
    def __init__(self, cast: Cast, students: int, waiting: int) -> None:
        self.clock = cast.clock
        self.words = read("crowd")
        self.slugs = [unit["slug"] for unit in read_units()]
        self.places = [person.workplace for person in cast.plan().people if person.workplace]
        self.polos = [row["key"] for row in cast.content["polos"]]
        self.texts, self.feedback = _written(cast)
        self.groups = list(_groups(students, min(waiting, students)))

    def plans(self) -> Iterator[Plan]:
        """Yields one plan for each class."""
        for offering in dict.fromkeys(group.offering for group in self.groups):
            groups = [group for group in self.groups if group.offering == offering]
            yield Plan(
                people=tuple(self._people(groups)),
                offerings=(self._offering(offering),),
                groups=tuple(self._group(group) for group in groups),
                students=tuple(self._student(group, number) for group in groups for number in group.students),
                topics=tuple(topic for group in groups for topic in self._topics(group)),
            )

    def _people(self, groups: list[Group]) -> Iterator[PersonPlan]:
        joined = self.clock.days_ago(JOINED_DAYS_AGO)
        for tutor in dict.fromkeys(group.tutor for group in groups if not group.is_busy):
            number = int(tutor.rsplit("-", 1)[1])
            yield PersonPlan(tutor, f"tutor{number:04}@example.org", self._name(-1 - number), joined)
        for group in groups:
            for number in group.students:
                yield PersonPlan(
                    key=_key(number),
                    email=f"pessoa{number:05}@example.org",
                    full_name=self._name(number),
                    joined_at=joined,
                    last_login=self._last_visit(number),
                    workplace=self.places[number % len(self.places)],
                )

    def _name(self, number: int) -> str:
        chance = Random(f"name {number}")
        return " ".join([chance.choice(self.words["first_names"]), *chance.sample(self.words["surnames"], 2)])

    def _offering(self, key: str) -> OfferingPlan:
        starts_on = self.clock.days_ago(STARTED_DAYS_AGO).date()
        return OfferingPlan(
            key=key,
            name=f"2026/1 · ampliada {int(key.rsplit('-', 1)[1]) + 1}",
            made_at=self.clock.days_ago(STARTED_DAYS_AGO + 20),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=240),
            enrolment_closes_on=starts_on,
            mode=EnrolmentMode.STAFF,
            polos=tuple(self.polos),
            coordinators=(COORDINATOR,),
        )

    def _group(self, group: Group) -> GroupPlan:
        polo = self.polos[group.number % len(self.polos)]
        return GroupPlan(group.key, f"Roda {group.number + 1:03}", group.offering, group.tutor, polo)

    def _last_visit(self, number: int) -> datetime:
        return self.clock.days_ago(0.3 + Random(f"visit {number}").random() ** 3 * 60)

    def _student(self, group: Group, number: int) -> StudentPlan:
        chance = Random(f"student {number}")
        count = chance.randint(3 if group.is_busy else 0, 18)
        reads = tuple(self._reads(count, self._last_visit(number)))
        return StudentPlan(
            person=_key(number),
            group=group.key,
            enrolled_at=self.clock.days_ago(STARTED_DAYS_AGO + 1 + chance.random() * 6),
            reads=reads,
            entries=tuple(self._entries(chance, reads, group.is_busy)),
            last_visit_at=self._last_visit(number),
        )

    def _reads(self, count: int, last_visit: datetime) -> Iterator[tuple[str, datetime]]:
        first = self.clock.days_ago(STARTED_DAYS_AGO - 1)
        for number, slug in enumerate(self.slugs[:count], 1):
            yield slug, first + (last_visit - first) * (number / count)

    def _entries(self, chance: Random, reads: tuple, all_wait: bool) -> Iterator[EntryPlan]:
        prompts = [prompt for prompt, needed in READ_BEFORE.items() if len(reads) >= needed]
        for prompt in prompts:
            done_at = reads[READ_BEFORE[prompt] - 1][1]
            is_last = prompt == prompts[-1]
            versions = self._versions(chance, prompt, done_at, is_last, is_last and all_wait)
            versions = (self._seen(version, reads[-1][1]) for version in versions)
            yield EntryPlan(prompt, done_at - timedelta(hours=3), tuple(versions))

    def _versions(
        self, chance: Random, prompt: str, sent_at: datetime, is_last: bool, waits: bool
    ) -> Iterator[VersionPlan]:
        """Some come back once; what is not the last prompt's was accepted, if there was time."""
        text = chance.choice(self.texts[prompt])
        if prompt != "P0" and not waits and chance.random() < 0.3:
            returned = self._review(chance, prompt, "return", sent_at)
            if returned:
                yield VersionPlan(text, "formative", sent_at, returned)
                sent_at = returned.released_at + timedelta(hours=20)
                if sent_at > self.clock.days_ago(0.1) or (is_last and chance.random() < 0.5):
                    return
        is_read = not waits and (not is_last or chance.random() < 0.5)
        yield VersionPlan(text, "final", sent_at, self._review(chance, prompt, "accept", sent_at) if is_read else None)

    def _review(self, chance: Random, prompt: str, decision: str, sent_at: datetime) -> ReviewPlan | None:
        """Returns None where there was no time to read it."""
        opened_at = sent_at + timedelta(days=0.2 + 3 * chance.random())
        released_at = opened_at + timedelta(minutes=40)
        if released_at > self.clock.days_ago(0.1):
            return None
        overall, request = chance.choice(self.feedback[decision])
        return ReviewPlan(decision, opened_at, released_at, overall, request, _levels(chance, prompt, decision))

    def _seen(self, version: VersionPlan, last_visit: datetime) -> VersionPlan:
        """With the moment at which its writer found the answer, if she came back for it."""
        review = version.review
        if review is None or review.released_at >= last_visit:
            return version
        found_at = min(last_visit, review.released_at + timedelta(hours=9))
        return replace(version, review=replace(review, seen_at=found_at))

    def _topics(self, group: Group) -> Iterator[TopicPlan]:
        chance = Random(f"topics {group.number}")
        for discussion, posts in TOPICS_OF_A_GROUP:
            yield self._topic(chance, group, posts, discussion)
        if group.is_busy:
            yield self._topic(chance, group, BUSY_POSTS)
            for _number in range(BUSY_TOPICS - 2):
                yield self._topic(chance, group, chance.randint(1, 3))

    def _topic(self, chance: Random, group: Group, posts: int, discussion: str | None = None) -> TopicPlan:
        started = 1 + chance.random() * (STARTED_DAYS_AGO - 5)
        days = sorted((started * chance.random() + 0.2 for _post in range(posts)), reverse=True)
        return TopicPlan(
            offering=group.offering,
            subject=chance.choice(self.words["subjects"]),
            posts=tuple(self._post(chance, group, number, day) for number, day in enumerate(days)),
            group=group.key,
            discussion=discussion,
        )

    def _post(self, chance: Random, group: Group, number: int, day: float) -> PostPlan:
        quotes = chance.randint(1, number) if number and chance.random() < 0.2 else None
        author = group.tutor if chance.random() < 0.1 else _key(chance.choice(group.students))
        return PostPlan(author, self.clock.days_ago(day), chance.choice(self.words["posts"]), quotes)


def _key(number: int) -> str:
    return f"crowd-student-{number}"


def _levels(chance: Random, prompt: str, decision: str) -> dict:
    """What comes back is asked to go deeper where its level is lowest."""
    lowest = 1 if decision == "accept" else 0
    levels = {key: chance.randint(lowest, most - 1 + lowest) for key, most in criteria_of(prompt)}
    deepen = [min(levels, key=levels.__getitem__)] if decision == "return" else []
    return choices_of(prompt, levels, deepen=deepen)


def _groups(students: int, waiting: int) -> Iterator[Group]:
    """No group stands in two classes."""
    number, start = 0, 0
    while start < students:
        is_busy = start < waiting
        size = waiting if is_busy else GROUP_SIZE
        class_end = (start // CLASS_SIZE + 1) * CLASS_SIZE
        end = min(start + size, students, class_end)
        yield Group(number, range(start, end), is_busy)
        number, start = number + 1, end


def _written(cast: Cast) -> tuple[dict[str, list[str]], dict[str, list[tuple[str, str]]]]:
    """The cast's texts by prompt, and its tutors' (comment, request) by decision."""
    texts: dict[str, list[str]] = {}
    feedback: dict[str, list[tuple[str, str]]] = {"accept": [], "return": []}
    for entries in cast.entries.values():
        for entry in entries:
            for version in entry.get("versions", []):
                texts.setdefault(entry["prompt"], []).append(version["text"])
                review = version.get("review", {"decision": ""})
                if review["decision"] in feedback:
                    comment = plain_text(review["overall"]).strip()
                    feedback[review["decision"]].append((comment, "\n".join(review["requests"])))
    return texts, feedback
