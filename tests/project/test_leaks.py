"""A word planted where the student must not read it is on no page, in no notice and in no mail of hers."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from home.notifications.models import Notification, OutboxMail
from home.uploads.actions import receive_upload
from learning.courses.models import ReflectionPage
from learning.enrolment.actions import keep_staff_note
from learning.portfolio.actions import recall_entry
from learning.portfolio.models import EntryVersion
from learning.portfolio.queries import alias_of
from learning.reviews.actions import (
    ReviewContent,
    accept_entry,
    attach_to_review,
    keep_bank_comment,
    reply_to_annotation,
    return_entry,
    save_review_draft,
)
from learning.reviews.models import Annotation, Review
from learning.reviews.queries import waiting_for
from learning.work_changes.enums import Visibility
from learning.work_changes.models import WorkChange
from tests.factories.portfolio import annotated, sent_entry
from tests.project.access_table import TABLE

pytestmark = pytest.mark.any_database

CANARY = "canarinho"
READ_WITHOUT_NAMES = (
    "learning:review_queue", "learning:review", "learning:annotation_new", "learning:review_file",
    "learning:receipt", "home:notifications", "learning:bank",
)  # fmt: skip
MAY_TELL_CHANGES = (
    "learning:desk", "learning:search", "learning:work_changes", "learning:work_change", "learning:change_tried_too",
    "forums:topic", "forums:search", "home:notifications",
)  # fmt: skip


def pages_of(client, world, person, names=None):
    """Address -> all that an answer says, headers too, of every page that can be read."""
    client.force_login(person)
    for name, method, keys, _ in TABLE:
        if method != "GET" or (names and name not in names):
            continue
        address = reverse(name, args=[world[key] for key in keys.split()])
        answer = client.get(f"{address}?q=segredo&versao=2&comparar=1")
        yield address, f"{dict(answer.headers)}{answer.getvalue().decode(errors='replace')}"


def telling(client, world, person, word, names=None):
    return [address for address, said in pages_of(client, world, person, names) if word in said.casefold()]


def mails_to(person):
    for mail in OutboxMail.objects.filter(notification__person=person):
        yield str(vars(mail)), str(mail.notification.data), str(mail.notification)


@pytest.fixture
def review(world):
    return Review.objects.open().get(entry__public_id=world["entry"])


def write_secrets(review, world):
    """Everything that a reviewer may write and that is not released, each with the canary's word."""
    tutor = review.reviewer
    said = ReviewContent(overall=f"segredo {CANARY} no todo", request=f"segredo {CANARY} no pedido")
    save_review_draft(by=tutor, review=review, base_number=0, content=said)
    annotated(review, text=f"segredo {CANARY} no trecho", kind="question")
    voice = receive_upload(by=tutor, file=ContentFile(b"Uma nota.\n"), name=f"{CANARY}.txt")
    attach_to_review(by=tutor, review=review, upload=voice)
    keep_staff_note(by=tutor, enrolment=review.entry.enrolment, key=uuid.uuid4(), text=f"segredo {CANARY} na nota")
    keep_bank_comment(by=tutor, code="segredo", text=f"segredo {CANARY} no banco")
    return said, voice


def test_the_student_reads_nothing_before_the_release(client, world, review):
    student = review.entry.enrolment.student
    said, voice = write_secrets(review, world)
    assert telling(client, world, student, CANARY) == []
    client.force_login(student)
    assert client.get(reverse("home:upload", args=[voice.public_id])).status_code == 404
    assert not any(CANARY in "".join(mail) for mail in mails_to(student))
    assert not Notification.objects.filter(person=student, data__icontains=CANARY).exists()

    return_entry(by=review.reviewer, review=review, key=uuid.uuid4(), base_number=1, content=said)
    found = telling(client, world, student, CANARY)
    assert reverse("learning:entry", args=[world["course"], world["prompt"]]) in found
    notes = [said for _, said in pages_of(client, world, student) if "na nota" in said or "no banco" in said]
    assert notes == []
    assert not any(CANARY in "".join(mail) for mail in mails_to(student))


