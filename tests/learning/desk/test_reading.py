from datetime import timedelta

import pytest
from django.utils import timezone

from learning.desk.queries.reading import outline_context, reading_context
from learning.progress.models import ItemProgress, ModuleProgress, PrivateAnswer
from tests.conftest import make_person
from tests.factories.learning import (
    EnrolmentFactory,
    OfferingFactory,
    StaffAssignmentFactory,
    TutoringGroupFactory,
)
from tests.factories.reading import make_long_course, rewrite, units_of


@pytest.fixture
def course(db):
    return make_long_course("aps", modules=2, items=3)


@pytest.fixture
def enrolment(course):
    return EnrolmentFactory(student=make_person("rosa"), offering=OfferingFactory(course=course))


def test_reading_context_costs_one_query(course, enrolment, django_assert_num_queries):
    unit = units_of(course)[0]
    with django_assert_num_queries(1):
        context = reading_context(enrolment.student, "aps", unit)
    assert context.item.title == "Unidade 1.1"
    assert context.segments == [["html", "<p>Texto de Unidade 1.1</p>"]]
    assert context.enrolment.public_id == enrolment.public_id
    with django_assert_num_queries(1):
        again = reading_context(enrolment.student, "aps", unit, body_rev=context.course.rev)
    assert again.segments is None
    assert again.course is context.course


def test_reading_context_carries_marks_of_the_module_and_private_answers(course, enrolment):
    first, second, *_rest, last = units_of(course)
    module = course.get_children().first()
    other = course.get_children().last()
    for item, of in ((second, module), (last, other)):
        ItemProgress.objects.create(enrolment=enrolment, item_id=item, module_id=of.pk, done_at=timezone.now())
    ModuleProgress.objects.create(enrolment=enrolment, module_id=module.pk, done_hours="1.50", done_count=1)
    block = "0b0e7dd6-2a5c-4a39-9b8a-6a2c61a3d4a1"
    PrivateAnswer.objects.create(person=enrolment.student, item_id=first, block_id=block, text='Só "eu" leio\n')
    context = reading_context(enrolment.student, "aps", first)
    assert context.done == {second}
    assert str(context.module_marks[module.pk].done_hours) in ("1.5", "1.50")
    assert [(str(k), v) for k, v in context.answers.items()] == [(block, 'Só "eu" leio\n')]
    assert context.module_standing(context.module).percent == 50
    assert context.course_standing().left == 5


def test_last_access_is_read_as_a_moment_of_time(course, enrolment):
    unit = units_of(course)[0]
    now = timezone.now()
    type(enrolment).objects.update(resume_item_id=unit, last_learning_at=now)
    context = reading_context(enrolment.student, "aps", unit)
    assert context.enrolment.last_learning_at == now
    assert not context.is_news(now)
    assert context.is_news(now + timedelta(minutes=11))


def test_outline_context_costs_one_query(course, enrolment, django_assert_num_queries):
    with django_assert_num_queries(1):
        context = outline_context(enrolment.student, "aps")
    assert [module.title for module in context.course.modules] == ["Modulo 1", "Modulo 2"]
    assert context.other_enrolments == ()


@pytest.mark.parametrize("state", ["active", "completed"])
def test_enrolled_people_read(course, state):
    student = EnrolmentFactory(offering=OfferingFactory(course=course), state=state).student
    assert reading_context(student, "aps", units_of(course)[0]).is_inside
    assert outline_context(student, "aps")


@pytest.mark.parametrize("fields", [{"state": "withdrawn"}, {"state": "withdrawn", "is_current": False}])
def test_withdrawn_people_do_not(course, fields):
    student = EnrolmentFactory(offering=OfferingFactory(course=course), **fields).student
    assert reading_context(student, "aps", units_of(course)[0]) is None
    assert outline_context(student, "aps") is None


def test_staff_of_any_offering_of_the_course_read_and_staff_of_another_course_do_not(course):
    group = TutoringGroupFactory(offering=OfferingFactory(course=course))
    here = StaffAssignmentFactory(tutoring_group=group).person
    elsewhere = StaffAssignmentFactory(offering=OfferingFactory(course=make_long_course("outro"))).person
    assert reading_context(here, "aps", units_of(course)[0]).is_staff
    assert reading_context(elsewhere, "aps", units_of(course)[0]) is None
    assert outline_context(elsewhere, "aps") is None


@pytest.mark.parametrize("item", [0, 10**9, 2**63 - 1, 2**63, 10**40])
def test_an_item_that_does_not_exist_is_none(enrolment, item):
    assert reading_context(enrolment.student, "aps", item) is None


def test_an_item_is_read_only_at_its_own_course(course, enrolment):
    EnrolmentFactory(student=enrolment.student, offering=OfferingFactory(course=make_long_course("outro")))
    assert reading_context(enrolment.student, "outro", units_of(course)[0]) is None


def test_a_person_enrolled_twice_sees_the_current_class_and_may_switch_to_the_other(course, enrolment):
    offering = OfferingFactory(course=course, name="Turma B")
    other = EnrolmentFactory(student=enrolment.student, offering=offering, is_current=False)
    context = outline_context(enrolment.student, "aps")
    assert context.enrolment.id == enrolment.pk
    assert context.other_enrolments == ((other.public_id, "Turma B"),)


def test_a_new_revision_is_read_at_once(course, enrolment):
    before = outline_context(enrolment.student, "aps")
    course.get_children().last().specific.delete()
    rewrite(course)
    after = outline_context(enrolment.student, "aps")
    assert (len(before.course.modules), len(after.course.modules)) == (2, 1)
