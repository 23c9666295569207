import uuid

import pytest
from django.urls import reverse

from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import PortfolioEntry
from learning.reviews.actions import LOCK
from learning.reviews.models import Review
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import ASKED, content, opened_review, returned_review, sent_entry, started_entry


def address(name, entry):
    return reverse(f"learning:{name}", args=[entry.public_id])


def form_data(**fields):
    values = {"overall": ASKED.overall, "request": ASKED.request, "suggested_on": "2026-12-24", "base_number": 0}
    return {**values, "key": str(uuid.uuid4()), **fields}


def test_queue_shows_own_students_longest_wait_first(client, enrolment, tutor, tutoring_group, other_group):
    first = sent_entry(enrolment)
    second = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    sent_entry(EnrolmentFactory(tutoring_group=other_group))
    client.force_login(tutor)
    rows = client.get(reverse("learning:review_queue")).context["queue"].rows
    assert [row.public_id for row in rows] == [first.public_id, second.public_id]


def test_queue_filters_by_group_and_intent(client, enrolment, tutor, tutoring_group):
    sent_entry(enrolment)
    final = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group), content(intent=Intent.FINAL))
    client.force_login(tutor)
    query = {"group": tutoring_group.pk, "intent": "final"}
    rows = client.get(reverse("learning:review_queue"), query).context["queue"].rows
    assert [row.public_id for row in rows] == [final.public_id]


def test_queue_of_another_group_shows_nothing_foreign(client, tutor, other_group):
    sent_entry(EnrolmentFactory(tutoring_group=other_group))
    client.force_login(tutor)
    assert client.get(reverse("learning:review_queue"), {"group": other_group.pk}).context["queue"].rows == []


def test_queue_of_a_coordinator_shows_the_offering(client, enrolment, coordinator):
    sent_entry(enrolment)
    client.force_login(coordinator)
    assert len(client.get(reverse("learning:review_queue")).context["queue"].rows) == 1


def test_queue_escapes_names(client, tutor, tutoring_group):
    sent_entry(EnrolmentFactory(tutoring_group=tutoring_group, student__full_name="<b>{url}</b> & %(x)s"))
    client.force_login(tutor)
    html = client.get(reverse("learning:review_queue")).content.decode()
    assert "<b>{url}" not in html
    assert "&lt;b&gt;{url}&lt;/b&gt; &amp; %(x)s" in html


@pytest.mark.parametrize("number", ["2", "999999"])
def test_queue_past_its_end_shows_the_first_page(client, enrolment, tutor, number):
    entry = sent_entry(enrolment)
    client.force_login(tutor)
    rows = client.get(reverse("learning:review_queue"), {"pagina": number}).context["queue"].rows
    assert [row.public_id for row in rows] == [entry.public_id]


