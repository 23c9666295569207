"""The world of the tests that walk over every address: the cast, and the things that the addresses name."""

import uuid

import pytest
from django.core.files.base import ContentFile

from forums.models import Board
from home.notifications.models import Notification
from home.uploads.actions import receive_upload
from learning.enrolment.actions import sync_boards
from tests.conftest import make_person
from tests.factories.forums import topic_by
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory, make_course
from tests.factories.portfolio import opened_review


@pytest.fixture
def world(request, parts, offering, tutoring_group, other_group, enrolment, tutor, other_tutor, coordinator, editor):
    """Everyone of the cast, and the things that the addresses name; the student's where a thing has an owner."""
    other_student = make_person("other_student")
    EnrolmentFactory(student=other_student, tutoring_group=other_group)
    foreign = OfferingFactory(course=make_course("Outro curso", "outro").course)
    outside = make_person("outside_coordinator")
    StaffAssignmentFactory(person=outside, offering=foreign)
    sync_boards(offering)
    return {
        "people": {
            "anonymous": None, "stranger": request.getfixturevalue("stranger"), "student": enrolment.student,
            "other_student": other_student, "tutor": tutor, "other_tutor": other_tutor, "coordinator": coordinator,
            "outside_coordinator": outside, "editor": editor,
        },
        **things(parts, offering, tutoring_group, enrolment, tutor),
    }  # fmt: skip


def things(parts, offering, tutoring_group, enrolment, tutor) -> dict:
    student = enrolment.student
    board = Board.objects.visible_to(student).visible_to(tutor).filter(title__contains=tutoring_group.name).first()
    topic = topic_by(student, board)
    kept = receive_upload(by=student, file=ContentFile(b"Ata da roda, sem nomes.\n" * 20), name="ata.txt")
    return {
        "course": parts.course.slug, "unit": parts.first_unit.pk, "sample": parts.second_unit.pk,
        "prompt": parts.reflection.pk, "block": uuid.uuid4(), "offering": offering.pk, "group": tutoring_group.pk,
        "enrolment": enrolment.public_id, "assignment": tutor.staff_assignments.get().pk, "board": board.pk,
        "token": "nonsense", "topic": topic.pk, "post": topic.posts.get().pk, "upload": kept.public_id,
        **written(enrolment, tutor),
    }  # fmt: skip


def written(enrolment, tutor) -> dict:
    """An entry that the tutor reads right now, its version, receipt and notice."""
    review = opened_review(enrolment, tutor)
    notice = Notification.objects.filter(person=tutor).order_by("pk").last()
    version = review.version
    return {
        "entry": review.entry.public_id,
        "version": version.number,
        "receipt": version.public_id,
        "notice": notice.pk,
    }
