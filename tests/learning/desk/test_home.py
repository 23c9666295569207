import datetime
from decimal import Decimal

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from forums.models import Board, BoardMember
from forums.queries import unread_by_board
from learning.courses.models import CourseOutline, ReflectionPage
from learning.desk.queries.home import home_of
from learning.desk.queries.student import Why
from learning.enrolment.actions import withdraw_student
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, Offering
from learning.portfolio.enums import EntryState, Intent
from learning.progress.actions import complete_item, note_visit
from tests.factories.learning import (
    EnrolmentFactory,
    EntryFactory,
    OfferingFactory,
    StaffAssignmentFactory,
    TutoringGroupFactory,
    make_course,
)
from tests.factories.surveys import answered, make_survey

DAY = datetime.timedelta(days=1)


def complete(enrolment, *pages):
    for page in pages:
        complete_item(by=enrolment.student, enrolment=enrolment, item_id=page.pk)


def card_of(student):
    return home_of(student).student.first


def submit(entry, days=3):
    """A version that waits for the tutor, without passing through the portfolio's actions."""
    moment = timezone.now() - days * DAY
    entry.versions.create(
        author=entry.enrolment.student, key=entry.public_id, number=1, text="<p>x</p>", sha256="0" * 64,
        intent=Intent.FORMATIVE, submitted_at=moment,
    )  # fmt: skip
    entry.state, entry.waiting_since = EntryState.SUBMITTED, moment
    entry.save()
    return entry


def test_first_step_is_where_the_course_begins(student, parts):
    card = card_of(student)
    assert (card.next.item.id, card.next.why) == (parts.first_unit.pk, Why.FIRST)
    assert (card.progress.percent, card.progress.left, card.progress.total_count) == (0, 5, 5)


def test_next_step_follows_the_order_and_says_what_is_left(enrolment, parts):
    complete(enrolment, parts.first_unit)
    step = card_of(enrolment.student).next
    assert (step.item.id, step.why, step.module_progress.left) == (parts.second_unit.pk, Why.IN_ORDER, 2)


def test_next_step_skips_what_is_optional_and_what_is_with_the_tutor(enrolment, parts):
    complete(enrolment, parts.first_unit, parts.second_unit, parts.third_unit)
    submit(EntryFactory(enrolment=enrolment))
    card = card_of(enrolment.student)
    assert card.next.item.id == parts.discussion.pk
    assert card.waiting == 1


@pytest.mark.parametrize(("started", "why"), [(18, Why.SOON), (30, Why.OVERDUE), (5, Why.FIRST)])
def test_prompt_begun_whose_date_is_near_goes_first(enrolment, parts, started, why):
    Offering.objects.update(starts_on=timezone.localdate() - started * DAY)
    EntryFactory(enrolment=enrolment)
    step = card_of(enrolment.student).next
    assert step.why == why
    assert (step.item.id == parts.reflection.pk) == (why != Why.FIRST)
    assert step.is_begun == (why != Why.FIRST)


def test_home_leads_a_written_draft_to_its_sending(client, enrolment, parts):
    complete(enrolment, parts.first_unit, parts.second_unit)
    send = reverse("learning:entry_submit", args=[parts.course.slug, parts.reflection.pk])
    client.force_login(enrolment.student)
    assert send not in client.get(reverse("learning:desk")).text
    EntryFactory(enrolment=enrolment)
    assert send in client.get(reverse("learning:desk")).text


@pytest.mark.parametrize(("started", "why"), [(18, Why.SOON), (30, Why.OVERDUE)])
def test_readings_ahead_of_a_prompt_whose_date_is_near_go_first(enrolment, parts, started, why):
    Offering.objects.update(starts_on=timezone.localdate() - started * DAY)
    for unit in (parts.first_unit, parts.second_unit):
        step = card_of(enrolment.student).next
        assert (step.item.id, step.why, step.leads_to.id) == (unit.pk, why, parts.reflection.pk)
        assert step.due_on == timezone.localdate() + (21 - started) * DAY
        complete(enrolment, unit)
    step = card_of(enrolment.student).next
    assert (step.item.id, step.why, step.leads_to) == (parts.reflection.pk, why, None)


