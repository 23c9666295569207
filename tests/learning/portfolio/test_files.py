"""Files that go up beside a text: the draft gets them, or the version that was sent meanwhile waits for them."""

import hashlib
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse

from home.uploads.actions import Part, finish_incoming, take_part
from home.uploads.models import Upload
from home.uploads.queries import content_path
from learning.portfolio.actions import FileGivenUp, announce_files, attach_to_draft, give_up_file, receive_expected_file
from learning.portfolio.models import ExpectedFile, PortfolioEntry
from learning.portfolio.queries import entry_page, files_awaited_by, version_attachments
from tests.factories.home import picture, upload_of
from tests.factories.portfolio import sent_entry, started_entry, submit
from tests.learning.portfolio.test_views import address, as_script, form_data

KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")


def arrived(person, key=KEY) -> Upload:
    content = ContentFile(b"Ata da roda.\n" * 9)
    return finish_incoming(take_part(by=person, key=key, part=Part(0, content.size, "ata.txt", content)))


def announced(enrolment) -> PortfolioEntry:
    entry = started_entry(enrolment)
    announce_files(by=enrolment.student, entry=entry, files=[(KEY, "ata.txt")])
    return entry


def attach(client, parts, key=KEY):
    return client.post(reverse("learning:entry_file", args=["aprender", parts.reflection.pk, key]))


def test_a_file_that_comes_goes_to_the_draft(enrolment):
    entry = announced(enrolment)
    upload = arrived(enrolment.student)
    for _ in range(2):
        receive_expected_file(by=enrolment.student, entry=entry, key=KEY, upload=upload)
    assert list(entry.draft.attachments.all()) == [upload]


def test_a_version_waits_for_its_files_and_the_tutor_reads_them_then(enrolment, tutor):
    entry = announced(enrolment)
    version = submit(entry)
    assert files_awaited_by(version) == ["ata.txt"]
    sha256 = version.sha256
    upload = arrived(enrolment.student)
    assert not Upload.objects.visible_to(tutor).filter(pk=upload.pk).exists()
    receive_expected_file(by=enrolment.student, entry=entry, key=KEY, upload=upload)
    version.refresh_from_db()
    assert files_awaited_by(version) == []
    assert [file.public_id for file in version_attachments(version.public_id)] == [upload.public_id]
    assert Upload.objects.visible_to(tutor).filter(pk=upload.pk).exists()
    assert version.sha256 == sha256
    assert not entry.draft.attachments.exists()


def test_a_file_given_up_is_not_taken_later(enrolment):
    entry = announced(enrolment)
    give_up_file(by=enrolment.student, entry=entry, key=KEY)
    with pytest.raises(FileGivenUp):
        receive_expected_file(by=enrolment.student, entry=entry, key=KEY, upload=arrived(enrolment.student))
    assert files_awaited_by(submit(entry)) == []


def test_the_page_names_what_is_on_its_way_in_the_same_query(enrolment, parts, django_assert_num_queries):
    announced(enrolment)
    with django_assert_num_queries(1):
        page = entry_page(enrolment.student, "aprender", parts.reflection.pk)
    assert [(file.key, file.name, file.is_sent) for file in page.arriving] == [(KEY, "ata.txt", False)]


def test_the_composer_announces_and_gives_up(client, enrolment, parts):
    client.force_login(enrolment.student)
    as_script(client, address("entry_draft", parts), form_data(expected=[f"{KEY} ata da roda.txt", "nonsense"]))
    assert ExpectedFile.objects.get().name == "ata da roda.txt"
    assert "ata da roda.txt" in client.get(address("entry", parts)).text
    client.post(address("entry_draft", parts), form_data(base_number=1, give_up=str(KEY)))
    assert not ExpectedFile.objects.arriving().exists()


def test_the_worker_hands_a_file_over(client, enrolment, parts):
    client.force_login(enrolment.student)
    arrived(enrolment.student)
    assert attach(client, parts).json() == {"name": "ata.txt"}
    assert PortfolioEntry.objects.get().draft.attachments.count() == 1
    assert attach(client, parts, uuid.uuid4()).status_code == 404


def test_nobody_hands_over_the_file_of_another(client, enrolment, parts, tutor):
    arrived(tutor)
    client.force_login(enrolment.student)
    assert attach(client, parts).status_code == 404


def test_a_file_given_up_is_answered_in_words(client, enrolment, parts):
    entry = announced(enrolment)
    give_up_file(by=enrolment.student, entry=entry, key=KEY)
    arrived(enrolment.student)
    client.force_login(enrolment.student)
    assert attach(client, parts).status_code == 410


def test_the_receipt_names_the_hash_as_received_and_as_kept(client, enrolment):
    entry = announced(enrolment)
    version = submit(entry)
    receive_expected_file(by=enrolment.student, entry=entry, key=KEY, upload=arrived(enrolment.student))
    client.force_login(enrolment.student)
    page = client.get(reverse("learning:receipt", args=[version.public_id])).text
    assert Upload.objects.get().received_sha256 in page


def test_the_receipt_names_both_hashes_of_a_picture_that_was_made_anew(client, enrolment):
    content = picture("JPEG", (40, 30))
    entry, upload = started_entry(enrolment), upload_of(enrolment.student, content, "mapa.jpg")
    attach_to_draft(by=enrolment.student, entry=entry, upload=upload)
    version = submit(entry)
    client.force_login(enrolment.student)
    page = client.get(reverse("learning:receipt", args=[version.public_id])).text
    with storages["private"].open(content_path(upload.sha256)) as file:
        kept = hashlib.file_digest(file, "sha256").hexdigest()
    received = hashlib.sha256(content).hexdigest()
    assert received != kept
    assert page.index(f"como recebido <code>{received}</code>") < page.index(f"como guardado <code>{kept}</code>")


def test_the_confirmation_marks_what_might_tell_who_a_patient_is(client, enrolment, parts):
    text = "<p>A paciente Maria das Dores, CPF 529.982.247-25, veio.</p>"
    client.force_login(enrolment.student)
    answer = client.post(address("entry_draft", parts), form_data(text=text, next="submit"), follow=True)
    assert ">Maria das Dores</mark>" in answer.text
    assert ">529.982.247-25</mark>" in answer.text
    sent = answer.context["form"].initial
    assert client.post(address("entry_submit", parts), sent).status_code == 302


def test_a_harmless_text_has_no_hint(client, enrolment, parts):
    client.force_login(enrolment.student)
    answer = client.post(address("entry_draft", parts), form_data(next="submit"), follow=True)
    assert "<mark" not in answer.text


def test_sending_again_asks_for_no_old_files(enrolment):
    entry = sent_entry(enrolment)
    assert files_awaited_by(entry.versions.get()) == []
