import datetime
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.log_actions import registry

from forums.models import BoardMember
from home.accounts.models import User
from home.notifications.models import Notification
from learning.enrolment import actions
from learning.enrolment.enums import EnrolmentMode, EnrolmentState, StaffRole
from learning.enrolment.models import Enrolment, Offering, StaffAssignment
from tests.conftest import make_person
from tests.factories.forums import topic_by
from tests.factories.home import PersonFactory
from tests.factories.learning import EnrolmentFactory, OfferingFactory, TutoringGroupFactory

TODAY = datetime.date(2026, 3, 2)


def details(**fields) -> actions.OfferingDetails:
    given = {
        "name": "Turma 2026/2",
        "starts_on": TODAY,
        "ends_on": TODAY + datetime.timedelta(days=60),
        "enrolment_opens_on": TODAY,
        "enrolment_closes_on": TODAY,
    }
    return actions.OfferingDetails(**{**given, **fields})


def logged(thing) -> list[str]:
    return [entry.action for entry in registry.get_logs_for_instance(thing).order_by("pk")]


def roles_on(board) -> dict[str, str]:
    return {member.person.full_name: member.role for member in board.members.select_related("person")}


@pytest.fixture
def open_offering(course):
    return OfferingFactory(course=course, enrolment_mode=EnrolmentMode.OPEN)


@pytest.fixture
def code_offering(course):
    return OfferingFactory(course=course, enrolment_mode=EnrolmentMode.CODE, enrolment_code="RODA2026")


def test_make_offering_makes_the_maker_its_coordinator(course, stranger):
    offering = actions.make_offering(by=stranger, course=course, details=details())
    assert StaffAssignment.objects.get(offering=offering, role=StaffRole.COORDINATOR).person == stranger
    assert offering.boards.get(discussion_id=0).board.title == "Turma 2026/2"
    assert logged(offering) == ["learning.offering_make"]


def test_make_offering_twice_with_one_key_is_one_offering(course, stranger):
    key = uuid.uuid4()
    first = actions.make_offering(by=stranger, course=course, details=details(), key=key)
    assert actions.make_offering(by=stranger, course=course, details=details(), key=key) == first


def test_make_offering_by_code_makes_up_a_code(course, stranger):
    offering = actions.make_offering(by=stranger, course=course, details=details(enrolment_mode=EnrolmentMode.CODE))
    assert len(offering.enrolment_code) == 8


def test_change_offering_logs_what_changed(offering, coordinator):
    changed = actions.change_offering(by=coordinator, offering=offering, details=details(name="Turma B"))
    assert changed.name == "Turma B"
    entry = registry.get_logs_for_instance(offering).get()
    assert entry.data["name"] == ["Turma 2026/1", "Turma B"]
    assert "enrolment_code" not in entry.data


def test_change_offering_keeps_places_for_who_is_in(offering, coordinator, student):
    EnrolmentFactory(offering=offering)
    with pytest.raises(actions.PlacesBelowTaken):
        actions.change_offering(by=coordinator, offering=offering, details=details(places=1))


def test_enrol_openly_makes_a_current_enrolment(open_offering, stranger):
    enrolment = actions.enrol_openly(by=stranger, offering=open_offering)
    assert (enrolment.state, enrolment.is_current) == (EnrolmentState.ACTIVE, True)
    assert enrolment.course == open_offering.course
    assert logged(enrolment) == ["learning.enrolment_make"]
    assert not Notification.objects.exists()


def test_enrol_openly_places_her_where_there_is_one_group(open_offering, stranger):
    group = TutoringGroupFactory(offering=open_offering)
    assert actions.enrol_openly(by=stranger, offering=open_offering).tutoring_group == group


