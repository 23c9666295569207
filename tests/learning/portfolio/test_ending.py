"""T1 and T3 within dates and limits; T13, T15 and T16."""

import datetime

import pytest
from django.utils import timezone

from home.notifications.actions import notify
from home.notifications.models import Notification
from home.uploads.models import Upload
from learning.portfolio.actions import (
    DraftContent,
    EntryLocked,
    EntryRefused,
    attach_to_draft,
    close_entry,
    exempt_entry,
    revive_entry,
    save_draft,
)
from learning.portfolio.enums import EntryState
from learning.portfolio.models import Exemption, PortfolioEntry, PromptDates
from learning.portfolio.queries import CLOSING_EVENT, rebuild_state, warning_key
from learning.progress.models import ItemProgress
from learning.reviews.actions import ReviewClosed, ReviewContent, release_unread, save_review_draft
from learning.reviews.models import Review
from tests.factories.home import upload_of
from tests.factories.portfolio import content, opened_review, returned_review, sent_entry, started_entry, submit

pytestmark = pytest.mark.django_db
SENTENCE = "Licença médica de três meses."


def set_prompt(parts, **fields) -> None:
    for name, value in fields.items():
        setattr(parts.reflection, name, value)
    parts.reflection.save()


def refused(entry) -> list[str]:
    with pytest.raises(EntryRefused) as refusal:
        submit(entry)
    assert not entry.versions.exists() or entry.versions.count() == 1
    return [problem.field for problem in refusal.value.problems]


def test_a_prompt_that_opens_later_is_not_begun(enrolment, parts):
    tomorrow = timezone.localdate() + datetime.timedelta(days=2)
    PromptDates.objects.create(offering=enrolment.offering, prompt=parts.reflection, opens_on=tomorrow)
    with pytest.raises(EntryRefused):
        started_entry(enrolment)
    assert not PortfolioEntry.objects.exists()


def test_files_that_are_asked_for_must_be_there(enrolment, parts):
    set_prompt(parts, min_attachments=1)
    entry = started_entry(enrolment)
    assert refused(entry) == ["file"]
    attach_to_draft(by=enrolment.student, entry=entry, upload=upload_of(enrolment.student))
    assert submit(entry).attachments.count() == 1


@pytest.mark.parametrize("limits", [{"min_words": 50}, {"max_words": 5}])
def test_length_stops_only_where_the_prompt_says_so(enrolment, parts, limits):
    set_prompt(parts, enforce_length=True, **limits)
    entry = started_entry(enrolment)
    assert refused(entry) == ["text"]
    set_prompt(parts, enforce_length=False)
    assert submit(entry).number == 1


def test_rounds_come_to_an_end(enrolment, tutor, parts):
    set_prompt(parts, max_rounds=1)
    entry = returned_review(enrolment, tutor).entry
    save_draft(by=enrolment.student, entry=entry, base_number=1, content=content("<p>Outra vez.</p>"))
    assert refused(entry) == [""]
    set_prompt(parts, max_rounds=2)
    assert submit(entry).number == 2


def exempt(by, enrolment, parts, **fields) -> PortfolioEntry:
    given = {"reason": SENTENCE, "document": upload_of(by), **fields}
    return exempt_entry(by=by, enrolment=enrolment, prompt=parts.reflection, **given)


def test_exempting_counts_as_done_without_a_grade(enrolment, coordinator, parts):
    entry = exempt(coordinator, enrolment, parts)
    assert exempt(coordinator, enrolment, parts) == entry
    assert (entry.state, rebuild_state(entry)) == (EntryState.EXEMPTED, EntryState.EXEMPTED)
    assert ItemProgress.objects.filter(enrolment=enrolment, item_id=parts.reflection.pk).exists()
    assert not Review.objects.exists()
    assert Notification.objects.filter(event="entry_exempted", person=enrolment.student).count() == 1


def test_exempting_keeps_what_was_written(enrolment, coordinator, parts):
    entry = started_entry(enrolment)
    exempt(coordinator, enrolment, parts)
    entry.draft.refresh_from_db()
    assert "largo da feira" in entry.draft.text