@pytest.mark.parametrize("started", [18, 30])
def test_home_says_to_which_reflection_a_reading_leads(client, student, parts, started):
    Offering.objects.update(starts_on=timezone.localdate() - started * DAY)
    client.force_login(student)
    page = client.get(reverse("learning:desk")).text
    assert f"prepara a reflexão “{parts.reflection.title}”" in page
    assert f'class="button button--primary" href="/curso/aprender/{parts.first_unit.pk}/"' in page


def test_optional_module_neither_lowers_nor_comes_next(enrolment, parts, tutor, coordinator):
    parts.first_module.is_optional = True
    parts.first_module.save_revision().publish()
    complete(enrolment, parts.first_unit)
    card = card_of(enrolment.student)
    assert (card.next.item.id, card.progress.total_count, card.progress.done_count) == (parts.third_unit.pk, 2, 0)
    complete(enrolment, parts.third_unit, parts.discussion)
    card = card_of(enrolment.student)
    assert (card.next, card.progress.percent) == (None, 100)
    assert [row.percent for row in home_of(tutor).tutor.students] == [100]
    assert [(row.percent, row.finished) for row in home_of(coordinator).offerings] == [(100, 1)]


def test_everything_done_leaves_no_next_step(enrolment, parts):
    complete(enrolment, parts.first_unit, parts.second_unit, parts.reflection, parts.third_unit, parts.discussion)
    card = card_of(enrolment.student)
    assert card.next is None
    assert card.progress.percent == 100


def test_continue_where_she_stopped(enrolment, parts):
    note_visit(enrolment_id=enrolment.pk, item_id=parts.third_unit.pk)
    assert card_of(enrolment.student).resume.id == parts.third_unit.pk


def test_what_went_back_stands_under_the_day_that_was_suggested(enrolment, parts):
    day = timezone.localdate() + 9 * DAY
    EntryFactory(
        enrolment=enrolment, prompt=parts.reflection, state=EntryState.RETURNED, suggested_on=day,
        returned_at=timezone.now(),
    )  # fmt: skip
    [row] = [row for row in home_of(enrolment.student).student.dates if row.title == parts.reflection.title]
    assert row.on == day


def test_dates_are_the_open_prompts_and_the_end(enrolment, parts):
    rows = home_of(enrolment.student).student.dates
    today = timezone.localdate()
    assert [(row.title, row.on) for row in rows] == [
        (parts.reflection.title, today + 11 * DAY),
        ("", today + 90 * DAY),
    ]
    complete(enrolment, parts.reflection)
    assert [row.title for row in home_of(enrolment.student).student.dates] == [""]


def test_returned_entry_came_back(enrolment):
    EntryFactory(enrolment=enrolment, state=EntryState.RETURNED, returned_at=timezone.now())
    (row,) = home_of(enrolment.student).student.came_back
    assert row.is_returned


def test_what_came_back_has_the_date_that_the_tutor_named(enrolment, parts):
    suggested = timezone.localdate() + 20 * DAY
    fields = {"state": EntryState.RETURNED, "returned_at": timezone.now(), "suggested_on": suggested}
    EntryFactory(enrolment=enrolment, prompt=parts.reflection, **fields)
    rows = home_of(enrolment.student).student.dates
    assert [row.on for row in rows if row.title == parts.reflection.title] == [suggested]


def test_returned_entry_is_the_next_step_only_when_nothing_else_is_open(enrolment, parts):
    EntryFactory(enrolment=enrolment, state=EntryState.RETURNED, returned_at=timezone.now())
    complete(enrolment, parts.first_unit, parts.second_unit)
    assert card_of(enrolment.student).next.item.id == parts.third_unit.pk
    complete(enrolment, parts.third_unit, parts.discussion)
    step = card_of(enrolment.student).next
    assert (step.item.id, step.why) == (parts.reflection.pk, Why.RETURNED)


