"""Recording, editing, co-authors, evidence and putting away."""

import datetime
import uuid

import pytest
from wagtail.models import ModelLogEntry

from home.accounts.models import Workplace
from home.notifications.models import Notification
from home.uploads.models import Upload
from learning.work_changes.actions import (
    ChangeConflict,
    ChangeRefused,
    Evidence,
    QuickChange,
    add_evidence,
    answer_co_author,
    ask_co_author,
    edit_change,
    recode_change,
    record_change,
    remove_change,
    remove_evidence,
    restore_change,
)
from learning.work_changes.consents import RESEARCH_NOW
from learning.work_changes.enums import CoAuthorState, Stage
from learning.work_changes.models import ChangeEvidence, ToolCategory, WorkChange
from tests.factories.home import upload_of
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import ChangeFollowUpFactory, WorkChangeFactory, tool_category

TOLD = {
    "title": "Uma conversa no lugar da ficha",
    "before": "Quem sobrava da fila voltava para casa.",
    "after": "Quem sobra conversa com a enfermeira.",
    "category": "acolhimento",
}


def record(enrolment, key=None, **told) -> WorkChange:
    return record_change(
        by=enrolment.student, enrolment=enrolment, key=key or uuid.uuid4(), told=QuickChange(**{**TOLD, **told})
    )


def fields_refused(call, *args, **kwargs) -> set[str]:
    with pytest.raises(ChangeRefused) as refused:
        call(*args, **kwargs)
    return {problem.field for problem in refused.value.problems}


def test_record_without_a_first_day_is_an_idea(enrolment):
    change = record(enrolment)
    assert (change.stage, change.started_on) == (Stage.IDEA, None)
    assert [step.to_stage for step in change.steps.all()] == [Stage.IDEA]


def test_record_with_a_first_day_is_being_tried_out(enrolment, ago):
    assert record(enrolment, started_on=ago(3)).stage == Stage.EXPERIMENTING


def test_record_takes_her_workplace_over(enrolment):
    Workplace.objects.create(person=enrolment.student, facility="UBS Serra Alta", cnes="1234567")
    change = record(enrolment)
    assert (change.facility, change.cnes) == ("UBS Serra Alta", "1234567")


def test_record_twice_with_one_key_is_one_record(enrolment):
    key = uuid.uuid4()
    assert record(enrolment, key) == record(enrolment, key)
    assert WorkChange.objects.count() == 1


BAD = [
    ({"category": "chocolate"}, "category"),
    ({"category": "outro"}, "category_words"),
    ({"title": "  "}, "title"),
    ({"before": "Ruim."}, "before"),
    ({"after": ""}, "after"),
    ({"started_on": datetime.date(2999, 1, 1)}, "started_on"),
]


@pytest.mark.parametrize(("told", "field"), BAD)
def test_record_refuses_and_names_the_field(enrolment, told, field):
    assert fields_refused(record, enrolment, **told) == {field}
    assert not WorkChange.objects.exists()


def test_record_refuses_a_category_out_of_use(enrolment):
    ToolCategory.objects.filter(code="acolhimento").update(is_active=False)
    assert fields_refused(record, enrolment) == {"category"}


def edit(change, number=None, **values) -> WorkChange:
    number = change.edit_number if number is None else number
    return edit_change(by=change.author, change=change, base_number=number, values=values)


def test_edit_writes_the_given_fields_and_logs_them(change):
    edited = edit(change, scope="team", secondary_categories=[tool_category("equipe")], facilitator_tags=["team"])
    assert (edited.scope, edited.edit_number) == ("team", 1)
    assert [row.code for row in edited.secondary_categories.all()] == ["equipe"]
    entry = ModelLogEntry.objects.get(action="learning.change_edit")
    assert entry.data["fields"] == ["facilitator_tags", "scope", "secondary_categories"]


def test_edit_over_somebody_elses_edit_is_a_conflict(change):
    edit(change, scope="team")
    with pytest.raises(ChangeConflict) as conflict:
        edit(change, number=0, scope="facility")
    assert conflict.value.stored.scope == "team"


def test_edit_repeated_has_one_effect(change):
    edit(change, scope="team")
    assert edit(change, number=0, scope="team").edit_number == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"started_on": None}, "started_on"),
        ({"started_on": datetime.date(2999, 1, 1)}, "started_on"),
        ({"indicator_after_on": datetime.date(2999, 1, 1)}, "indicator_after_on"),
        ({"before": "Era."}, "before"),
        ({"title": ""}, "title"),
        ({"category": None}, "category"),
    ],
)
def test_edit_refuses_and_names_the_field(change, values, field):
    assert fields_refused(edit, change, **values) == {field}


