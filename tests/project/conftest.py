"""The world of the tests that walk over every address: the cast, and the things that the addresses name."""

import uuid
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile

from forums.actions import caution_author
from forums.models import Board, HeldPost
from home.notifications.models import Notification
from home.uploads.actions import Part, finish_incoming, receive_upload, take_part
from home.uploads.models import IncomingUpload
from learning.enrolment.actions import BoardReach, BoardWords, keep_staff_note, make_staff_board, sync_boards
from learning.portfolio.actions import attach_to_draft, save_journal_page
from learning.reviews.actions import keep_bank_comment, open_review, return_entry
from learning.reviews.models import Review
from learning.work_changes.actions import draw_story_picture, offer_story
from learning.work_changes.models import ChangeEvidence
from tests.conftest import make_person
from tests.factories.forums import topic_by
from tests.factories.home import upload_of
from tests.factories.learning import EnrolmentFactory, OfferingFactory, StaffAssignmentFactory, make_course
from tests.factories.portfolio import (
    ASKED,
    GuestPassFactory,
    ShareFactory,
    annotated,
    asked_extension,
    opened_review,
    ready_copy,
    submit_again,
)
from tests.factories.stories import approve, open_gallery
from tests.factories.stories import told as story_told
from tests.factories.surveys import make_survey
from tests.factories.work_changes import WorkChangeFactory


@pytest.fixture
def world(request, remember):
    """Everyone of the cast, and the things that the addresses name; the student's where a thing has an owner."""
    return remember(make_world, request.getfixturevalue)


def make_world(cast: Callable) -> dict:
    parts, offering, tutoring_group, other_group = map(cast, ("parts", "offering", "tutoring_group", "other_group"))
    enrolment, tutor, other_tutor = map(cast, ("enrolment", "tutor", "other_tutor"))
    other_student = make_person("other_student")
    EnrolmentFactory(student=other_student, tutoring_group=other_group)
    foreign = OfferingFactory(course=make_course("Outro curso", "outro").course)
    outside = make_person("outside_coordinator")
    StaffAssignmentFactory(person=outside, offering=foreign)
    coordinator = cast("coordinator")
    sync_boards(offering)
    reach = BoardReach(tutoring_group=tutoring_group)
    made = make_staff_board(by=tutor, offering=offering, words=BoardWords("Estudo"), reach=reach)
    return {
        "staff_board": made.pk,
        "people": {
            "anonymous": None, "stranger": cast("stranger"), "student": enrolment.student,
            "other_student": other_student, "tutor": tutor, "other_tutor": other_tutor, "coordinator": coordinator,
            "outside_coordinator": outside, "editor": cast("editor"),
        },
        **things(parts, offering, tutoring_group, enrolment, tutor),
    }  # fmt: skip


def things(parts, offering, tutoring_group, enrolment, tutor) -> dict:
    student = enrolment.student
    make_survey(parts.course)
    board = Board.objects.visible_to(student).visible_to(tutor).filter(title__contains=tutoring_group.name).first()
    topic = topic_by(student, board)
    kept = receive_upload(by=student, file=ContentFile(b"Ata da roda, sem nomes.\n" * 20), name="ata.txt")
    return {
        "course": parts.course.slug, "unit": parts.first_unit.pk, "sample": parts.second_unit.pk,
        "prompt": parts.reflection.pk, "block": uuid.uuid4(), "offering": offering.pk, "group": tutoring_group.pk,
        "enrolment": enrolment.public_id, "assignment": tutor.staff_assignments.get().pk, "board": board.pk,
        "which": "novas", "figure": "s1", "token": "nonsense", "topic": topic.pk, "post": topic.posts.get().pk,
        "upload": kept.public_id, "sent_file": sent_in_parts(student).key, "journal": journal_page_of(student),
        **written(enrolment, tutor), **kept_by_staff(parts, enrolment, tutor), **looked_after(topic, tutor),
        **changed(enrolment),
    }  # fmt: skip


