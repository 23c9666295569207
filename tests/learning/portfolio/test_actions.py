import hashlib
import uuid

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from home.notifications.models import Notification
from learning.enrolment.models import StaffAssignment
from learning.portfolio.actions import (
    DraftConflict,
    EntryLocked,
    EntryRefused,
    recall_entry,
    save_draft,
    start_entry,
    submit_entry,
)
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.portfolio.queries import rebuild_state
from learning.reviews.actions import open_review
from tests.factories.learning import StaffAssignmentFactory
from tests.factories.portfolio import TEXT, accepted_review, content, sent_entry, started_entry, submit, submit_again


def actions_of(entry):
    return list(registry.get_logs_for_instance(entry).order_by("pk").values_list("action", flat=True))


def stored_draft(entry):
    entry.draft.refresh_from_db()
    return entry.draft


def test_start_entry_makes_an_empty_draft_and_logs_it(enrolment, parts):
    entry = start_entry(by=enrolment.student, enrolment=enrolment, prompt=parts.reflection)
    assert (entry.state, entry.draft.draft_number, entry.draft.text) == (EntryState.DRAFT, 0, "")
    assert actions_of(entry) == ["learning.entry_start"]


def test_start_entry_twice_finds_the_first(enrolment, parts):
    entries = [start_entry(by=enrolment.student, enrolment=enrolment, prompt=parts.reflection) for _ in range(2)]
    assert entries[0] == entries[1]
    assert actions_of(entries[0]) == ["learning.entry_start"]


def test_start_entry_of_an_unpublished_prompt_is_refused(enrolment, parts):
    parts.reflection.live = False
    with pytest.raises(EntryRefused):
        start_entry(by=enrolment.student, enrolment=enrolment, prompt=parts.reflection)


def test_save_draft_raises_the_number_and_cleans(enrolment):
    entry = started_entry(enrolment, content('<p onclick="x()">Oi</p><script>alert(1)</script>'))
    assert stored_draft(entry).draft_number == 1
    assert entry.draft.text == "<p>Oi</p>"


def test_save_draft_is_not_logged(enrolment):
    assert actions_of(started_entry(enrolment)) == ["learning.entry_start"]


def test_save_draft_takes_one_statement(enrolment, django_assert_num_queries):
    entry = started_entry(enrolment)
    with django_assert_num_queries(3):  # with the savepoint's two
        save_draft(by=enrolment.student, entry=entry, base_number=1, content=content("<p>mais</p>"))


def test_save_draft_from_an_older_number_keeps_what_is_stored(enrolment):
    entry = started_entry(enrolment)
    save_draft(by=enrolment.student, entry=entry, base_number=1, content=content("<p>da outra aba</p>"))
    with pytest.raises(DraftConflict) as conflict:
        save_draft(by=enrolment.student, entry=entry, base_number=1, content=content("<p>desta aba</p>"))
    assert conflict.value.stored.text == "<p>da outra aba</p>"
    assert stored_draft(entry).draft_number == 2


def test_save_draft_repeated_is_no_conflict(enrolment):
    entry = started_entry(enrolment)
    saved = [
        save_draft(by=enrolment.student, entry=entry, base_number=1, content=content("<p>igual</p>")).number
        for _ in range(2)
    ]
    assert saved == [2, 2]


def test_save_draft_goes_on_for_the_form_whose_answer_got_lost(enrolment):
    entry, form_key = started_entry(enrolment), uuid.uuid4()
    written = [content("<p>um</p>"), content("<p>um dois</p>")]
    saved = [
        save_draft(by=enrolment.student, entry=entry, base_number=1, content=text, form_key=form_key).number
        for text in written
    ]
    assert saved == [2, 3]
    assert stored_draft(entry).text == "<p>um dois</p>"


def test_save_draft_while_submitted_leaves_the_version_alone(enrolment):
    entry = sent_entry(enrolment)
    save_draft(by=enrolment.student, entry=entry, base_number=1, content=content("<p>outra coisa</p>"))
    assert entry.versions.get().text == TEXT
    assert stored_draft(entry).text == "<p>outra coisa</p>"


def test_save_draft_of_an_accepted_entry_is_locked(enrolment, tutor):
    entry = accepted_review(enrolment, tutor).entry
    with pytest.raises(EntryLocked):
        save_draft(by=enrolment.student, entry=entry, base_number=1, content=content("<p>tarde</p>"))


def test_submit_entry_freezes_a_version(enrolment):
    entry = started_entry(enrolment, content(intent=Intent.FINAL))
    version = submit(entry)
    assert (version.number, version.text, version.word_count, version.intent) == (1, TEXT, 14, Intent.FINAL)
    assert version.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (entry.state, entry.waiting_since) == (EntryState.SUBMITTED, version.submitted_at)


