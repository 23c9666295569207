"""T10, T11 and T14 as pages: each asks first, and says what was kept where it cannot be done."""

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from learning.reviews.actions import request_second_reading
from learning.reviews.models import SecondReading
from tests.factories.portfolio import accepted_review, opened_review, returned_review, sent_entry

pytestmark = pytest.mark.django_db
SENTENCE = "Foi lido o texto errado."


def at(name: str, entry) -> str:
    return reverse(f"learning:{name}", args=[entry.public_id])


def send(client, person, name: str, entry, **data):
    client.force_login(person)
    return client.post(at(name, entry), data)


def test_reopening_asks_for_a_reason(client, enrolment, tutor):
    entry = accepted_review(enrolment, tutor).entry
    assert send(client, tutor, "entry_reopen", entry, reason="").status_code == 422
    assert send(client, tutor, "entry_reopen", entry, reason=SENTENCE).status_code == 302
    assert PortfolioEntry.objects.get().state == EntryState.RETURNED


def test_reopening_what_is_certified_says_what_stays(client, enrolment, tutor):
    entry = accepted_review(enrolment, tutor).entry
    enrolment.certified_at = timezone.now()
    enrolment.save()
    answer = send(client, tutor, "entry_reopen", entry, reason=SENTENCE)
    assert answer.status_code == 422
    assert "fica como foi aceita" in answer.content.decode()


def test_a_student_asks_and_the_coordination_names_a_reader(client, enrolment, tutor, other_tutor, coordinator):
    entry = accepted_review(enrolment, tutor).entry
    address = reverse("learning:entry", args=["aprender", entry.prompt_id])
    client.force_login(enrolment.student)
    assert "Pedir uma segunda leitura" in client.get(address).content.decode()
    send(client, enrolment.student, "second_reading", entry, reason=SENTENCE)
    assert "Você pediu uma segunda leitura" in client.get(address).content.decode()

    client.force_login(coordinator)
    assert client.get(reverse("learning:desk")).context["home"].awaiting_reader == 1
    assert at("entry_reassign", entry) in client.get(reverse("learning:second_readings")).content.decode()
    page = client.get(at("entry_reassign", entry))
    assert SENTENCE in page.content.decode()
    assert set(page.context["form"].fields["reader"].queryset) == {other_tutor, coordinator}
    assert client.post(at("entry_reassign", entry), {"reader": other_tutor.pk}).status_code == 302

    client.force_login(other_tutor)
    assert client.get(at("review", entry)).status_code == 200
    assert client.get(reverse("learning:enrolment_entries", args=[enrolment.public_id])).status_code == 404


def test_a_second_reading_is_asked_for_once(client, enrolment, tutor):
    entry = accepted_review(enrolment, tutor).entry
    asked = request_second_reading(by=enrolment.student, entry=entry, reason=SENTENCE)
    PortfolioEntry.objects.update(state=EntryState.ACCEPTED)
    SecondReading.objects.update(review=asked.first)
    answer = send(client, enrolment.student, "second_reading", entry, reason=SENTENCE)
    assert answer.status_code == 422
    assert "As duas leituras" in answer.content.decode()


def test_naming_somebody_from_outside_is_refused(client, enrolment, coordinator, stranger):
    entry = sent_entry(enrolment)
    assert send(client, coordinator, "entry_reassign", entry, reader=stranger.pk).status_code == 422


def test_a_tutor_whose_reading_was_given_away_is_told_what_is_kept(client, enrolment, tutor, other_tutor, coordinator):
    entry = opened_review(enrolment, tutor).entry
    send(client, coordinator, "entry_reassign", entry, reader=other_tutor.pk)
    client.force_login(tutor)
    data = {"overall": "Uma nota.", "base_number": 0, "key": "7d3f6d3c-5a8e-4a43-9d2f-0a4b2b6a1c11"}
    answer = client.post(at("review_draft", entry), data, follow=True)
    assert "continua guardado" in answer.content.decode() or "está guardado" in answer.content.decode()


def test_a_tutor_who_lost_the_group_is_told_what_is_kept(client, enrolment, tutor):
    entry = opened_review(enrolment, tutor).entry
    tutor.staff_assignments.all().delete()
    client.force_login(tutor)
    data = {"overall": "Uma nota.", "base_number": 0, "key": "7d3f6d3c-5a8e-4a43-9d2f-0a4b2b6a1c11"}
    answer = client.post(at("review_draft", entry), data)
    assert answer.status_code == 403
    assert "nada do que é seu" in answer.content.decode()
    assert entry.reviews.get().reviewer == tutor


def test_the_receipt_says_whether_the_student_saw_it(client, enrolment, tutor):
    entry = returned_review(enrolment, tutor).entry
    client.force_login(tutor)
    assert "ainda não abriu a devolutiva" in client.get(at("review", entry)).content.decode()
    client.force_login(enrolment.student)
    client.get(reverse("learning:entry", args=["aprender", entry.prompt_id]))
    client.force_login(tutor)
    assert "viu a sua devolutiva" in client.get(at("review", entry)).content.decode()
