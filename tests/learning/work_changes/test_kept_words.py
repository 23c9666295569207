"""A device keeps a form's words under its key until the answer names that key; a session that ended keeps them, too."""

import re
import uuid

import pytest
from django.urls import reverse

from home.accounts.models import User
from learning.work_changes.models import ChangeFollowUp
from tests.factories.learning import EnrolmentFactory
from tests.factories.surveys import answered, make_survey

REFLECTION = "Quem sustenta a mudança é a escala de cinco pessoas."


def key_in(page: str) -> str:
    """Of the form that a device keeps."""
    [form] = re.findall(r"<form[^>]*data-form-kept.*?</form>", page, re.DOTALL)
    [key] = re.findall(r'name="key" value="([^"]+)"', form)
    return key


@pytest.fixture
def as_student(client, enrolment):
    client.force_login(enrolment.student)
    return client


@pytest.fixture
def colleague(enrolment) -> User:
    return EnrolmentFactory(tutoring_group=enrolment.tutoring_group).student


def posted(name: str, change, colleague) -> tuple[str, dict]:
    """Where a form goes, and what makes it good."""
    section = ["leitores"] if name == "change_edit" else []
    fields = {
        "change_edit": {"base_number": change.edit_number, "visibility": "group"},
        "change_stage": {"stage": "adapted"},
        "change_follow_up": {"followed_on": "2026-01-10", "stage": change.stage, "reflection": REFLECTION},
        "change_team": {"person": str(colleague.public_id)},
        "change_evidence": {"kind": "words", "note": "“Agora eu sei o que dizer.”", "no_patient_data": "on"},
    }
    return reverse(f"learning:{name}", args=[change.public_id, *section]), fields[name]


@pytest.mark.parametrize("name", ["change_edit", "change_stage", "change_follow_up", "change_team", "change_evidence"])
def test_a_device_is_told_what_has_arrived_and_keeps_its_key_while_it_is_refused(as_student, change, colleague, name):
    change.started_on = "2025-11-01"
    change.save()
    address, fields = posted(name, change, colleague)
    key = key_in(as_student.get(address).text)
    assert key != key_in(as_student.get(address).text)
    refused = as_student.post(address, {"key": key})
    assert (refused.status_code, key_in(refused.text)) == (422, key)
    assert "data-draft-saved" not in refused.text
    assert f'data-draft-saved="{key}"' in as_student.post(address, {**fields, "key": key}, follow=True).text


def test_a_second_press_on_the_survey_lets_the_device_go_as_well(as_student, enrolment, course):
    answered(make_survey(course), enrolment, Q1="no")
    address, key = reverse("learning:survey", args=[course.slug]), str(uuid.uuid4())
    assert f'data-draft-saved="{key}"' in as_student.post(address, {"key": key, "Q1": "yes"}, follow=True).text


def test_words_of_a_stage_outlive_the_session(client, change):
    address = reverse("learning:change_stage", args=[change.public_id])
    answer = client.post(address, {"stage": "interrupted", "words": REFLECTION})
    assert answer.url.startswith(reverse("account_login"))
    client.force_login(change.enrolment.student)
    assert REFLECTION in client.get(reverse("home:kept")).text
    assert not ChangeFollowUp.objects.exists()