def test_enrol_openly_twice_is_refused(open_offering, stranger):
    actions.enrol_openly(by=stranger, offering=open_offering)
    with pytest.raises(actions.AlreadyEnrolled):
        actions.enrol_openly(by=stranger, offering=open_offering)
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"enrolment_mode": EnrolmentMode.STAFF},
        {"enrolment_mode": EnrolmentMode.CODE},
        {"enrolment_closes_on": TODAY},
        {"enrolment_opens_on": datetime.date(2999, 1, 1)},
    ],
)
def test_enrol_openly_outside_mode_or_dates_is_refused(open_offering, stranger, fields):
    Offering.objects.update(**fields)
    with pytest.raises(actions.EnrolmentClosed):
        actions.enrol_openly(by=stranger, offering=open_offering)


def test_enrol_when_full_is_refused(open_offering, stranger):
    Offering.objects.update(places=1)
    EnrolmentFactory(offering=open_offering)
    with pytest.raises(actions.OfferingFull):
        actions.enrol_openly(by=stranger, offering=open_offering)


def test_withdrawal_frees_the_place(open_offering, stranger):
    Offering.objects.update(places=1)
    enrolment = EnrolmentFactory(offering=open_offering)
    actions.withdraw_student(by=stranger, enrolment=enrolment)
    assert actions.enrol_openly(by=stranger, offering=open_offering)


def test_enrol_with_code_takes_it_in_any_case(code_offering, stranger):
    assert actions.enrol_with_code(by=stranger, offering=code_offering, code=" roda2026 ").student == stranger


@pytest.mark.parametrize("code", ["", "RODA2025", "ç"])
def test_enrol_with_wrong_code_is_refused(code_offering, stranger, code):
    with pytest.raises(actions.WrongCode):
        actions.enrol_with_code(by=stranger, offering=code_offering, code=code)


def test_enrol_with_empty_code_never_opens_an_offering_without_one(open_offering, stranger):
    with pytest.raises(actions.EnrolmentClosed):
        actions.enrol_with_code(by=stranger, offering=open_offering, code="")


def test_enrol_student_by_staff_needs_no_dates_and_tells_her(offering, coordinator, stranger, tutoring_group):
    Offering.objects.update(enrolment_closes_on=TODAY)
    enrolment = actions.enrol_student(
        by=coordinator, offering=offering, student=stranger, tutoring_group=tutoring_group
    )
    assert enrolment.tutoring_group == tutoring_group
    assert Notification.objects.get(person=stranger).event == "enrolment.enrolled"


def test_enrol_student_in_a_group_of_another_offering_is_refused(offering, coordinator, stranger):
    with pytest.raises(actions.WrongOffering):
        actions.enrol_student(
            by=coordinator, offering=offering, student=stranger, tutoring_group=TutoringGroupFactory()
        )


def test_enrol_in_a_second_offering_moves_what_is_current(offering, enrolment, coordinator):
    newer = OfferingFactory(course=offering.course)
    second = actions.enrol_student(by=coordinator, offering=newer, student=enrolment.student)
    assert list(Enrolment.objects.of(enrolment.student).current()) == [second]
    actions.switch_enrolment(by=enrolment.student, enrolment=enrolment)
    assert list(Enrolment.objects.of(enrolment.student).current()) == [enrolment]


def test_withdraw_student_ends_it_and_tells_her(enrolment, coordinator):
    withdrawn = actions.withdraw_student(by=coordinator, enrolment=enrolment, reason="mudou de cidade")
    assert (withdrawn.state, withdrawn.is_current) == (EnrolmentState.WITHDRAWN, False)
    assert withdrawn.ended_at is not None
    entry = registry.get_logs_for_instance(enrolment).get()
    assert entry.data == {"state": ["active", "withdrawn"], "reason": "mudou de cidade"}
    assert Notification.objects.get().event == "enrolment.withdrawn"


def test_withdraw_student_twice_has_one_effect(enrolment, coordinator):
    for _ in range(2):
        actions.withdraw_student(by=coordinator, enrolment=enrolment)
    assert len(logged(enrolment)) == 1
    assert Notification.objects.count() == 1


def test_withdraw_from_one_offering_hands_over_to_the_other(offering, enrolment, coordinator):
    second = actions.enrol_student(
        by=coordinator, offering=OfferingFactory(course=offering.course), student=enrolment.student
    )
    actions.withdraw_student(by=coordinator, enrolment=second)
    assert list(Enrolment.objects.of(enrolment.student).current()) == [enrolment]


