"""Two hundred thousand entries beside the demo, written in bulk: long queues, many writers, and who sends at once."""

import datetime
import hashlib
import random
import uuid
from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import slugify

from home.accounts.models import User
from home.richtext import count_words
from learning.courses.models import CoursePage, ReflectionPage
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment, TutoringGroup
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from learning.reviews.enums import Decision
from learning.reviews.models import Review

BATCH = 2000
MANY, FEW, REST, SENDERS = "Fila de muitas", "Fila de poucas", "As outras", "Quem envia"
TEXT = "<p>Fui ao largo da feira com a agente de saúde e vimos coisas diferentes. O que ela viu eu não vi.</p>" * 4
WORDS, SHA256 = count_words(TEXT), hashlib.sha256(TEXT.encode()).hexdigest()


def fill(*, entries: int, many: int, few: int, senders: int) -> None:
    """`many` and `few` entries wait, each for a tutor of their own; `senders` write a draft; the rest is accepted."""
    today = timezone.localdate()
    offering = Offering.objects.create(
        course=CoursePage.objects.order_by("pk").first(), name="Medida", starts_on=today - datetime.timedelta(days=40),
        ends_on=today + datetime.timedelta(days=90), enrolment_opens_on=today, enrolment_closes_on=today,
    )  # fmt: skip
    prompts = list(ReflectionPage.objects.descendant_of(offering.course).live().order_by("path"))
    sizes = {MANY: many, FEW: few, SENDERS: senders}
    sizes[REST] = max(entries // len(prompts) - sum(sizes.values()), 0)
    last = {MANY: EntryState.SUBMITTED, FEW: EntryState.SUBMITTED, SENDERS: EntryState.DRAFT}
    for name, size in sizes.items():
        group = _group(offering, name)
        for start in range(0, size, BATCH):
            people = _people(name, range(start, min(start + BATCH, size)))
            _write(_enrol(group, people), prompts, last.get(name, EntryState.ACCEPTED), _tutor(group))


def _group(offering: Offering, name: str) -> TutoringGroup:
    tutor = User.objects.create(email=f"tutora-{slugify(name)}@example.org", full_name=f"Tutora de {name}")
    group = TutoringGroup.objects.create(offering=offering, name=name)
    StaffAssignment.objects.create(
        offering=offering, person=tutor, role=StaffRole.TUTOR, tutoring_group=group, course=offering.course
    )
    return group


def _tutor(group: TutoringGroup) -> User:
    return group.staff.get().person


def _people(name: str, numbers: range) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"{slugify(name)}-{number}@example.org", full_name=f"Pessoa {number} de {name}")
        for number in numbers
    )


def _enrol(group: TutoringGroup, people: list[User]) -> list[Enrolment]:
    offering, now = group.offering, timezone.now()
    return Enrolment.objects.bulk_create(
        Enrolment(offering=offering, course=offering.course, student=person, tutoring_group=group, enrolled_at=now)
        for person in people
    )


def _write(enrolments: list[Enrolment], prompts: list[ReflectionPage], last: str, tutor: User) -> None:
    """Each student's last entry is in the state `last`, those before it are accepted."""
    entries = PortfolioEntry.objects.bulk_create(_entries(enrolments, prompts, last))
    EntryDraft.objects.bulk_create(
        EntryDraft(entry=entry, draft_number=1, text=TEXT, no_patient_data=True, saved_at=entry.started_at)
        for entry in entries
    )
    sent = [entry for entry in entries if entry.state != EntryState.DRAFT]
    versions = EntryVersion.objects.bulk_create(_version(entry) for entry in sent)
    Review.objects.bulk_create(_review(version, tutor) for version in versions if version.entry.accepted_at)


def _entries(enrolments: list[Enrolment], prompts: list[ReflectionPage], last: str) -> Iterator[PortfolioEntry]:
    now, chance = timezone.now(), random.Random(len(enrolments))
    for enrolment in enrolments:
        for prompt in prompts:
            state = last if prompt is prompts[-1] else EntryState.ACCEPTED
            then = now - datetime.timedelta(days=chance.random() * 30)
            yield PortfolioEntry(
                enrolment=enrolment, prompt=prompt, state=state, started_at=then,
                waiting_since=then if state == EntryState.SUBMITTED else None,
                accepted_at=then if state == EntryState.ACCEPTED else None,
            )  # fmt: skip


def _version(entry: PortfolioEntry) -> EntryVersion:
    return EntryVersion(
        entry=entry, author_id=entry.enrolment.student_id, key=uuid.uuid4(), number=1, text=TEXT,
        word_count=WORDS, sha256=SHA256,
        intent=Intent.FINAL if entry.accepted_at else Intent.FORMATIVE, submitted_at=entry.started_at,
    )  # fmt: skip


def _review(version: EntryVersion, tutor: User) -> Review:
    then = version.submitted_at
    return Review(
        entry=version.entry, version=version, reviewer=tutor, overall="Muito bem visto.", decision=Decision.ACCEPT,
        opened_at=then, renewed_at=then, released_at=then, waiting_since=then, seen_at=then,
    )  # fmt: skip
