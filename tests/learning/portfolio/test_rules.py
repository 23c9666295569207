import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from learning.enrolment.enums import EnrolmentState
from learning.portfolio.actions import recall_entry
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from learning.portfolio.rules import may_recall, may_see, may_see_version, may_start, may_submit, may_write
from learning.reviews.models import Review
from learning.reviews.rules import may_review, may_see_review, may_write_review
from tests.conftest import make_person
from tests.factories.learning import OfferingFactory, StaffAssignmentFactory
from tests.factories.portfolio import accepted_review, opened_review, returned_review, sent_entry, started_entry

CAST = ["student", "tutor", "other_tutor", "coordinator", "editor", "stranger", "other_coordinator", "nobody"]
IN_CHARGE = {"tutor", "coordinator"}


@pytest.fixture
def other_coordinator(course):
    person = make_person("other_coordinator")
    StaffAssignmentFactory(person=person, offering=OfferingFactory(course=course))
    return person


@pytest.fixture
def nobody():
    return AnonymousUser()


@pytest.fixture(params=CAST)
def somebody(request):
    return request.param, request.getfixturevalue(request.param)


def test_who_sees_an_entry(enrolment, somebody):
    name, person = somebody
    entry = started_entry(enrolment)
    assert may_see(person, entry) is (name in IN_CHARGE | {"student"})
    assert PortfolioEntry.objects.visible_to(person).exists() is may_see(person, entry)


def test_who_sees_a_draft(enrolment, somebody):
    name, person = somebody
    started_entry(enrolment)
    assert EntryDraft.objects.visible_to(person).exists() is (name == "student")


@pytest.mark.parametrize("recalled", [False, True])
def test_who_sees_a_version(enrolment, somebody, recalled):
    name, person = somebody
    entry = sent_entry(enrolment)
    if recalled:
        recall_entry(by=enrolment.student, entry=entry)
    version = entry.versions.get()
    assert may_see_version(person, version) is (name == "student" or (name in IN_CHARGE and not recalled))
    assert EntryVersion.objects.visible_to(person).exists() is may_see_version(person, version)


def test_who_sees_an_unreleased_review(enrolment, somebody, tutor):
    name, person = somebody
    review = opened_review(enrolment, tutor)
    assert may_see_review(person, review) is (name == "tutor")
    assert Review.objects.visible_to(person).exists() is may_see_review(person, review)


def test_who_sees_a_released_review(enrolment, somebody, tutor):
    name, person = somebody
    review = returned_review(enrolment, tutor)
    assert may_see_review(person, review) is (name in IN_CHARGE | {"student"})
    assert Review.objects.visible_to(person).exists() is may_see_review(person, review)


def test_who_may_review(enrolment, somebody):
    name, person = somebody
    assert may_review(person, sent_entry(enrolment)) is (name in IN_CHARGE)


def test_nobody_reviews_her_own_text(enrolment, offering):
    StaffAssignmentFactory(person=enrolment.student, offering=offering)
    assert not may_review(enrolment.student, sent_entry(enrolment))


def test_only_the_reviewer_writes_a_review(enrolment, somebody, tutor):
    name, person = somebody
    assert may_write_review(person, opened_review(enrolment, tutor)) is (name == "tutor")


def test_who_may_write(enrolment, somebody):
    name, person = somebody
    entry = started_entry(enrolment)
    answers = {may_start(person, enrolment), may_write(person, entry), may_submit(person, entry)}
    assert answers == {name == "student"}


def test_ended_enrolment_writes_no_more(enrolment):
    entry = sent_entry(enrolment)
    enrolment.state, enrolment.ended_at = EnrolmentState.COMPLETED, timezone.now()
    enrolment.save()
    entry.enrolment.refresh_from_db()
    assert not may_write(enrolment.student, entry)
    assert not may_recall(enrolment.student, entry)


def test_accepted_entry_is_closed_to_its_student(enrolment, tutor):
    entry = accepted_review(enrolment, tutor).entry
    entry.refresh_from_db()
    assert not may_write(enrolment.student, entry)
    assert not may_submit(enrolment.student, entry)