@pytest.mark.parametrize("person", ["student", "stranger", "editor"])
def test_queue_is_for_staff_of_an_offering(client, request, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(reverse("learning:review_queue")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_a_constant_number_of_queries(client, tutor, tutoring_group, count, django_assert_max_num_queries):
    for _ in range(count):
        sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    client.force_login(tutor)
    with django_assert_max_num_queries(7):
        client.get(reverse("learning:review_queue"))


@pytest.mark.parametrize("count", [1, 3])
def test_review_costs_a_constant_number_of_queries(client, enrolment, tutor, count, django_assert_max_num_queries):
    review = opened_review(enrolment, tutor)
    for number in range(count):
        review.version.pk = None
        review.version.number, review.version.key, review.version.public_id = number + 2, uuid.uuid4(), uuid.uuid4()
        review.version.save()
    client.force_login(tutor)
    client.get(address("review", review.entry))
    with django_assert_max_num_queries(8):
        client.get(address("review", review.entry))


@pytest.mark.parametrize(
    ("person", "status"),
    [("tutor", 200), ("coordinator", 200), ("other_tutor", 404), ("student", 404), ("stranger", 404), ("editor", 404)],
)
def test_review_is_for_those_in_charge(client, request, enrolment, person, status):
    entry = sent_entry(enrolment)
    client.force_login(request.getfixturevalue(person))
    assert client.get(address("review", entry)).status_code == status


def test_review_of_a_draft_is_not_found(client, enrolment, tutor):
    client.force_login(tutor)
    assert client.get(address("review", started_entry(enrolment))).status_code == 404


def test_review_never_shows_the_working_copy(client, enrolment, tutor):
    entry = sent_entry(enrolment)
    entry.draft.text = "<p>canarinho</p>"
    entry.draft.save()
    client.force_login(tutor)
    assert "canarinho" not in client.get(address("review", entry)).content.decode()


def test_open_takes_the_entry_and_shows_the_form(client, enrolment, tutor):
    entry = sent_entry(enrolment)
    client.force_login(tutor)
    page = client.post(address("review_open", entry), follow=True)
    assert page.context["has_form"]
    assert PortfolioEntry.objects.get().state == EntryState.IN_REVIEW


def test_open_by_a_second_reader_says_who_reads(client, enrolment, tutor, coordinator):
    entry = opened_review(enrolment, tutor).entry
    client.force_login(coordinator)
    page = client.post(address("review_open", entry), follow=True)
    assert not page.context["has_form"]
    assert tutor.name in page.content.decode()


def test_take_over_after_half_an_hour(client, enrolment, tutor, coordinator):
    review = opened_review(enrolment, tutor)
    Review.objects.update(renewed_at=review.renewed_at - LOCK * 2)
    client.force_login(coordinator)
    client.post(address("review_open", review.entry), {"take_over": "1"})
    assert Review.objects.open().get().reviewer == coordinator


def test_draft_is_saved_by_the_script(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    url = address("review_draft", review.entry)
    answer = client.post(url, form_data(), headers={"accept": "application/json"})
    assert answer.json()["number"] == 1
    assert ASKED.overall in client.get(address("review", review.entry)).content.decode()


def test_draft_conflict_shows_both_texts(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    client.post(address("review_draft", review.entry), form_data(overall="Da primeira janela."))
    answer = client.post(address("review_draft", review.entry), form_data(overall="Da segunda janela."))
    assert answer.status_code == 409
    assert "Da primeira janela." in answer.content.decode()
    assert "Da segunda janela." in answer.content.decode()


def test_return_goes_back_to_the_queue(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    answer = client.post(address("review_release", review.entry), form_data(decision="return"))
    assert answer.url == reverse("learning:review_queue")
    assert PortfolioEntry.objects.get().state == EntryState.RETURNED


def test_return_and_open_next_is_one_press(client, enrolment, tutor, tutoring_group):
    review = opened_review(enrolment, tutor)
    following = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    client.force_login(tutor)
    answer = client.post(address("review_release", review.entry), form_data(decision="return_next"))
    assert answer.url == address("review", following)


def test_pressing_twice_releases_and_opens_once(client, enrolment, tutor, tutoring_group):
    review = opened_review(enrolment, tutor)
    for _ in range(2):
        sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    client.force_login(tutor)
    data = form_data(decision="return_next")
    answers = {client.post(address("review_release", review.entry), data).url for _ in range(3)}
    assert len(answers) == 1
    assert Review.objects.count() == 2


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    answer = client.post(address("review_release", review.entry), form_data(decision="return", request=""))
    assert answer.status_code == 422
    assert "O que" in answer.content.decode() or "request" in answer.content.decode()
    assert ASKED.overall in answer.content.decode()


def test_unknown_decision_changes_nothing(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    client.post(address("review_release", review.entry), form_data(decision="reopen"))
    assert PortfolioEntry.objects.get().state == EntryState.IN_REVIEW


def test_drop_lets_it_go_unread(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    client.post(address("review_drop", review.entry))
    assert PortfolioEntry.objects.get().state == EntryState.SUBMITTED


@pytest.mark.parametrize("name", ["review_open", "review_draft", "review_release", "review_drop"])
@pytest.mark.parametrize("person", ["other_tutor", "student", "stranger", "editor"])
def test_changes_by_others_find_nothing(client, request, enrolment, tutor, name, person):
    entry = opened_review(enrolment, tutor).entry
    client.force_login(request.getfixturevalue(person))
    expected = 403 if person == "student" else 404
    assert client.post(address(name, entry), form_data(decision="return")).status_code == expected


def test_expired_session_keeps_the_review(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.post(address("review_release", review.entry), form_data(decision="return"))
    assert ["overall", ASKED.overall] in [list(field) for field in client.session["kept_post"]["fields"]]


def test_released_reviews_stay_readable_for_the_next_reading(client, enrolment, tutor):
    review = returned_review(enrolment, tutor)
    client.force_login(tutor)
    assert review.overall in client.get(address("review", review.entry)).content.decode()
