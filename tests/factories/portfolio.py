"""Entries at their stages, made by the actions themselves, and the words that tests write."""

import datetime
import uuid

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from home.accounts.models import User
from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment
from learning.portfolio.actions import Asking, DraftContent, ask_extension, save_draft, start_entry, submit_entry
from learning.portfolio.consents import SHARING_NOW
from learning.portfolio.enums import Audience, Intent
from learning.portfolio.models import DeadlineExtension, EntryVersion, GuestPass, PortfolioEntry, Share
from learning.portfolio.queries import dates_for
from learning.reports.enums import ExportState
from learning.reports.models import KEPT, Export
from learning.reviews.actions import Passage, Remark, ReviewContent, accept_entry, annotate, open_review, return_entry
from learning.reviews.anchors import text_content
from learning.reviews.models import Annotation, Review
from tests.factories.home import PersonFactory

TEXT = "<p>Fui ao largo da feira com a agente de saúde e vimos coisas diferentes.</p>"
ASKED = ReviewContent(
    overall="Você descreve bem o lugar e quem estava nele.",
    request="Que pergunta a feira traz para o trabalho da unidade?",
)


def content(text: str = TEXT, intent: str = Intent.FORMATIVE, **fields) -> DraftContent:
    return DraftContent(text, intent, **{"no_patient_data": True, **fields})


def started_entry(enrolment: Enrolment, written: DraftContent | None = None) -> PortfolioEntry:
    """An entry whose draft was saved once."""
    prompt = ReflectionPage.objects.descendant_of(enrolment.course).first()
    entry = start_entry(by=enrolment.student, enrolment=enrolment, prompt=prompt)
    save_draft(by=enrolment.student, entry=entry, base_number=0, content=written or content())
    return entry


def submit(entry: PortfolioEntry, key: uuid.UUID | None = None) -> EntryVersion:
    entry.draft.refresh_from_db()
    number = entry.draft.draft_number
    by = entry.enrolment.student
    version = submit_entry(by=by, entry=entry, key=key or uuid.uuid4(), draft_number=number)
    entry.refresh_from_db()
    return version


def submit_again(entry: PortfolioEntry) -> EntryVersion:
    """Confirms the same text anew, as each version asks, and sends it."""
    entry.draft.refresh_from_db()
    draft = entry.draft
    again = DraftContent(draft.text, draft.intent, draft.accept_as_final, no_patient_data=True)
    save_draft(by=entry.enrolment.student, entry=entry, base_number=draft.draft_number, content=again)
    return submit(entry)


def sent_entry(enrolment: Enrolment, written: DraftContent | None = None) -> PortfolioEntry:
    entry = started_entry(enrolment, written)
    submit(entry)
    return entry


def opened_review(enrolment: Enrolment, reviewer: User, written: DraftContent | None = None) -> Review:
    return open_review(by=reviewer, entry=sent_entry(enrolment, written))


def returned_review(enrolment: Enrolment, reviewer: User, said: ReviewContent = ASKED) -> Review:
    review = opened_review(enrolment, reviewer)
    return return_entry(by=reviewer, review=review, key=uuid.uuid4(), base_number=0, content=said)


def accepted_review(enrolment: Enrolment, reviewer: User, said: ReviewContent = ASKED) -> Review:
    review = opened_review(enrolment, reviewer, content(intent=Intent.FINAL))
    return accept_entry(by=reviewer, review=review, key=uuid.uuid4(), base_number=0, content=said)


class ShareFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Share

    audience = Audience.GROUP
    consent_version = SHARING_NOW
    no_patient_data = True
    granted_at = factory.LazyFunction(timezone.now)


class GuestPassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GuestPass

    guest = factory.SubFactory(PersonFactory)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=3))


def ready_copy(enrolment: Enrolment) -> Export:
    """A copy whose file lies there."""
    export = Export(
        requested_by=enrolment.student, enrolment=enrolment, kind="html", name="Portfólio", language="pt-br",
        state=ExportState.READY, expires_at=timezone.now() + KEPT,
    )  # fmt: skip
    export.path = f"exports/{export.public_id}.html"
    storages["private"].save(export.path, ContentFile(b"<!doctype html>"))
    export.save()
    return export


def asked_extension(enrolment: Enrolment, prompt: ReflectionPage, days: int = 5) -> DeadlineExtension:
    """A question for so many days more."""
    wished_on = dates_for(enrolment, prompt).due_on + datetime.timedelta(days=days)
    asking = Asking("shift", "Troquei de plantão.", wished_on)
    return ask_extension(by=enrolment.student, enrolment=enrolment, prompt=prompt, asking=asking, key=uuid.uuid4())


def annotated(
    review: Review, quote: str = "largo da feira", kind: str = "deepen", text: str = "Que largo é este?", key=None
) -> Annotation:
    """A comment of the review's own reader on the first place where `quote` stands."""
    start = text_content(review.version.text).index(quote)
    passage, remark = Passage(start, start + len(quote)), Remark(kind, text)
    return annotate(by=review.reviewer, review=review, key=key or uuid.uuid4(), passage=passage, remark=remark)