def test_submit_entry_tells_the_tutor_once(enrolment, tutor, other_tutor, coordinator):
    entry = started_entry(enrolment)
    key = uuid.uuid4()
    for _ in range(3):
        submit(entry, key)
    assert list(Notification.objects.values_list("event", "person")) == [("entry_submitted", tutor.pk)]


def test_submit_entry_without_a_tutor_tells_the_coordination(enrolment, tutor, coordinator):
    StaffAssignment.objects.filter(person=tutor).delete()
    sent_entry(enrolment)
    assert Notification.objects.get().person == coordinator


def test_submit_entry_with_the_same_key_returns_the_first_version(enrolment, tutor):
    entry = started_entry(enrolment)
    key = uuid.uuid4()
    assert submit(entry, key) == submit(entry, key)
    assert EntryVersion.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "<p><br></p>", "<p>&nbsp;</p>", "<ul><li> </li></ul>"])
def test_submit_entry_refuses_a_blank_text(enrolment, text):
    entry = started_entry(enrolment, content(text))
    with pytest.raises(EntryRefused) as refusal:
        submit(entry)
    assert [problem.field for problem in refusal.value.problems] == ["text"]


def test_submit_entry_asks_for_the_acknowledgement(enrolment):
    entry = started_entry(enrolment, content(no_patient_data=False))
    with pytest.raises(EntryRefused) as refusal:
        submit(entry)
    assert [problem.field for problem in refusal.value.problems] == ["no_patient_data"]


def test_submit_entry_without_formative_readings_wants_a_final_one(enrolment, parts):
    parts.reflection.allow_formative = False
    parts.reflection.save()
    entry = started_entry(enrolment, content(intent=Intent.FORMATIVE))
    with pytest.raises(EntryRefused) as refusal:
        submit(entry)
    assert [problem.field for problem in refusal.value.problems] == ["intent"]


def test_submit_entry_of_another_draft_than_confirmed_is_a_conflict(enrolment):
    entry = started_entry(enrolment)
    with pytest.raises(DraftConflict):
        submit_entry(by=enrolment.student, entry=entry, key=uuid.uuid4(), draft_number=0)
    assert not EntryVersion.objects.exists()


def test_submit_entry_twice_with_two_keys_is_locked(enrolment):
    entry = sent_entry(enrolment)
    with pytest.raises(EntryLocked):
        submit(entry)


@pytest.mark.parametrize(("days", "late"), [(10, False), (9, True)])
def test_submit_entry_judges_lateness_by_the_day_in_sao_paulo(enrolment, parts, days, late):
    parts.reflection.due_after_days = days
    parts.reflection.save()
    assert submit(started_entry(enrolment)).is_late is late


def test_submit_entry_asks_for_the_acknowledgement_of_each_version(enrolment):
    entry = sent_entry(enrolment)
    recall_entry(by=enrolment.student, entry=entry)
    with pytest.raises(EntryRefused):
        submit(entry)


def test_recall_entry_keeps_the_version_and_tells_the_tutor(enrolment, tutor):
    entry = sent_entry(enrolment)
    version = recall_entry(by=enrolment.student, entry=entry)
    entry.refresh_from_db()
    assert (entry.state, entry.waiting_since) == (EntryState.DRAFT, None)
    assert version.recalled_at is not None
    assert set(Notification.objects.values_list("event", "person")) == {
        ("entry_submitted", tutor.pk),
        ("entry_recalled", tutor.pk),
    }


def test_recall_entry_after_opening_is_locked(enrolment, tutor):
    entry = sent_entry(enrolment)
    open_review(by=tutor, entry=entry)
    with pytest.raises(EntryLocked):
        recall_entry(by=enrolment.student, entry=entry)


def test_submitting_again_after_a_recall_makes_the_next_version(enrolment, tutor):
    entry = sent_entry(enrolment)
    recall_entry(by=enrolment.student, entry=entry)
    assert submit_again(entry).number == 2
    assert EntryVersion.objects.visible_to(tutor).get().number == 2


def test_log_rebuilds_the_state(enrolment, tutor):
    entry = sent_entry(enrolment)
    recall_entry(by=enrolment.student, entry=entry)
    submit_again(entry)
    open_review(by=tutor, entry=entry)
    entry.refresh_from_db()
    assert rebuild_state(entry) == entry.state == EntryState.IN_REVIEW


def test_two_tutors_of_one_group_both_hear_of_it(enrolment, tutor, tutoring_group):
    StaffAssignmentFactory(tutoring_group=tutoring_group)
    sent_entry(enrolment)
    assert Notification.objects.filter(event="entry_submitted").count() == 2


def test_entry_without_log_is_not_started(enrolment, parts):
    entry = PortfolioEntry.objects.create(enrolment=enrolment, prompt=parts.reflection, started_at=timezone.now())
    assert rebuild_state(entry) == EntryState.NOT_STARTED
