"""What is to happen in the demo, before anything is written: people, classes, and what each did when.

Everything is named by keys: people and tutoring groups by their own, readings by slug, prompts by code ("P0").
A plan has two writers: `story` calls the areas' actions one by one, `bulk` writes the same rows at once.
"""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class WorkplacePlan:
    municipality: str
    facility: str
    cnes: str
    team: str
    profession: str


@dataclass(frozen=True)
class PersonPlan:
    """`admin_group` is the group of the admin that she works in, or ""; `workplace.profession` a CBO code."""

    key: str
    email: str
    full_name: str
    joined_at: datetime
    social_name: str = ""
    last_login: datetime | None = None
    admin_group: str = ""
    workplace: WorkplacePlan | None = None


@dataclass(frozen=True)
class OfferingPlan:
    key: str
    name: str
    made_at: datetime
    starts_on: date
    ends_on: date
    enrolment_closes_on: date
    mode: str
    polos: tuple[str, ...]
    coordinators: tuple[str, ...]
    code: str = ""
    places: int | None = None


@dataclass(frozen=True)
class GroupPlan:
    key: str
    name: str
    offering: str
    tutor: str
    polo: str


@dataclass(frozen=True)
class ReviewPlan:
    """`decision` "open": the tutor is reading it, and has drafted `overall`. `judgement`: her choices on the rubric."""

    decision: str
    opened_at: datetime
    released_at: datetime | None
    overall: str
    request: str = ""
    judgement: dict = field(default_factory=dict)
    seen_at: datetime | None = None


@dataclass(frozen=True)
class VersionPlan:
    text: str
    intent: str
    sent_at: datetime
    review: ReviewPlan | None = None
    accept_as_final: bool = False
    self_assessment: dict = field(default_factory=dict)


@dataclass(frozen=True)
class DraftPlan:
    text: str
    saved_at: datetime


@dataclass(frozen=True)
class EntryPlan:
    """`draft` is what was written and not sent, after the last version."""

    prompt: str
    started_at: datetime
    versions: tuple[VersionPlan, ...] = ()
    draft: DraftPlan | None = None


@dataclass(frozen=True)
class StudentPlan:
    """`reads` are (slug of a reading, time) in the order of time."""

    person: str
    group: str
    enrolled_at: datetime
    reads: tuple[tuple[str, datetime], ...] = ()
    entries: tuple[EntryPlan, ...] = ()
    last_visit_at: datetime | None = None
    withdrawn_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True)
class PostPlan:
    """`quotes` is the number of an earlier post of the topic."""

    author: str
    written_at: datetime
    html: str
    quotes: int | None = None


@dataclass(frozen=True)
class TopicPlan:
    """Where it stands: the board of the whole offering, of a tutoring group, or of a discussion in either."""

    offering: str
    subject: str
    posts: tuple[PostPlan, ...]
    group: str | None = None
    discussion: str | None = None
    is_pinned: bool = False


@dataclass(frozen=True)
class Plan:
    people: tuple[PersonPlan, ...]
    offerings: tuple[OfferingPlan, ...]
    groups: tuple[GroupPlan, ...]
    students: tuple[StudentPlan, ...]
    topics: tuple[TopicPlan, ...] = field(default=())
