import json
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from learning.courses.enums import Scale
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import PortfolioEntry
from learning.reviews.actions import (
    ReviewConflict,
    ReviewContent,
    ReviewRefused,
    accept_entry,
    comment_entry,
    return_entry,
    save_review_draft,
)
from learning.reviews.models import Review
from tests.factories.portfolio import ASKED, accepted_review, content, opened_review
from tests.factories.rubrics import as_fields, chosen, criteria, give_rubric, publish

FINAL = content(intent=Intent.FINAL)


def said(judgement, **fields) -> ReviewContent:
    return ReviewContent(**{"overall": ASKED.overall, "request": ASKED.request, "judgement": judgement, **fields})


def release(action, review, judgement, **fields) -> Review:
    what = said(judgement, **fields)
    return action(by=review.reviewer, review=review, key=uuid.uuid4(), base_number=review.draft_number, content=what)


def address(name, review):
    return reverse(f"learning:{name}", args=[review.entry.public_id])


def form_data(judgement, **fields):
    values = {"overall": ASKED.overall, "request": "", "suggested_on": "2026-12-24", "base_number": 0}
    return {**values, "key": str(uuid.uuid4()), **as_fields("judgement", judgement), **fields}


def student_page(client, enrolment):
    client.force_login(enrolment.student)
    prompt = PortfolioEntry.objects.get().prompt_id
    return client.get(reverse("learning:entry", args=["aprender", prompt])).text


def test_the_grade_follows_from_the_levels(enrolment, tutor, parts):
    give_rubric(parts.reflection, max_grade=Decimal(10))
    review = release(accept_entry, opened_review(enrolment, tutor, FINAL), chosen(2, 0), grade=Decimal(1))
    review.refresh_from_db()
    assert (review.grade, review.passed, review.judgement) == (Decimal("7.5"), None, chosen(2, 0))


@pytest.mark.parametrize(("asks", "passed"), [(2, True), (0, False)])
def test_passing_follows_from_the_levels(enrolment, tutor, parts, asks, passed):
    give_rubric(parts.reflection, Scale.PASS_FAIL, pass_percent=75)
    review = release(accept_entry, opened_review(enrolment, tutor, FINAL), chosen(asks, 0))
    assert (review.passed, review.grade) == (passed, None)


def test_a_descriptive_rubric_gives_neither(enrolment, tutor, parts):
    give_rubric(parts.reflection, Scale.DESCRIPTIVE)
    review = release(accept_entry, opened_review(enrolment, tutor, FINAL), chosen(2, 0))
    assert (review.passed, review.grade) == (None, None)


@pytest.mark.parametrize("scale", Scale.values)
def test_accepting_wants_each_level(enrolment, tutor, parts, scale):
    give_rubric(parts.reflection, scale)
    with pytest.raises(ReviewRefused) as refusal:
        release(accept_entry, opened_review(enrolment, tutor, FINAL), chosen(2, None))
    [problem] = refusal.value.problems
    assert (problem.field, "Cuida" in problem.message) == ("judgement", True)


def test_returning_what_is_final_wants_each_level(enrolment, tutor, parts):
    give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor, FINAL)
    with pytest.raises(ReviewRefused):
        release(return_entry, review, {})
    assert release(return_entry, review, chosen(1, 1)).grade == Decimal(50)


@pytest.mark.parametrize("action", [return_entry, comment_entry])
def test_a_formative_reading_needs_no_level(enrolment, tutor, parts, action):
    give_rubric(parts.reflection)
    assert release(action, opened_review(enrolment, tutor), {}).grade is None


def test_a_criterion_to_go_deeper_is_a_concrete_request(enrolment, tutor, parts):
    give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor)
    with pytest.raises(ReviewRefused):
        release(return_entry, review, chosen(1, 1), request="")
    assert release(return_entry, review, chosen(None, None, asks_deepen=True), request="").released_at


def test_the_draft_is_kept_with_the_words(client, enrolment, tutor, parts):
    give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    data = form_data(chosen(2, None, asks_word="Boa <pergunta>.", asks_deepen=True))
    answer = client.post(address("review_draft", review), data, headers={"accept": "application/json"})
    assert answer.json()["number"] == 1
    page = client.get(address("review", review)).text
    assert 'value="asks-2" data-points="6" checked' in page
    assert "Boa &lt;pergunta&gt;." in page
    assert 'name="judgement-asks-deepen" checked' in page


def test_the_server_says_the_points_of_the_draft(client, enrolment, tutor, parts):
    give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=review, base_number=0, content=said(chosen(2, 1)))
    client.force_login(tutor)
    page = client.get(address("review", review)).text
    assert "<output data-rubric-result>87,5</output>" in page
    assert 'name="grade"' not in page


