"""A student's home says how many of her changes at work are to be looked at again."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.desk.queries.home import home_of
from learning.work_changes.queries import number_waiting
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import ChangeFollowUpFactory, WorkChangeFactory

DAY = datetime.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("days", "answered", "waits"),
    [(41, 0, 0), (42, 0, 1), (63, 0, 1), (64, 0, 0), (42, 6, 0), (84, 6, 1), (84, 12, 0), (200, 12, 0)],
)
def test_the_newest_mark_waits_while_it_is_reminded_of(days, answered, waits):
    began = DAY - datetime.timedelta(days=days)
    assert number_waiting(f"{began}:{answered}", [6, 12, 24], DAY) == waits


def test_nothing_waits_where_a_class_has_no_marks_or_nothing_is_under_way():
    assert number_waiting("2026-01-01:0", [], DAY) == number_waiting("", [6], DAY) == 0


def test_only_her_own_changes_under_way_are_counted(enrolment):
    for stage in ("experimenting", "incorporated", "interrupted", "idea"):
        WorkChangeFactory(enrolment=enrolment, stage=stage)
    WorkChangeFactory(enrolment=enrolment, removed_at=timezone.now())
    ChangeFollowUpFactory(change=WorkChangeFactory(enrolment=enrolment))
    WorkChangeFactory(enrolment=EnrolmentFactory(tutoring_group=enrolment.tutoring_group))
    assert home_of(enrolment.student).student.due_follow_ups == 2


def test_home_says_it_in_no_further_query(client, enrolment, parts, django_assert_num_queries):
    client.force_login(enrolment.student)
    assert "acompanhamento" not in client.get(reverse("learning:desk")).text
    for _ in range(2):
        WorkChangeFactory(enrolment=enrolment)
    with django_assert_num_queries(4):
        page = client.get(reverse("learning:desk")).text
    assert "2 acompanhamentos de mudanças no trabalho esperam por você" in page


def test_changes_are_one_tap_from_what_the_bar_opens(client, enrolment):
    client.force_login(enrolment.student)
    for name in ("learning:desk", "learning:portfolio"):
        page = client.get(reverse(name)).text
        assert f'href="{reverse("learning:work_changes")}"' in page.split("<main")[1]
