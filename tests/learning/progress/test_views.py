"""Marking as read: one press, which goes on to the next item and can be taken back."""

import pytest
from django.urls import reverse

from learning.enrolment.actions import withdraw_student
from learning.progress.models import ItemProgress


def address(parts, page, name="item_done"):
    return reverse(f"learning:{name}", args=[parts.course.slug, page.pk])


def done_by(person) -> set[int]:
    return set(ItemProgress.objects.filter(enrolment__student=person).values_list("item_id", flat=True))


def test_marking_as_read_goes_on_to_the_next_item(client, student, parts):
    client.force_login(student)
    answer = client.post(address(parts, parts.first_unit))
    assert (answer.status_code, answer["Location"]) == (302, address(parts, parts.second_unit, "item"))
    assert done_by(student) == {parts.first_unit.pk}
    page = client.get(address(parts, parts.second_unit, "item")).content.decode()
    assert "Andar, ouvir, contar" in page
    assert f'href="{address(parts, parts.first_unit, "item")}"' in page


def test_a_doubled_press_has_one_effect(client, student, parts):
    client.force_login(student)
    for _twice in range(2):
        assert client.post(address(parts, parts.first_unit)).status_code == 302
    assert ItemProgress.objects.count() == 1


def test_the_last_item_goes_back_to_the_outline(client, student, parts):
    parts.discussion.delete()
    parts.optional_unit.delete()
    client.force_login(student)
    answer = client.post(address(parts, parts.third_unit))
    assert answer["Location"] == reverse("learning:outline", args=[parts.course.slug])


def test_a_mark_is_taken_back(client, student, parts):
    client.force_login(student)
    client.post(address(parts, parts.first_unit))
    page = client.get(address(parts, parts.first_unit, "item")).content.decode()
    assert f'action="{address(parts, parts.first_unit, "item_undo")}"' in page
    assert f'action="{address(parts, parts.first_unit)}"' not in page
    answer = client.post(address(parts, parts.first_unit, "item_undo"))
    assert answer["Location"] == address(parts, parts.first_unit, "item")
    assert done_by(student) == set()
    page = client.get(address(parts, parts.first_unit, "item")).content.decode()
    assert f'action="{address(parts, parts.first_unit)}"' in page


@pytest.mark.parametrize("name", ["item_done", "item_undo"])
def test_only_readings_are_marked_by_hand(client, student, parts, name):
    client.force_login(student)
    for page in (parts.reflection, parts.discussion, parts.lesson, parts.first_module):
        assert client.post(address(parts, page, name)).status_code == 404
    assert done_by(student) == set()


@pytest.mark.parametrize("name", ["item_done", "item_undo"])
def test_only_students_of_the_course_have_marks(client, stranger, tutor, enrolment, parts, name):
    withdraw_student(by=tutor, enrolment=enrolment)
    for person in (stranger, tutor, enrolment.student):
        client.force_login(person)
        assert client.post(address(parts, parts.second_unit, name)).status_code == 404
    client.logout()
    answer = client.post(address(parts, parts.second_unit, name))
    assert answer["Location"].startswith(reverse("account_login"))


def test_marks_are_not_set_by_looking(client, student, parts):
    client.force_login(student)
    assert client.get(address(parts, parts.first_unit)).status_code == 405
    client.get(address(parts, parts.first_unit, "item"))
    assert done_by(student) == set()


def test_mark_that_a_script_sends_twice_has_one_effect_and_says_nothing_later(client, student, enrolment, parts):
    client.force_login(student)
    asking = {"accept": "application/json"}
    for _ in range(2):
        assert client.post(address(parts, parts.first_unit), headers=asking).json() == {"done": True}
    assert ItemProgress.objects.filter(enrolment=enrolment, item_id=parts.first_unit.pk).count() == 1
    assert "notice--success" not in client.get(reverse("learning:desk")).text


def test_mark_that_a_script_sends_without_a_session_is_asked_to_log_in(client, parts):
    assert client.post(address(parts, parts.first_unit), headers={"accept": "application/json"}).status_code == 401