def looked_after(topic, tutor) -> dict:
    """On the student's board: a post of hers that waits for the staff, and a word of her tutor's about her topic."""
    held = HeldPost.objects.create(
        board=topic.board, topic=topic, author=topic.author, html="<p>Espera.</p>", because="newcomer",
        held_at=topic.created_at,
    )  # fmt: skip
    caution = caution_author(by=tutor, post=topic.posts.get(), text="Sem nomes.", key=uuid.uuid4())
    return {"held": held.pk, "caution": caution.pk, "participant": topic.author_id}


def changed(enrolment) -> dict:
    """A change at work of the student, which her tutor and the coordination may read, with something that shows it."""
    change = WorkChangeFactory(enrolment=enrolment)
    shown = ChangeEvidence.objects.create(
        change=change, kind="words", note="Diminuiu a briga.", added_by=enrolment.student, added_at=change.recorded_at
    )
    return {"change": change.public_id, "section": "leitores", "evidence": shown.key, **told(change)}


def told(change) -> dict:
    """Her story of it in the gallery, approved by an editor, with its picture."""
    open_gallery()
    offer = offer_story(by=change.author, change=change, told=story_told())
    approve(offer.page)
    draw_story_picture(offer.page_id)
    return {"offer": offer.public_id, "story": offer.page.slug}


def read_by_others(enrolment, review) -> dict:
    """The version shared with the student's group, with its file; her guest's pass, feedback, and her ready copy."""
    student, version = enrolment.student, review.version
    photo = receive_upload(by=student, file=ContentFile(b"Foto descrita em palavras.\n" * 20), name="foto.txt")
    version.attachments.add(photo)
    shared = ShareFactory(version=version, granted_by=student)
    released = Review.objects.create(
        entry=review.entry, version=version, reviewer=review.reviewer, decision="comment", overall="Siga.",
        opened_at=review.opened_at, renewed_at=review.opened_at, released_at=review.opened_at,
    )  # fmt: skip
    copy = ready_copy(enrolment)
    invited = GuestPassFactory(enrolment=enrolment, invited_by=student)
    return {
        "went_along": photo.public_id, "share": shared.public_id, "released": released.pk, "copy": copy.public_id,
        "pass": invited.pk, "guest": invited.guest,
    }  # fmt: skip


def journal_page_of(student) -> uuid.UUID:
    key = uuid.uuid4()
    save_journal_page(by=student, key=key, base_number=0, text="<p>Uma ideia no caminho.</p>")
    return key


def sent_in_parts(student) -> IncomingUpload:
    content = ContentFile(b"Mapa do bairro, sem nomes.\n" * 20)
    incoming = take_part(by=student, key=uuid.uuid4(), part=Part(0, content.size, "mapa.txt", content))
    finish_incoming(incoming)
    return incoming


def kept_by_staff(parts, enrolment, tutor) -> dict:
    """The tutor's own comment of the bank, one of the course, and a note of hers on the student."""
    note = keep_staff_note(by=tutor, enrolment=enrolment, key=uuid.uuid4(), text="Ligar na sexta.")
    shared = keep_bank_comment(by=tutor, code="curso", text="Diga de onde vem isto.", course=parts.course)
    own = keep_bank_comment(by=tutor, code="fonte", text="De onde?")
    return {"staff_note": note.pk, "course_bank": shared.pk, "bank": own.pk}


def written(enrolment, tutor) -> dict:
    """An entry that came back once and that the tutor reads right now: its version, receipt, comments and notice."""
    first = opened_review(enrolment, tutor)
    note = annotated(first)
    return_entry(by=tutor, review=first, key=uuid.uuid4(), base_number=0, content=ASKED)
    # The file that she sends along, by its number.
    attach_to_draft(by=enrolment.student, entry=first.entry, upload=upload_of(enrolment.student))
    submit_again(first.entry)
    review = open_review(by=tutor, entry=first.entry)
    notice = Notification.objects.filter(person=tutor).order_by("pk").last()
    version = review.version
    return {
        **read_by_others(enrolment, review),
        "entry": review.entry.public_id,
        "version": version.number,
        "receipt": version.public_id,
        "notice": notice.pk,
        "extension": asked_extension(enrolment, review.entry.prompt).key,
        "file": 1,
        "note": note.public_id,
        "draft_note": annotated(review).public_id,
    }