def test_withdrawn_student_comes_back_by_the_coordination_alone(open_offering, enrolment, coordinator):
    actions.withdraw_student(by=coordinator, enrolment=enrolment)
    Offering.objects.update(enrolment_mode=EnrolmentMode.OPEN)
    with pytest.raises(actions.ReturnByCoordination):
        actions.enrol_openly(by=enrolment.student, offering=enrolment.offering)
    back = actions.enrol_student(by=coordinator, offering=enrolment.offering, student=enrolment.student)
    assert back == enrolment
    assert (back.state, back.is_current, back.ended_at) == (EnrolmentState.ACTIVE, True, None)
    assert back.tutoring_group == enrolment.tutoring_group


def test_completed_enrolment_cannot_be_withdrawn(enrolment, coordinator):
    completed = actions.complete_enrolment(by=coordinator, enrolment=enrolment)
    assert completed.is_current
    with pytest.raises(actions.WrongState):
        actions.withdraw_student(by=coordinator, enrolment=completed)


def test_boards_hold_students_of_the_group_and_staff(offering, tutor, other_tutor, coordinator, enrolment, parts):
    EnrolmentFactory(offering=offering, student=make_person("groupless"))
    actions.sync_boards(offering)
    boards = {(row.tutoring_group_id, row.discussion_id): row.board for row in offering.boards.all()}
    first, second = enrolment.tutoring_group_id, other_tutor.staff_assignments.get().tutoring_group_id
    talk = parts.discussion.pk
    assert set(boards) == {(None, 0), (first, 0), (second, 0), (first, talk), (second, talk)}
    staff = {"Coordinator": "staff", "Tutor": "staff"}
    assert roles_on(boards[first, talk]) == roles_on(boards[first, 0]) == {**staff, "Student": "member"}
    assert roles_on(boards[second, talk]) == {"Coordinator": "staff", "Other Tutor": "staff"}
    assert roles_on(boards[None, 0]) == {
        **staff, "Other Tutor": "staff", "Student": "member", "Groupless": "member"
    }  # fmt: skip


def test_board_of_a_discussion_is_the_whole_class_without_groups(offering, parts, stranger, coordinator):
    actions.enrol_student(by=coordinator, offering=offering, student=stranger)
    row = offering.boards.get(discussion_id=parts.discussion.pk)
    assert row.tutoring_group is None
    assert row.board.title == parts.discussion.title
    assert "Stranger" in roles_on(row.board)


@pytest.mark.parametrize("has_words", [False, True])
def test_groups_take_an_empty_board_of_the_whole_class_away(offering, parts, coordinator, has_words):
    actions.sync_boards(offering)
    whole = offering.boards.get(discussion_id=parts.discussion.pk)
    if has_words:
        topic_by(coordinator, whole.board)
    actions.make_tutoring_group(by=coordinator, offering=offering, name="Grupo A")
    assert offering.boards.filter(pk=whole.pk).exists() == has_words
    assert offering.boards.filter(discussion_id=parts.discussion.pk, tutoring_group__name="Grupo A").exists()


def test_moving_to_another_group_moves_the_boards(offering, coordinator, enrolment, other_group):
    actions.sync_boards(offering)
    actions.place_in_tutoring_group(by=coordinator, enrolment=enrolment, tutoring_group=other_group)
    boards = {m.board_id for m in BoardMember.objects.filter(person=enrolment.student)}
    groups = set(offering.boards.filter(board__in=boards).values_list("tutoring_group", flat=True))
    assert groups == {None, other_group.pk}
    assert logged(enrolment) == ["learning.enrolment_place"]


def test_withdrawn_student_leaves_the_boards(offering, coordinator, enrolment):
    actions.sync_boards(offering)
    actions.withdraw_student(by=coordinator, enrolment=enrolment)
    assert not BoardMember.objects.filter(person=enrolment.student).exists()


