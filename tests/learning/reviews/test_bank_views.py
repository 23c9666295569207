import pytest
from django.urls import reverse

from learning.reviews.actions import keep_bank_comment
from learning.reviews.models import BankComment
from tests.factories.portfolio import opened_review

SOURCE = "Diga de onde vem esta informação."


def test_the_bank_is_filled_changed_and_emptied(client, tutor):
    client.force_login(tutor)
    client.post(reverse("learning:bank"), {"code": "Fonte", "text": SOURCE})
    comment = BankComment.objects.get()
    assert (comment.code, comment.owner) == ("fonte", tutor)
    again = client.post(reverse("learning:bank"), {"code": "fonte", "text": "Outra."})
    assert again.status_code == 422
    where = reverse("learning:bank_comment", args=[comment.pk])
    client.post(where, {"code": "origem", "text": SOURCE})
    assert "/origem" in client.get(reverse("learning:bank")).text
    client.post(where, {"do": "delete"})
    assert not BankComment.objects.exists()


def test_the_coordination_keeps_the_bank_of_a_course(client, coordinator, tutor, course):
    client.force_login(coordinator)
    client.post(reverse("learning:bank"), {"code": "curso", "text": SOURCE, "course": course.pk})
    assert BankComment.objects.get().course == course
    client.force_login(tutor)
    client.post(reverse("learning:bank"), {"code": "meu", "text": SOURCE, "course": course.pk})
    assert BankComment.objects.get(code="meu").owner == tutor


def test_the_reading_place_offers_the_bank_and_counts_uses(client, enrolment, tutor):
    comment = keep_bank_comment(by=tutor, code="fonte", text="<b>De onde?</b>")
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    page = client.get(reverse("learning:review", args=[review.entry.public_id])).text
    assert 'data-bank-code="fonte"' in page
    assert "<b>De onde?" not in page
    client.post(reverse("learning:bank_comment_used", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.uses == 1


@pytest.mark.parametrize("person", ["other_tutor", "student", "stranger"])
def test_somebody_elses_comment_is_not_found(client, request, tutor, person):
    comment = keep_bank_comment(by=tutor, code="fonte", text=SOURCE)
    client.force_login(request.getfixturevalue(person))
    assert client.get(reverse("learning:bank_comment", args=[comment.pk])).status_code == 404
    assert client.post(reverse("learning:bank_comment_used", args=[comment.pk])).status_code == 404