def test_edit_takes_two_secondary_categories_and_not_the_main_one(change):
    three = [tool_category(code) for code in ("equipe", "reuniao", "risco")]
    assert fields_refused(edit, change, secondary_categories=three) == {"secondary_categories"}
    assert fields_refused(edit, change, secondary_categories=[change.category]) == {"secondary_categories"}


def test_edit_keeps_the_first_day_before_the_follow_ups(change, ago):
    ChangeFollowUpFactory(change=change, followed_on=ago(8))
    assert fields_refused(edit, change, started_on=ago(7)) == {"started_on"}


def test_edit_takes_no_field_that_is_not_edited(change):
    with pytest.raises(ValueError, match="stage"):
        edit(change, stage=Stage.INCORPORATED)


def test_consent_to_research_is_kept_with_its_text_and_taken_back(change):
    agreed = edit(change, research_consent=True)
    assert agreed.research_consent_version == RESEARCH_NOW
    assert agreed.research_consented_at
    taken_back = edit(agreed, research_consent=False)
    assert (taken_back.research_consent_version, taken_back.research_consented_at) == (0, None)


def test_colleague_of_the_class_is_asked_once_and_confirms(change, other_group):
    colleague = EnrolmentFactory(tutoring_group=other_group).student
    row = ask_co_author(by=change.author, change=change, person=colleague)
    assert ask_co_author(by=change.author, change=change, person=colleague) == row
    assert row.state == CoAuthorState.INVITED
    assert Notification.objects.get(person=colleague).event == "change_co_author_asked"
    answer_co_author(by=colleague, row=row, confirms=True)
    answer_co_author(by=colleague, row=row, confirms=True)
    assert list(WorkChange.objects.of(colleague)) == [change]
    assert Notification.objects.get(person=change.author).event == "change_co_author_confirmed"


def test_colleague_who_says_no_is_not_asked_again(change, tutoring_group):
    colleague = EnrolmentFactory(tutoring_group=tutoring_group).student
    row = ask_co_author(by=change.author, change=change, person=colleague)
    answer_co_author(by=colleague, row=row, confirms=False)
    assert ask_co_author(by=change.author, change=change, person=colleague).state == CoAuthorState.DECLINED
    assert not WorkChange.objects.visible_to(colleague).exists()


def test_nobody_of_another_class_is_asked(change):
    elsewhere = EnrolmentFactory().student
    assert fields_refused(ask_co_author, by=change.author, change=change, person=elsewhere) == {"person"}
    assert fields_refused(ask_co_author, by=change.author, change=change, person=change.author) == {"person"}


def test_evidence_is_read_by_whoever_reads_the_change(change, tutor, stranger):
    upload = upload_of(change.author)
    evidence = Evidence(kind="picture", no_patient_data=True, note="O quadro da recepção", upload=upload)
    row = add_evidence(by=change.author, change=change, key=uuid.uuid4(), evidence=evidence)
    assert list(ChangeEvidence.objects.visible_to(tutor)) == [row]
    assert upload in Upload.objects.visible_to(tutor)
    assert upload not in Upload.objects.visible_to(stranger)
    remove_evidence(by=change.author, evidence=row)
    remove_evidence(by=change.author, evidence=row)
    assert upload not in Upload.objects.visible_to(tutor)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "words", "note": "Disseram que melhorou", "no_patient_data": False}, "no_patient_data"),
        ({"kind": "link", "no_patient_data": True}, "link"),
        ({"kind": "picture", "no_patient_data": True}, "file"),
        (
            {"kind": "words", "note": "Ouvi isto", "no_patient_data": True, "dated_on": datetime.date(2999, 1, 1)},
            "dated_on",
        ),
    ],
)
def test_evidence_refused_names_the_field(change, fields, field):
    call = {"by": change.author, "change": change, "key": uuid.uuid4(), "evidence": Evidence(**fields)}
    assert fields_refused(add_evidence, **call) == {field}


def test_change_put_away_comes_back(change):
    remove_change(by=change.author, change=change)
    remove_change(by=change.author, change=change)
    assert not WorkChange.objects.kept().exists()
    restore_change(by=change.author, change=change)
    assert WorkChange.objects.kept().get() == change
    assert ModelLogEntry.objects.filter(action="learning.change_remove").count() == 1


def test_recoding_keeps_what_the_author_chose(enrolment, coordinator):
    change = WorkChangeFactory(enrolment=enrolment, code="outro", category_words="Mapa falante")
    recode_change(by=coordinator, change=change, category=tool_category("ecomapa"))
    recoded = recode_change(by=coordinator, change=change, category=tool_category("pts"))
    assert (recoded.category.code, recoded.original_category.code) == ("pts", "outro")
    assert recoded.category_words == "Mapa falante"