def test_feedback_that_nobody_read_came_back_until_it_is_seen(enrolment, tutor):
    entry = submit(EntryFactory(enrolment=enrolment))
    review = entry.reviews.create(
        version=entry.versions.get(), reviewer=tutor, opened_at=timezone.now(), renewed_at=timezone.now()
    )
    entry.state = EntryState.DRAFT
    entry.save()
    assert not home_of(enrolment.student).student.came_back
    review.released_at = timezone.now()
    review.save()
    assert home_of(enrolment.student).student.came_back
    review.seen_at = timezone.now()
    review.save()
    assert not home_of(enrolment.student).student.came_back


def test_course_visited_last_stands_in_front(enrolment):
    second = make_course("Outro curso", "outro")
    other = EnrolmentFactory(offering=OfferingFactory(course=second.course), student=enrolment.student)
    note_visit(enrolment_id=other.pk, item_id=second.first_unit.pk)
    desk = home_of(enrolment.student).student
    assert desk.first.course.slug == "outro"
    assert [card.course.slug for card in desk.others] == ["aprender"]


def test_withdrawn_student_has_no_place(enrolment, coordinator):
    withdraw_student(by=coordinator, enrolment=enrolment)
    assert home_of(enrolment.student).has_no_place


def test_unpublished_course_is_no_error(client, student):
    CourseOutline.objects.all().delete()
    client.force_login(student)
    assert client.get(reverse("learning:desk")).status_code == 200


def test_tutor_sees_who_waits_longest_in_her_groups(tutor, enrolment, other_group):
    submit(EntryFactory(enrolment=enrolment), days=4)
    submit(EntryFactory(enrolment=EnrolmentFactory(tutoring_group=other_group)), days=9)
    desk = home_of(tutor).tutor
    assert [(row.student, row.days) for row in desk.waiting] == [("Student", 4)]
    assert desk.waiting_count == 1


def test_tutor_sees_her_students_seen_longest_ago_first(tutor, tutoring_group, enrolment, parts):
    EnrolmentFactory(tutoring_group=tutoring_group, last_learning_at=timezone.now(), student__full_name="Recente")
    EnrolmentFactory(
        tutoring_group=tutoring_group, last_learning_at=timezone.now() - 20 * DAY, student__full_name="Antiga"
    )
    complete(enrolment, parts.first_unit)
    rows = home_of(tutor).tutor.students
    assert [(row.name, row.quiet, row.percent) for row in rows] == [
        ("Student", True, 18),
        ("Antiga", True, 0),
        ("Recente", False, 0),
    ]


def test_coordinator_sees_how_far_each_class_is(coordinator, offering, enrolment, parts):
    complete(enrolment, parts.first_unit, parts.second_unit, parts.reflection, parts.third_unit, parts.discussion)
    EnrolmentFactory(offering=offering, last_learning_at=timezone.now())
    EnrolmentFactory(offering=offering, state=EnrolmentState.WITHDRAWN, is_current=False)
    (row,) = home_of(coordinator).offerings
    assert (row.students, row.begun, row.finished, row.quiet, row.percent) == (2, 1, 1, 1, 50)


def test_class_without_students_is_said_so(coordinator):
    (row,) = home_of(coordinator).offerings
    assert (row.students, row.percent) == (0, 0)


def test_home_leaves_other_peoples_offerings_out(student, tutor, coordinator):
    other = EnrolmentFactory(offering=OfferingFactory(name="Alheia"))
    StaffAssignmentFactory(offering=other.offering)
    for person in (student, tutor, coordinator):
        places = home_of(person).places
        assert "Alheia" not in {place.offering for place in (*places.studies, *places.work)}


def test_one_person_may_study_tutor_and_coordinate(client, enrolment, coordinator, tutoring_group):
    second = make_course("Outro curso", "outro")
    EnrolmentFactory(offering=OfferingFactory(course=second.course), student=coordinator)
    StaffAssignmentFactory(person=coordinator, tutoring_group=tutoring_group)
    client.force_login(coordinator)
    html = client.get(reverse("learning:desk")).content.decode()
    for mark in ('id="next"', 'id="tutoring"', 'id="coordinating"'):
        assert mark in html
    assert client.session["roles"] == ["tutor", "coordinator", "student"]


