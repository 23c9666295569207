import datetime
import uuid

import pytest
from django.urls import reverse

from learning.portfolio.actions import save_draft
from learning.portfolio.dates import today
from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from learning.reviews.actions import LOCK, ReviewContent, save_review_draft
from learning.reviews.models import Review
from tests.factories.learning import EnrolmentFactory, EntryFactory
from tests.factories.long_entries import lengthen
from tests.factories.portfolio import ASKED, content, opened_review, returned_review, sent_entry, started_entry, submit


def address(name, entry):
    return reverse(f"learning:{name}", args=[entry.public_id])


def form_data(**fields):
    values = {"overall": ASKED.overall, "request": ASKED.request, "suggested_on": "2026-12-24", "base_number": 0}
    return {**values, "key": str(uuid.uuid4()), **fields}


@pytest.mark.parametrize("count", [1, 3])
def test_review_costs_a_constant_number_of_queries(client, enrolment, tutor, count, django_assert_max_num_queries):
    review = opened_review(enrolment, tutor)
    for number in range(count):
        review.version.pk = None
        review.version.number, review.version.key, review.version.public_id = number + 2, uuid.uuid4(), uuid.uuid4()
        review.version.save()
    client.force_login(tutor)
    client.get(address("review", review.entry))
    with django_assert_max_num_queries(7):
        client.get(address("review", review.entry))


@pytest.mark.parametrize(("versions", "comments"), [(1, 1), (20, 200)])
def test_a_long_review_costs_no_query_more(client, enrolment, tutor, versions, comments, django_assert_num_queries):
    entry = lengthen(EntryFactory(enrolment=enrolment), tutor, versions=versions, comments=comments).entry
    client.force_login(tutor)
    assert len(client.get(address("review", entry)).context["screen"].notes) == comments
    with django_assert_num_queries(4):
        client.get(address("review", entry))


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


@pytest.mark.parametrize(("days", "shown"), [(3, 3), (-1, 10)])
def test_a_day_that_passed_while_the_draft_lay_is_suggested_anew(client, enrolment, tutor, days, shown):
    review = opened_review(enrolment, tutor)
    day = today() + datetime.timedelta(days=days)
    save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent("Li.", suggested_on=day))
    client.force_login(tutor)
    page = client.get(address("review", review.entry)).text
    assert f'value="{today() + datetime.timedelta(days=shown)}"' in page


def test_draft_conflict_shows_both_texts(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    client.post(address("review_draft", review.entry), form_data(overall="Da primeira janela."))
    answer = client.post(address("review_draft", review.entry), form_data(overall="Da segunda janela."))
    assert answer.status_code == 409
    assert "Da primeira janela." in answer.content.decode()
    assert "Da segunda janela." in answer.content.decode()


def test_both_choices_of_a_conflict_are_the_form_that_met_it(client, enrolment, tutor):
    """Else the device would bring its own text back again and again."""
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    client.post(address("review_draft", review.entry), form_data(overall="Da primeira janela."))
    data = form_data(overall="Da segunda janela.")
    answer = client.post(address("review_draft", review.entry), data)
    assert answer.content.decode().count(f'name="key" value="{data["key"]}"') == 2


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
    client.post(address("review_drop", review.entry), form_data())
    assert PortfolioEntry.objects.get().state == EntryState.SUBMITTED


def test_drop_keeps_what_was_not_saved_yet(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    data = form_data(overall="Digitado há um segundo.")
    answer = client.post(address("review_drop", review.entry), data, follow=True)
    assert f'data-draft-saved="{data["key"]}"' in answer.content.decode()
    client.post(address("review_open", review.entry))
    assert "Digitado há um segundo." in client.get(address("review", review.entry)).content.decode()


def test_drop_with_a_field_that_cannot_be_read_drops_nothing(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    data = form_data(overall="Digitado há um segundo.", suggested_on="logo")
    answer = client.post(address("review_drop", review.entry), data)
    assert (answer.status_code, "Digitado há um segundo." in answer.content.decode()) == (422, True)
    assert PortfolioEntry.objects.get().state == EntryState.IN_REVIEW


def test_device_is_told_what_the_server_has(client, enrolment, tutor, coordinator):
    """By the answer to a release, and by the page itself where that answer got lost; only its writer's device."""
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    data = form_data(decision="return")
    told = f'data-draft-saved="{data["key"]}"'
    client.post(address("review_draft", review.entry), data)
    assert f'{told} data-draft-number="1"' in client.get(address("review", review.entry)).content.decode()
    answer = client.post(address("review_release", review.entry), {**data, "base_number": 1}, follow=True)
    assert told in answer.content.decode()
    assert told in client.get(address("review", review.entry)).content.decode()
    client.force_login(coordinator)
    assert told not in client.get(address("review", review.entry)).content.decode()


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


def test_screen_compares_versions_word_by_word(client, enrolment, tutor):
    entry = returned_review(enrolment, tutor).entry
    entry.draft.refresh_from_db()
    by = entry.enrolment.student
    save_draft(
        by=by,
        entry=entry,
        base_number=entry.draft.draft_number,
        content=content("<p>Fui ao largo da <b>praça</b>.</p>"),
    )
    submit(entry)
    client.force_login(tutor)
    page = client.get(address("review", entry), {"versao": 2, "comparar": 1}).text
    assert ">praça</ins>" in page.replace('<span class="visually-hidden">novo: </span>', "").replace(
        '<span class="visually-hidden">new: </span>', ""
    )
    assert "review-text" not in page
    for nonsense in ("2", "9", "x", "-1"):
        assert "review-text" in client.get(address("review", entry), {"versao": 2, "comparar": nonsense}).text
