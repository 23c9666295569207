"""Entries at their stages, made by the actions themselves, and the words that tests write."""

import uuid

from home.accounts.models import User
from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment
from learning.portfolio.actions import DraftContent, save_draft, start_entry, submit_entry
from learning.portfolio.enums import Intent
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.reviews.actions import ReviewContent, accept_entry, open_review, return_entry
from learning.reviews.models import Review

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