@pytest.mark.parametrize(("fields", "wrong"), [({"reason": "sim"}, "reason"), ({"document": None}, "document")])
def test_exempting_needs_a_reason_and_a_document(enrolment, coordinator, parts, fields, wrong):
    with pytest.raises(EntryRefused) as refusal:
        exempt(coordinator, enrolment, parts, **fields)
    assert [problem.field for problem in refusal.value.problems] == [wrong]
    assert not ItemProgress.objects.exists()


def test_what_is_with_the_tutor_is_not_exempted(enrolment, coordinator, parts):
    sent_entry(enrolment)
    with pytest.raises(EntryLocked):
        exempt(coordinator, enrolment, parts)


def test_the_document_is_for_student_and_coordination(enrolment, coordinator, tutor, stranger, parts):
    exempt(coordinator, enrolment, parts)
    seen = [
        Exemption.objects.visible_to(person).exists() for person in (enrolment.student, coordinator, tutor, stranger)
    ]
    assert seen == [True, True, False, False]
    document = Upload.objects.get()
    assert Upload.objects.visible_to(enrolment.student).get() == document
    assert not Upload.objects.visible_to(tutor).exists()


def test_closing_stores_the_state_and_keeps_her_out_and_reading(enrolment, coordinator):
    entry = sent_entry(enrolment)
    close_entry(by=coordinator, entry=entry)
    entry.refresh_from_db()
    assert (entry.state, entry.closed_from) == (EntryState.CLOSED_INCOMPLETE, EntryState.SUBMITTED)
    with pytest.raises(EntryLocked):
        save_draft(by=enrolment.student, entry=entry, base_number=1, content=DraftContent("<p>x</p>", "final"))
    assert PortfolioEntry.objects.visible_to(enrolment.student).get().versions.count() == 1


def test_closing_at_the_end_waits_for_the_last_warning(enrolment):
    entry, day = started_entry(enrolment), timezone.localdate()
    with pytest.raises(EntryRefused):
        close_entry(by=None, entry=entry, closes_on=day)
    notice = notify(CLOSING_EVENT, enrolment.student, key=warning_key(enrolment, day, 1), url="/portfolio/")
    with pytest.raises(EntryRefused):
        close_entry(by=None, entry=entry, closes_on=day)
    Notification.objects.filter(pk=notice.pk).update(created_at=timezone.now() - datetime.timedelta(days=1))
    close_entry(by=None, entry=entry, closes_on=day)
    assert rebuild_state(entry) == EntryState.CLOSED_INCOMPLETE


def test_reviving_restores_the_stored_state(enrolment, coordinator):
    entry = sent_entry(enrolment)
    close_entry(by=coordinator, entry=entry)
    revive_entry(by=coordinator, entry=entry)
    entry.refresh_from_db()
    assert (entry.state, entry.closed_from, entry.closed_at) == (EntryState.SUBMITTED, "", None)
    assert rebuild_state(entry) == EntryState.SUBMITTED


def test_reviving_needs_an_active_enrolment(enrolment, coordinator):
    entry = started_entry(enrolment)
    close_entry(by=coordinator, entry=entry)
    enrolment.state = "withdrawn"
    enrolment.save()
    with pytest.raises(EntryRefused):
        revive_entry(by=coordinator, entry=entry)


def test_a_reading_that_closing_met_goes_on_after_reviving(enrolment, tutor, coordinator):
    review = opened_review(enrolment, tutor)
    close_entry(by=coordinator, entry=review.entry)
    said = {"by": tutor, "review": review, "base_number": 0, "content": ReviewContent("Uma nota.")}
    with pytest.raises(ReviewClosed):
        save_review_draft(**said)
    with pytest.raises(EntryLocked):
        release_unread(by=tutor, review=review)
    revive_entry(by=coordinator, entry=review.entry)
    assert save_review_draft(**said).overall == "Uma nota."