def test_choices_of_two_windows_are_a_conflict(client, enrolment, tutor, parts):
    give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=review, base_number=0, content=said(chosen(0, 0)))
    with pytest.raises(ReviewConflict):
        save_review_draft(by=tutor, review=review, base_number=0, content=said(chosen(1, 1)))
    client.force_login(tutor)
    page = client.post(address("review_draft", review), form_data(chosen(2, 2, asks_word="Minha.")))
    assert page.status_code == 409
    assert "Interroga 0" in page.text
    assert 'name="judgement-asks" value="asks-2"' in page.text
    assert 'name="judgement-asks-word" value="Minha."' in page.text


def test_what_is_missing_is_said_at_its_criterion(client, enrolment, tutor, parts):
    give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor, FINAL)
    client.force_login(tutor)
    page = client.post(address("review_release", review), form_data(chosen(2, None), decision="accept"))
    assert page.status_code == 422
    assert page.text.count("Escolha um nível aqui.") == 1
    assert page.text.index("Cuida</b>") < page.text.index("Escolha um nível aqui.")
    assert 'value="asks-2" data-points="6" checked' in page.text


def test_nothing_leaks_before_the_release(client, enrolment, tutor, parts):
    give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor, FINAL)
    what = said(chosen(1, 1, asks_word="canarinho", cares_deepen=True))
    save_review_draft(by=tutor, review=review, base_number=0, content=what)
    assert "canarinho" not in student_page(client, enrolment)
    review.refresh_from_db()
    release(return_entry, review, what.judgement)
    assert "canarinho" in student_page(client, enrolment)


def test_the_student_sees_level_word_and_the_way_up(client, enrolment, tutor, parts):
    rubric = give_rubric(parts.reflection)
    release(accept_entry, opened_review(enrolment, tutor, FINAL), chosen(1, 2, asks_word="Fique na pergunta."))
    publish(rubric, criteria=json.dumps(criteria("Só na versão nova.")))
    feedback = student_page(client, enrolment).split("O que se pede")[0]
    for words in ("Interroga 1", "Anuncia uma pergunta.", "Interroga 2", "Pergunta por quê.", "Fique na pergunta."):
        assert words in feedback
    assert "Só na versão nova." not in feedback


def test_the_tutor_sees_the_self_assessment_beside_her_own(client, enrolment, tutor, parts):
    give_rubric(parts.reflection, self_assessment=True)
    own = chosen(2, None, asks_word="Acho que sim.")
    review = opened_review(enrolment, tutor, content(intent=Intent.FINAL, self_assessment=own))
    client.force_login(tutor)
    page = client.get(address("review", review)).text
    assert page.count(">autoavaliação</span>") == 1
    assert "Acho que sim." in page
    assert release(accept_entry, review, chosen(0, 0)).grade == 0


def test_a_version_is_judged_by_the_rubric_it_was_sent_under(client, enrolment, tutor, parts):
    rubric = give_rubric(parts.reflection)
    review = opened_review(enrolment, tutor, FINAL)
    publish(rubric, criteria=json.dumps(criteria("Nova.")[:1]))
    client.force_login(tutor)
    assert "Protege a todos." in client.get(address("review", review)).text
    client.post(address("review_release", review), form_data(chosen(2, 2), decision="accept"))
    assert PortfolioEntry.objects.get().state == EntryState.ACCEPTED


def test_what_was_sent_before_there_was_a_rubric_needs_none(enrolment, tutor, parts):
    review = opened_review(enrolment, tutor, FINAL)
    give_rubric(parts.reflection)
    released = release(accept_entry, review, {}, grade=Decimal(80))
    assert (released.grade, released.judgement) == (Decimal(80), {})


def test_an_old_review_is_shown_as_before(client, enrolment, tutor, parts):
    accepted_review(enrolment, tutor)
    give_rubric(parts.reflection)
    assert "Nível alcançado" not in student_page(client, enrolment)


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_costs_no_query_more(client, enrolment, tutor, parts, count, django_assert_num_queries):
    give_rubric(parts.reflection, self_assessment=True)
    review = opened_review(enrolment, tutor, content(self_assessment=chosen()))
    for number in range(count):
        released = Review(entry=review.entry, version=review.version, reviewer=tutor, judgement=chosen(1, number % 3))
        released.opened_at = released.renewed_at = released.released_at = review.opened_at
        released.decision = "comment"
        released.save()
    client.force_login(tutor)
    client.get(address("review", review))
    with django_assert_num_queries(4):
        client.get(address("review", review))