def test_home_of_a_stranger_leads_to_the_courses(client, stranger):
    client.force_login(stranger)
    html = client.get(reverse("learning:desk")).content.decode()
    assert f'href="{reverse("learning:catalogue")}"' in html


def test_home_is_for_people_who_are_logged_in(client):
    assert client.get(reverse("learning:desk")).url.startswith(reverse("account_login"))


@pytest.fixture
def busy(coordinator):
    """Somebody with every kind of place, `count` times."""

    def fill(count):
        for number in range(count):
            second = make_course(f"Curso {number}", f"curso-{number}")
            mine = EnrolmentFactory(offering=OfferingFactory(course=second.course), student=coordinator)
            complete(mine, second.first_unit, second.third_unit)
            EntryFactory(enrolment=mine, state=EntryState.RETURNED)
            group = TutoringGroupFactory(offering=OfferingFactory(course=second.course))
            StaffAssignmentFactory(person=coordinator, tutoring_group=group)
            StaffAssignmentFactory(person=coordinator, offering=OfferingFactory(course=second.course))
            for _ in range(count):
                pupil = EnrolmentFactory(tutoring_group=group)
                submit(EntryFactory(enrolment=pupil))
            board = Board.objects.create(title=f"Mural {number}")
            BoardMember.objects.create(board=board, person=coordinator)
            board.topics.create(subject="x", created_at=timezone.now(), last_post_at=timezone.now(), last_number=1)
        return coordinator

    return fill


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_seven_queries_whoever_it_is_of(client, busy, django_assert_num_queries, count):
    client.force_login(busy(count))
    client.get(reverse("learning:desk"))
    with django_assert_num_queries(7):
        client.get(reverse("learning:desk"))


def test_home_of_a_student_asks_fewer(client, enrolment, parts, django_assert_num_queries):
    complete(enrolment, parts.first_unit)
    client.force_login(enrolment.student)
    client.get(reverse("learning:desk"))
    with django_assert_num_queries(4):
        client.get(reverse("learning:desk"))


def test_due_days_are_read_again_when_the_course_changes(enrolment, parts):
    home_of(enrolment.student)
    ReflectionPage.objects.filter(pk=parts.reflection.pk).update(due_after_days=50)
    CourseOutline.objects.update(rev=F("rev") + 1)
    rows = home_of(enrolment.student).student.dates
    assert rows[0].on == Enrolment.objects.get().offering.starts_on + 50 * DAY


def test_hours_of_progress_are_decimal(enrolment, parts):
    complete(enrolment, parts.first_unit)
    assert card_of(enrolment.student).progress.done_hours == Decimal("1.00")


def test_unread_boards_are_those_of_the_forums(busy):
    person = busy(2)
    Board.objects.create(title="Alheio").topics.create(
        subject="x", created_at=timezone.now(), last_post_at=timezone.now(), last_number=1
    )
    wanted = [(row.id, row.title, row.unread) for row in unread_by_board(person)]
    assert [(row.id, row.title, row.unread) for row in home_of(person).boards] == wanted
    assert len(wanted) == 2


def test_a_survey_waits_on_her_home_until_she_has_answered(client, enrolment, course):
    survey = make_survey(course)
    client.force_login(enrolment.student)
    address = reverse("learning:survey", args=[course.slug])
    assert f'href="{address}"' in client.get(reverse("learning:desk")).text
    answered(survey, enrolment, Q1="yes")
    assert address not in client.get(reverse("learning:desk")).text


def test_a_survey_that_is_not_open_yet_is_not_on_her_home(client, enrolment, course):
    make_survey(course, opens_before_days=5)
    client.force_login(enrolment.student)
    assert "/questionario/" not in client.get(reverse("learning:desk")).text
