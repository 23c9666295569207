"""The pages of time and of the coordination's decisions."""

import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from learning.portfolio.actions import close_entry, extend_deadline, refuse_extension
from learning.portfolio.dates import today
from learning.portfolio.enums import EntryState, ExtensionState
from learning.portfolio.models import DeadlineExtension, PortfolioEntry, PromptDates
from learning.portfolio.queries import dates_for
from tests.factories.home import picture
from tests.factories.learning import EnrolmentFactory, StaffAssignmentFactory
from tests.factories.portfolio import accepted_review, asked_extension, sent_entry, started_entry

pytestmark = pytest.mark.django_db


def at(name: str, *args) -> str:
    return reverse(f"learning:{name}", args=args)


def ask_page(parts) -> str:
    return at("extension_ask", "aprender", parts.reflection.pk)


def read(client, person, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, person, address: str, **data):
    client.force_login(person)
    return client.post(address, data)


def regular(enrolment, parts) -> datetime.date:
    return dates_for(enrolment, parts.reflection).regular_due_on


def later(enrolment, parts, days: int) -> str:
    return str(regular(enrolment, parts) + datetime.timedelta(days=days))


def test_a_student_asks_for_time_and_takes_it_back(client, enrolment, tutor, parts):
    words = {"reason": "shift", "wished_on": later(enrolment, parts, 5), "key": uuid.uuid4()}
    assert send(client, enrolment.student, ask_page(parts), **words).status_code == 302
    assert "ainda sem resposta" in read(client, enrolment.student, at("entry", "aprender", parts.reflection.pk))
    assert "Retirar o pedido" in read(client, enrolment.student, ask_page(parts))
    send(client, enrolment.student, ask_page(parts), withdraw="1")
    assert DeadlineExtension.objects.get().state == ExtensionState.WITHDRAWN


def test_a_wish_that_is_no_more_time_is_told_at_its_field(client, enrolment, parts):
    words = {"reason": "shift", "wished_on": later(enrolment, parts, 0), "key": uuid.uuid4()}
    answer = send(client, enrolment.student, ask_page(parts), **words)
    assert answer.status_code == 422
    assert "wished_on" in answer.context["form"].errors


def test_a_refusal_shows_its_word_and_leaves_the_form(client, enrolment, tutor, parts):
    refuse_extension(by=tutor, extension=asked_extension(enrolment, parts.reflection), answer="Vamos conversar.")
    page = read(client, enrolment.student, ask_page(parts))
    assert "Vamos conversar." in page
    assert "Enviar o pedido" in page


def test_a_tutor_grants_in_one_press(client, enrolment, tutor, parts):
    asked = asked_extension(enrolment, parts.reflection)
    assert asked.enrolment.student.name in read(client, tutor, at("extensions"))
    send(client, tutor, at("extensions_grant"), only=str(asked.key))
    assert DeadlineExtension.objects.get().state == ExtensionState.GRANTED


def test_a_tutor_grants_many_at_once_and_others_stay_untouched(client, enrolment, tutor, other_group, parts):
    asked = [asked_extension(enrolment, parts.reflection)]
    asked.append(asked_extension(EnrolmentFactory(tutoring_group=enrolment.tutoring_group), parts.reflection))
    foreign = asked_extension(EnrolmentFactory(tutoring_group=other_group), parts.reflection)
    send(client, tutor, at("extensions_grant"), extension=[str(row.key) for row in [*asked, foreign]] + ["x"])
    assert DeadlineExtension.objects.asked().get() == foreign


def test_what_lies_beyond_a_tutors_days_is_not_granted_in_one_press(client, enrolment, tutor, coordinator, parts):
    asked = asked_extension(enrolment, parts.reflection, days=40)
    assert "cabe à coordenação" in read(client, tutor, at("extensions"))
    send(client, tutor, at("extensions_grant"), only=str(asked.key))
    assert DeadlineExtension.objects.asked().exists()
    send(client, coordinator, at("extensions_grant"), only=str(asked.key))
    assert not DeadlineExtension.objects.asked().exists()


def test_a_refusal_without_a_word_is_told_at_its_field(client, enrolment, tutor, parts):
    asked = asked_extension(enrolment, parts.reflection)
    address = at("extension_decide", asked.key)
    assert "answer" in send(client, tutor, address, refuse="1").context["form"].errors
    assert send(client, tutor, address, refuse="1", answer="Ainda não.").status_code == 302
    assert DeadlineExtension.objects.get().answer == "Ainda não."