def test_place_students_of_another_offering_is_refused(enrolment, coordinator):
    with pytest.raises(actions.WrongOffering):
        actions.place_students(by=coordinator, enrolments=[enrolment], tutoring_group=TutoringGroupFactory())


def test_assign_staff_gives_boards_and_tells(offering, tutoring_group, coordinator, stranger):
    for _ in range(2):
        actions.assign_staff(
            by=coordinator, offering=offering, person=stranger, role=StaffRole.TUTOR, tutoring_group=tutoring_group
        )
    assert StaffAssignment.objects.filter(person=stranger).count() == 1
    assert Notification.objects.get(person=stranger).event == "enrolment.tutor_assigned"
    assert set(BoardMember.objects.filter(person=stranger).values_list("role", flat=True)) == {"staff"}


def test_remove_staff_takes_the_boards_back(offering, tutor, coordinator):
    actions.sync_boards(offering)
    actions.remove_staff(by=coordinator, assignment=tutor.staff_assignments.get())
    assert not BoardMember.objects.filter(person=tutor).exists()


def test_tutor_who_coordinates_stays_on_the_boards(offering, tutor, coordinator):
    actions.assign_staff(by=coordinator, offering=offering, person=tutor, role=StaffRole.COORDINATOR)
    actions.remove_staff(by=coordinator, assignment=tutor.staff_assignments.get(role=StaffRole.TUTOR))
    assert BoardMember.objects.filter(person=tutor, role="staff").exists()


def test_last_coordinator_cannot_be_removed(coordinator):
    with pytest.raises(actions.LastCoordinator):
        actions.remove_staff(by=coordinator, assignment=coordinator.staff_assignments.get())


def test_enrol_by_emails_tells_what_became_of_each(offering, coordinator, student, stranger, tutoring_group):
    PersonFactory(email="gone@example.org", is_active=False)
    Offering.objects.update(places=3)
    people = [
        ("", "student@example.org"),
        ("", "STRANGER@example.org"),
        ("Rosa Lima", "rosa@example.org"),
        ("", "no address"),
        ("", "gone@example.org"),
        ("", "late@example.org"),
    ]
    outcomes = actions.enrol_by_emails(by=coordinator, offering=offering, people=people, tutoring_group=tutoring_group)
    assert [(o.address, o.outcome.value) for o in outcomes] == [
        ("student@example.org", "already"),
        ("STRANGER@example.org", "enrolled"),
        ("rosa@example.org", "invited"),
        ("no address", "invalid"),
        ("gone@example.org", "inactive"),
        ("late@example.org", "full"),
    ]
    assert not User.objects.filter(email="late@example.org").exists()
    rosa = User.objects.get(email="rosa@example.org")
    assert (rosa.full_name, rosa.has_usable_password()) == ("Rosa Lima", False)
    assert [n.event for n in Notification.objects.filter(person=rosa)] == ["enrolment.invited"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads need a database that more than one may write")
def test_places_are_exact_when_many_press_at_once():
    offering = OfferingFactory(enrolment_mode=EnrolmentMode.OPEN, places=3)
    outcomes = []

    def press(person):
        try:
            actions.enrol_openly(by=person, offering=offering)
            outcomes.append("in")
        except actions.OfferingFull:
            outcomes.append("full")
        finally:
            connection.close()

    people = [PersonFactory() for _ in range(8)]
    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full"] * 5 + ["in"] * 3
    assert Enrolment.objects.filter(offering=offering).count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads need a database that more than one may write")
def test_doubled_press_makes_one_enrolment():
    offering = OfferingFactory(enrolment_mode=EnrolmentMode.OPEN)
    person, outcomes = PersonFactory(), []

    def press():
        try:
            actions.enrol_openly(by=person, offering=offering)
            outcomes.append("in")
        except actions.AlreadyEnrolled:
            outcomes.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already"] * 3 + ["in"]


def test_today_is_asked_where_the_deadline_lies(open_offering, stranger):
    Offering.objects.update(enrolment_closes_on=timezone.localdate())
    assert actions.enrol_openly(by=stranger, offering=open_offering)
