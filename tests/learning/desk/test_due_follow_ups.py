"""A student's home says how many of her changes at work are to be looked at again."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from home.prepared.joined import COLUMN, ROW
from learning.desk.queries.home import home_of
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.work_changes.enums import CoAuthorState
from learning.work_changes.models import ChangeCoAuthor, WorkChange
from learning.work_changes.queries import SharedWaiting, number_waiting, shared_waiting
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import ChangeFollowUpFactory, CoAuthorFactory, WorkChangeFactory

DAY = datetime.date(2026, 6, 1)


def told(*rows: tuple) -> str:
    """As the statement's column gives them."""
    return ROW.join(COLUMN.join(map(str, row)) for row in rows)


@pytest.mark.parametrize(
    ("days", "answered", "waits"),
    [(41, 0, 0), (42, 0, 1), (63, 0, 1), (64, 0, 0), (42, 6, 0), (84, 6, 1), (84, 12, 0), (200, 12, 0)],
)
def test_the_newest_mark_waits_while_it_is_reminded_of(days, answered, waits):
    began = DAY - datetime.timedelta(days=days)
    assert number_waiting(told((began, answered)), [6, 12, 24], DAY) == waits


def test_nothing_waits_where_a_class_has_no_marks_or_nothing_is_under_way():
    assert number_waiting(told(("2026-01-01", 0)), [], DAY) == number_waiting("", [6], DAY) == 0


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


@pytest.fixture
def shared(enrolment):
    """A change of a colleague's, fifty days old, which the student has confirmed to share."""
    change = WorkChangeFactory(enrolment=EnrolmentFactory(tutoring_group=enrolment.tutoring_group))
    CoAuthorFactory(change=change, enrolment=enrolment)
    return change


def test_a_co_author_finds_the_team_s_due_follow_up_and_writes_it(
    client, enrolment, shared, parts, django_assert_num_queries
):
    client.force_login(enrolment.student)
    client.get(reverse("learning:desk"))
    WorkChangeFactory(enrolment=enrolment)
    with django_assert_num_queries(4):
        page = client.get(reverse("learning:desk")).text
    said = f"1 acompanhamento de uma mudança que você compartilha com {shared.author.name} está na hora"
    assert said in page
    assert "1 acompanhamento de mudança no trabalho espera por você" in page
    address = reverse("learning:change_follow_up", args=[shared.public_id])
    assert address in client.get(reverse("learning:work_changes")).text
    data = {"key": uuid.uuid4(), "followed_on": timezone.localdate(), "stage": shared.stage}
    assert client.post(address, {**data, "reflection": "Ficou a escala."}).status_code == 302
    assert shared.follow_ups.get().written_by == enrolment.student
    assert home_of(enrolment.student).student.due_shared.hers == ()
    assert home_of(shared.author).student.due_follow_ups == 0


def test_who_follows_it_first_follows_it_for_all(enrolment, shared):
    assert home_of(enrolment.student).student.due_shared.hers == (shared.author.name,)
    ChangeFollowUpFactory(change=shared)
    assert home_of(enrolment.student).student.due_shared.hers == ()


def test_a_record_of_who_has_left_is_named_and_nobody_sent_to_it(client, enrolment, shared):
    Enrolment.objects.filter(pk=shared.enrolment_id).update(state=EnrolmentState.WITHDRAWN)
    client.force_login(enrolment.student)
    page = client.get(reverse("learning:desk")).text
    assert f"mas o registro é de {shared.author.name}, cuja inscrição terminou" in page
    assert "você pode escrevê-lo" not in page
    address = reverse("learning:change_follow_up", args=[shared.public_id])
    rows = client.get(reverse("learning:work_changes")).text
    assert address not in rows
    assert f"o registro é de {shared.author.name}" in rows
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("state", [CoAuthorState.INVITED, CoAuthorState.DECLINED])
def test_who_has_not_said_that_she_shares_it_hears_nothing(enrolment, shared, state):
    ChangeCoAuthor.objects.update(state=state)
    assert home_of(enrolment.student).student.due_shared == SharedWaiting()


@pytest.mark.parametrize(
    "fields", [{"removed_at": timezone.now()}, {"stage": "interrupted"}, {"started_on": timezone.localdate()}]
)
def test_what_asks_for_nothing_is_nobody_s(enrolment, shared, fields):
    WorkChange.objects.filter(pk=shared.pk).update(**fields)
    assert home_of(enrolment.student).student.due_shared == SharedWaiting()


def test_names_with_any_sign_are_read_whole():
    began = DAY - datetime.timedelta(days=42)
    shared = told((began, 0, 1, "Ana: a de cá, sim"), (began, 6, 1, "Bia"), (began, 0, 0, "Célia"))
    waiting = shared_waiting(shared, [6, 12, 24], DAY)
    assert (waiting.hers, waiting.barred) == (("Ana: a de cá, sim",), ("Célia",))


def test_two_changes_with_one_colleague_name_her_once(client, enrolment, shared):
    CoAuthorFactory(change=WorkChangeFactory(enrolment=shared.enrolment), enrolment=enrolment)
    client.force_login(enrolment.student)
    page = client.get(reverse("learning:desk")).text
    assert f"2 acompanhamentos de mudanças que você compartilha com {shared.author.name} estão na hora" in page