def test_a_second_tutor_hears_that_it_was_answered(client, enrolment, tutor, coordinator, parts):
    asked = asked_extension(enrolment, parts.reflection)
    send(client, tutor, at("extension_decide", asked.key), grant="1", granted_on=later(enrolment, parts, 7))
    answer = send(client, coordinator, at("extension_decide", asked.key), refuse="1", answer="Não.")
    assert answer.status_code == 422
    assert "nesse meio-tempo" in answer.content.decode()


def test_time_is_given_to_several_students(client, enrolment, coordinator, parts):
    other = EnrolmentFactory(tutoring_group=enrolment.tutoring_group)
    students = [str(enrolment.public_id), str(other.public_id)]
    data = {"prompt": parts.reflection.pk, "reason": "connection", "granted_on": later(enrolment, parts, 9)}
    send(client, coordinator, at("extensions_give", enrolment.offering_id), students=students, **data)
    assert PromptDates.objects.filter(enrolment__in=[enrolment, other]).count() == 2


def test_a_tutor_gives_time_to_her_own_students_only(client, enrolment, tutor, other_group, parts):
    foreign = EnrolmentFactory(tutoring_group=other_group)
    data = {"prompt": parts.reflection.pk, "reason": "leave", "granted_on": later(enrolment, parts, 9)}
    answer = send(client, tutor, at("extensions_give", enrolment.offering_id), students=[foreign.public_id], **data)
    assert answer.status_code == 422
    assert not PromptDates.objects.exists()


def test_dates_are_set_for_the_class_and_for_a_group(client, enrolment, coordinator, parts):
    address, name = at("prompt_dates", enrolment.offering_id), f"p{parts.reflection.pk}-due_on"
    send(client, coordinator, address, **{name: "2027-02-01"})
    send(client, coordinator, f"{address}?grupo={enrolment.tutoring_group_id}", **{name: "2027-02-08"})
    assert dates_for(enrolment, parts.reflection).due_on == datetime.date(2027, 2, 8)
    assert "2027-02-01" in read(client, coordinator, address)


def test_dates_are_set_for_one_student_alone(client, enrolment, coordinator, tutor, parts):
    other = EnrolmentFactory(offering=enrolment.offering, tutoring_group=enrolment.tutoring_group)
    address, prefix = at("prompt_dates", enrolment.offering_id), f"p{parts.reflection.pk}"
    send(client, coordinator, f"{address}?grupo={enrolment.tutoring_group_id}", **{f"{prefix}-due_on": "2027-02-08"})
    own = f"{address}?pessoa={enrolment.public_id}"
    assert "8 de fevereiro" in read(client, coordinator, own)
    days = {"opens_on": "2027-01-04", "due_on": "2027-02-20", "closes_on": "2027-03-01"}
    answer = send(client, coordinator, own, **{f"{prefix}-{name}": day for name, day in days.items()})
    assert answer.url == at("enrolment_entries", enrolment.public_id)
    dates = dates_for(enrolment, parts.reflection)
    assert {name: str(getattr(dates, name)) for name in days} == days
    assert str(dates_for(other, parts.reflection).due_on) == "2027-02-08"
    client.force_login(tutor)
    assert client.get(own).status_code == 403


@pytest.mark.parametrize(
    "level", ["grupo=987654", "grupo=x", "pessoa=x", "pessoa=8f6b0f9e-6a3c-4f5e-9d5b-0e6f4b1f2a77"]
)
def test_dates_for_whom_is_not_there_any_more_count_for_nobody(client, offering, coordinator, parts, level):
    dates = {f"p{parts.reflection.pk}-due_on": "2027-02-01"}
    answer = send(client, coordinator, f"{at('prompt_dates', offering.pk)}?{level}", **dates)
    assert answer.status_code == 404
    assert not PromptDates.objects.exists()


def test_nobody_sets_dates_for_herself(client, enrolment, parts):
    StaffAssignmentFactory(offering=enrolment.offering, person=enrolment.student)
    own = f"{at('prompt_dates', enrolment.offering_id)}?pessoa={enrolment.public_id}"
    answer = send(client, enrolment.student, own, **{f"p{parts.reflection.pk}-due_on": "2027-02-01"})
    assert answer.status_code == 403


def test_dates_out_of_order_are_told_and_nothing_is_saved(client, offering, coordinator, parts):
    prefix = f"p{parts.reflection.pk}"
    dates = {f"{prefix}-due_on": "2027-02-09", f"{prefix}-closes_on": "2027-02-01"}
    answer = send(client, coordinator, at("prompt_dates", offering.pk), **dates)
    assert answer.status_code == 422
    assert not PromptDates.objects.exists()


