import hashlib
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.courses.enums import Scale
from learning.portfolio.models import EntryDraft, EntryVersion
from tests.factories.portfolio import TEXT, content, sent_entry, started_entry, submit
from tests.factories.rubrics import as_fields, chosen, criteria, give_rubric, publish

LEVEL = "Pergunta por quê."


def address(name, parts, *more):
    return reverse(f"learning:{name}", args=["aprender", parts.reflection.pk, *more])


def form_data(choices=None, **fields):
    values = {"text": TEXT, "text_format": "html", "intent": "final", "no_patient_data": "on", "base_number": 0}
    return {**values, "key": str(uuid.uuid4()), **as_fields("self_assessment", choices or {}), **fields}


@pytest.mark.parametrize("person", ["student", "tutor", "coordinator"])
def test_rubric_is_seen_before_anything_is_written(client, request, parts, person):
    give_rubric(parts.reflection)
    client.force_login(request.getfixturevalue(person))
    page = client.get(address("entry", parts)).text
    assert LEVEL in page
    assert "self_assessment" not in page


def test_the_version_that_applies_now_is_shown(client, student, parts):
    rubric = give_rubric(parts.reflection)
    publish(rubric, criteria=json.dumps(criteria("Sustenta a pergunta.")))
    rubric.criteria = json.dumps(criteria("Ainda em rascunho."))
    rubric.save_revision()
    client.force_login(student)
    page = client.get(address("entry", parts)).text
    assert "Sustenta a pergunta." in page
    assert "Ainda em rascunho." not in page


def test_without_numbers_none_are_shown(client, student, parts):
    give_rubric(parts.reflection, Scale.DESCRIPTIVE)
    client.force_login(student)
    page = client.get(address("entry", parts)).text
    assert "Não dá nota" in page
    assert "peso 3" not in page


def test_the_rubric_costs_no_query(client, enrolment, parts):
    client.force_login(enrolment.student)
    started_entry(enrolment)
    client.get(address("entry", parts))
    with CaptureQueriesContext(connection) as without:
        client.get(address("entry", parts))
    give_rubric(parts.reflection, self_assessment=True)
    with CaptureQueriesContext(connection) as with_rubric:
        assert LEVEL in client.get(address("entry", parts)).text
    assert len(with_rubric) == len(without) <= 10


def test_self_assessment_is_kept_with_the_draft(client, enrolment, parts):
    give_rubric(parts.reflection, self_assessment=True)
    client.force_login(enrolment.student)
    choices = chosen(1, None, asks_word="Respondi <depressa>.")
    client.post(address("entry_draft", parts), form_data(choices))
    assert EntryDraft.objects.get().self_assessment == choices
    page = client.get(address("entry", parts)).text
    assert 'value="asks-1" checked' in page
    assert "Respondi &lt;depressa&gt;." in page


def test_a_form_with_errors_keeps_what_was_chosen(client, enrolment, parts):
    give_rubric(parts.reflection, self_assessment=True)
    client.force_login(enrolment.student)
    page = client.post(address("entry_draft", parts), form_data(chosen(2, 0), text=" ", next="submit"))
    assert page.status_code == 422
    assert 'value="asks-2" checked' in page.text


def test_two_windows_keep_both_choices(client, enrolment, parts):
    give_rubric(parts.reflection, self_assessment=True)
    client.force_login(enrolment.student)
    client.post(address("entry_draft", parts), form_data(chosen(0, 0)))
    page = client.post(address("entry_draft", parts), form_data(chosen(2, 1, asks_word="Vi de novo.")))
    assert page.status_code == 409
    assert "Interroga 0" in page.text
    assert "Interroga 2" in page.text
    assert 'name="self_assessment-asks-word" value="Vi de novo."' in page.text


def test_sending_freezes_the_choices_and_the_rubric(enrolment, parts):
    rubric = give_rubric(parts.reflection, self_assessment=True)
    sent_entry(enrolment, content(self_assessment=chosen(1, 2)))
    version = EntryVersion.objects.get()
    assert (version.rubric_version, version.self_assessment) == (rubric.versions.get(), chosen(1, 2))
    assert version.sha256 == hashlib.sha256(version.text.encode()).hexdigest()
    publish(rubric, criteria=json.dumps(criteria("Depois.")))
    version.refresh_from_db()
    assert version.rubric_version.number == 1


def test_a_criterion_that_is_gone_goes_from_the_choices(enrolment, parts):
    rubric = give_rubric(parts.reflection, self_assessment=True)
    entry = started_entry(enrolment, content(self_assessment=chosen(1, 2)))
    publish(rubric, criteria=json.dumps(criteria()[:1]))
    entry.prompt.refresh_from_db()
    assert submit(entry).self_assessment == chosen(1, None)


@pytest.mark.parametrize("asks", [True, False])
def test_self_assessment_is_the_prompts_setting(client, enrolment, parts, asks):
    give_rubric(parts.reflection, self_assessment=asks)
    client.force_login(enrolment.student)
    client.post(address("entry_draft", parts), form_data(chosen(1, 1)))
    assert bool(EntryDraft.objects.get().self_assessment) is asks


def test_saving_with_self_assessment_takes_three_queries(client, enrolment, parts, django_assert_max_num_queries):
    """Beside session, person and the transaction's own."""
    give_rubric(parts.reflection, self_assessment=True)
    started_entry(enrolment)
    client.force_login(enrolment.student)
    data = form_data(chosen(1, 1), base_number=1)
    with django_assert_max_num_queries(7):
        client.post(address("entry_draft", parts), data, headers={"accept": "application/json"})


def test_without_a_rubric_everything_is_as_before(client, enrolment, parts):
    sent_entry(enrolment)
    assert EntryVersion.objects.get().rubric_version is None
    client.force_login(enrolment.student)
    assert "barema" not in client.get(address("entry", parts)).text
