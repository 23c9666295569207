import uuid

import pytest
from django.urls import reverse

from learning.enrolment.actions import delete_staff_note, keep_staff_note, restore_staff_note
from learning.enrolment.models import StaffNote
from learning.enrolment.queries import staff_notes_of
from learning.enrolment.rules import may_delete_note, may_note

WORDS = "Mudou de equipe em maio; ligar depois das 18h."


@pytest.fixture
def note(enrolment, tutor):
    return keep_staff_note(by=tutor, enrolment=enrolment, key=uuid.uuid4(), text=WORDS)


@pytest.mark.parametrize(
    ("person", "reads"),
    [
        ("tutor", True),
        ("coordinator", True),
        ("student", False),
        ("other_tutor", False),
        ("stranger", False),
        ("editor", False),
    ],
)
def test_who_reads_a_note(request, enrolment, note, person, reads):
    person = request.getfixturevalue(person)
    assert may_note(person, enrolment) is reads
    assert StaffNote.objects.visible_to(person).exists() is reads
    assert bool(staff_notes_of(person, enrolment.pk)) is reads
    assert may_delete_note(person, note) is (person == note.author)


def test_a_note_is_kept_once_taken_away_and_brought_back(enrolment, tutor):
    key = uuid.uuid4()
    note = keep_staff_note(by=tutor, enrolment=enrolment, key=key, text=WORDS)
    assert keep_staff_note(by=tutor, enrolment=enrolment, key=key, text="De novo") == note
    delete_staff_note(by=tutor, note=note)
    assert staff_notes_of(tutor, enrolment.pk) == []
    restore_staff_note(by=tutor, note=note)
    assert [row.text for row in staff_notes_of(tutor, enrolment.pk)] == [WORDS]


def test_the_page_keeps_shows_and_undoes(client, enrolment, tutor):
    client.force_login(tutor)
    where = reverse("learning:staff_notes", args=[enrolment.public_id])
    assert client.post(where, {"text": " ", "key": uuid.uuid4()}).status_code == 422
    client.post(where, {"text": WORDS, "key": uuid.uuid4()})
    assert WORDS in client.get(where).text
    note = StaffNote.objects.get()
    gone = client.post(reverse("learning:staff_note_change", args=[note.pk]), follow=True)
    assert WORDS not in gone.text
    assert 'value="restore"' in gone.text
    client.post(reverse("learning:staff_note_change", args=[note.pk]), {"do": "restore"})
    assert WORDS in client.get(where).text


def test_the_class_list_leads_to_the_notes(client, enrolment, tutor, offering):
    client.force_login(tutor)
    page = client.get(reverse("learning:offering", args=[offering.pk])).text
    assert reverse("learning:staff_notes", args=[enrolment.public_id]) in page