def test_a_prompt_that_opens_later_shows_when_and_takes_nothing(client, enrolment, parts):
    PromptDates.objects.create(
        offering=enrolment.offering, prompt=parts.reflection, opens_on=today() + datetime.timedelta(days=3)
    )
    page = read(client, enrolment.student, at("entry", "aprender", parts.reflection.pk))
    assert "Ainda não abriu" in page
    assert "Confirmar" not in page
    draft = {"text": "<p>Cedo.</p>", "intent": "final", "base_number": 0, "key": uuid.uuid4()}
    answer = send(client, enrolment.student, at("entry_draft", "aprender", parts.reflection.pk), **draft)
    assert answer.status_code == 422
    assert not PortfolioEntry.objects.exists()


def test_a_prompt_that_closed_keeps_the_draft_and_says_so(client, enrolment, parts):
    started_entry(enrolment)
    yesterday = timezone.localdate() - datetime.timedelta(days=2)
    PromptDates.objects.create(
        offering=enrolment.offering, prompt=parts.reflection, due_on=yesterday, closes_on=yesterday
    )
    assert "Seu rascunho está guardado" in read(client, enrolment.student, at("entry", "aprender", parts.reflection.pk))
    answer = client.get(at("entry_submit", "aprender", parts.reflection.pk), follow=True)
    assert "Seu texto está salvo" in answer.content.decode()


def test_the_students_page_offers_what_the_table_allows(client, enrolment, tutor, coordinator, parts):
    address = at("enrolment_entries", enrolment.public_id)
    assert "Dispensar" in read(client, coordinator, address)
    assert "Dispensar" not in read(client, tutor, address)
    accepted_review(enrolment, tutor)
    page = read(client, tutor, address)
    assert "Reabrir" in page
    assert "Passar a outra pessoa" not in page


def test_exempting_asks_for_a_document_and_says_so(client, enrolment, coordinator, parts):
    address = at("entry_exempt", enrolment.public_id, parts.reflection.pk)
    answer = send(client, coordinator, address, reason="Licença de três meses.")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["document"])
    document = ContentFile(picture(), name="licenca.png")
    send(client, coordinator, address, reason="Licença de três meses.", document=document)
    assert PortfolioEntry.objects.get().state == EntryState.EXEMPTED
    assert "dispensou você" in read(client, enrolment.student, at("entry", "aprender", parts.reflection.pk))


def test_reviving_asks_first_and_restores(client, enrolment, coordinator, parts):
    entry = sent_entry(enrolment)
    close_entry(by=coordinator, entry=entry)
    page = at("entry", "aprender", parts.reflection.pk)
    assert "Encerrada sem aceite" in read(client, enrolment.student, page)
    assert "enviada" in read(client, coordinator, at("entry_revive", entry.public_id))
    send(client, coordinator, at("entry_revive", entry.public_id))
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED


def test_her_new_date_stands_on_home_and_page(client, enrolment, tutor, parts):
    day = regular(enrolment, parts) + datetime.timedelta(days=6)
    extend_deadline(by=tutor, enrolment=enrolment, prompt=parts.reflection, reason="shift", day=day)
    client.force_login(enrolment.student)
    home = client.get(at("desk")).context["home"]
    assert day in [row.on for row in home.student.dates]
    assert client.get(at("entry", "aprender", parts.reflection.pk)).context["page"].dates.due_on == day


def test_the_students_home_says_what_has_no_answer_yet(client, enrolment, tutor, parts):
    asked_extension(enrolment, parts.reflection)
    assert "1 pedido de mais prazo" in read(client, enrolment.student, at("desk"))


def test_homes_of_the_staff_say_what_waits_for_a_decision(client, enrolment, tutor, other_tutor, coordinator, parts):
    asked_extension(enrolment, parts.reflection)
    for person, asked in ((tutor, 1), (other_tutor, 0), (coordinator, 1)):
        client.force_login(person)
        assert client.get(at("desk")).context["home"].asked_extensions == asked


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_queries(client, enrolment, tutor, parts, count, django_assert_max_num_queries):
    for one in [enrolment, *EnrolmentFactory.create_batch(count - 1, tutoring_group=enrolment.tutoring_group)]:
        asked_extension(one, parts.reflection)
    client.force_login(tutor)
    client.get(at("extensions"))
    with django_assert_max_num_queries(8):
        client.get(at("extensions"))