def test_other_people_read_nothing_before_or_after(client, world, review):
    said, _voice = write_secrets(review, world)
    return_entry(by=review.reviewer, review=review, key=uuid.uuid4(), base_number=1, content=said)
    for role in ("stranger", "other_student", "other_tutor", "outside_coordinator", "editor"):
        assert telling(client, world, world["people"][role], CANARY) == []


def readers_of_change(client, world, visibility):
    """The roles on whose pages the words of the student's change stand somewhere."""
    words = {name: f"segredo {CANARY} em {name}" for name in ("title", "before", "after", "reason", "obstacles")}
    WorkChange.objects.update(visibility=visibility, **words)
    people = {role: person for role, person in world["people"].items() if person}
    return {role for role, person in people.items() if telling_changes(client, world, person)}


def telling_changes(client, world, person) -> bool:
    if telling(client, world, person, CANARY, MAY_TELL_CHANGES):
        return True
    return CANARY in client.get(f"{reverse('learning:work_changes')}?de=colegas").text


def test_words_of_a_change_stand_only_where_its_author_lets(client, world):
    assert readers_of_change(client, world, Visibility.AUTHORS) == {"student"}
    assert readers_of_change(client, world, Visibility.GROUP) == {"student", "tutor", "coordinator"}


@pytest.fixture
def nameless(world, review):
    """The prompt is read without names; the student's name, address and file tell a canary, and she has answered."""
    ReflectionPage.objects.update(blind_review=True)
    student = review.entry.enrolment.student
    student.full_name = student.social_name = f"{CANARY.title()} Souza"
    student.email = f"{CANARY}@example.org"
    student.save()
    review.version.attachments.update(name=f"{CANARY}.png")
    note = Annotation.objects.get(public_id=world["note"])
    reply_to_annotation(by=student, annotation=note, key=uuid.uuid4(), text="Era dia de feira.")
    return review


def test_a_tutor_who_reads_without_names_learns_none(client, world, nameless):
    entry = nameless.entry
    world["receipt"] = nameless.version.public_id
    # What was told before the prompt was made blind is told.
    Notification.objects.filter(event="entry_submitted").delete()
    assert telling(client, world, nameless.reviewer, CANARY, READ_WITHOUT_NAMES) == []
    assert [row.student for row in waiting_for(nameless.reviewer, 5)] == [alias_of(entry.public_id)]
    page = client.get(reverse("learning:review", args=[entry.public_id])).text
    assert "Era dia de feira." in page
    assert str(entry.enrolment.public_id) not in page
    uploads = [str(upload.public_id) for upload in nameless.version.attachments.all()]
    assert not any(upload in page for upload in uploads)


def test_the_coordination_reads_with_names(client, world, nameless):
    found = telling(client, world, world["people"]["coordinator"], CANARY, ("learning:review", "learning:review_queue"))
    assert any("/revisao/" in address for address in found)


def test_an_accepted_text_has_its_name_again(client, world, nameless):
    EntryVersion.objects.filter(pk=nameless.version_id).update(accept_as_final=True)
    said = ReviewContent(overall="Está pronto assim.")
    accept_entry(by=nameless.reviewer, review=nameless, key=uuid.uuid4(), base_number=0, content=said)
    assert telling(client, world, nameless.reviewer, CANARY, ("learning:review",)) != []


def test_notices_of_a_blind_prompt_name_nobody_but_to_the_coordination(enrolment, tutor, coordinator, tutoring_group):
    ReflectionPage.objects.update(blind_review=True)
    entry = sent_entry(enrolment)
    told = Notification.objects.get(person=tutor, event="entry_submitted")
    assert told.data["student"] == alias_of(entry.public_id)
    tutoring_group.staff.all().delete()
    recall_entry(by=enrolment.student, entry=entry)
    told = Notification.objects.get(person=coordinator, event="entry_recalled")
    assert told.data["student"] == enrolment.student.name
