import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from learning.enrolment.enums import EnrolmentMode, EnrolmentState
from learning.enrolment.models import Enrolment, Offering, TutoringGroup
from learning.enrolment.rules import (
    may_coordinate,
    may_make_offering,
    may_see_enrolment,
    may_see_offering,
    may_see_tutoring_group,
    may_work_in,
)
from tests.conftest import make_person
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory, TutoringGroupFactory


@pytest.fixture
def everyone(student, tutor, other_tutor, coordinator, editor, stranger):
    """The cast, somebody who withdrew, a superuser and nobody at all; beside them an offering of other people."""
    elsewhere = TutoringGroupFactory(offering=OfferingFactory())
    EnrolmentFactory(tutoring_group=elsewhere)
    StaffAssignmentFactory(tutoring_group=elsewhere)
    offering = Offering.objects.get(name="Turma 2026/1")
    withdrawn = EnrolmentFactory(offering=offering, state=EnrolmentState.WITHDRAWN, is_current=False)
    groupless = EnrolmentFactory(offering=offering)
    chief = make_person("chief", is_superuser=True)
    people = [student, tutor, other_tutor, coordinator, editor, stranger, chief, withdrawn.student, groupless.student]
    return [*people, AnonymousUser()]


@pytest.mark.parametrize(
    ("model", "rule"),
    [(Offering, may_see_offering), (TutoringGroup, may_see_tutoring_group), (Enrolment, may_see_enrolment)],
)
def test_visible_to_is_the_twin_of_the_rule(everyone, model, rule):
    for person in everyone:
        seen = set(model.objects.visible_to(person).values_list("pk", flat=True))
        assert seen == {thing.pk for thing in model.objects.all() if rule(person, thing)}, person


def test_staffed_by_and_coordinated_by_are_twins_of_their_rules(everyone):
    for person in everyone:
        offerings = Offering.objects.all()
        assert set(offerings.staffed_by(person)) == {o for o in offerings if may_work_in(person, o)}
        assert set(offerings.coordinated_by(person)) == {o for o in offerings if may_coordinate(person, o)}


def test_tutor_sees_her_own_students_only(tutor, other_tutor, enrolment):
    assert list(Enrolment.objects.visible_to(tutor)) == [enrolment]
    assert not Enrolment.objects.visible_to(other_tutor)


def test_offering_is_made_by_a_coordinator_of_the_course_or_by_permission(course, coordinator, tutor, stranger):
    assert may_make_offering(coordinator, course)
    assert not may_make_offering(tutor, course)
    assert not may_make_offering(stranger, course)
    stranger.groups.add(Group.objects.get(name="Coordenação"))
    assert may_make_offering(type(stranger).objects.get(pk=stranger.pk), course)


@pytest.mark.parametrize(
    ("mode", "opens", "closes", "places", "is_open"),
    [
        (EnrolmentMode.OPEN, 0, 0, None, True),
        (EnrolmentMode.CODE, -5, 5, 2, True),
        (EnrolmentMode.OPEN, -5, 5, 1, False),
        (EnrolmentMode.STAFF, -5, 5, None, False),
        (EnrolmentMode.OPEN, 1, 5, None, False),
        (EnrolmentMode.OPEN, -5, -1, None, False),
    ],
)
def test_open_for_asks_mode_dates_and_places(stranger, course, mode, opens, closes, places, is_open):
    today = timezone.localdate()
    offering = OfferingFactory(
        enrolment_mode=mode,
        enrolment_opens_on=today + datetime.timedelta(days=opens),
        enrolment_closes_on=today + datetime.timedelta(days=closes),
        places=places,
    )
    EnrolmentFactory(offering=offering)
    EnrolmentFactory(offering=offering, state=EnrolmentState.WITHDRAWN, is_current=False)
    assert Offering.objects.open_for(stranger).exists() == is_open


def test_open_for_leaves_out_what_she_has_joined(student, offering):
    Offering.objects.update(enrolment_mode=EnrolmentMode.OPEN)
    assert not Offering.objects.open_for(student).exists()
    assert Offering.objects.open_for(AnonymousUser()).exists()
