"""A file in parts: from where it goes on, whose it is, and that it comes in by the same way as any other."""

import hashlib
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from home.uploads.actions import (
    ABANDONED_AGE,
    Part,
    TooManyUploads,
    UploadRefused,
    UploadTooLarge,
    WrongOffset,
    finish_incoming,
    remove_abandoned_parts,
    take_part,
)
from home.uploads.models import IncomingUpload, Upload
from home.uploads.queries import content_path, part_path
from tests.factories.home import picture, upload_of

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4\n" + bytes(range(256)) * 40
KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")


def send(person, offset: int, content: bytes, size: int = len(CONTENT), name: str = "mapa.pdf") -> IncomingUpload:
    return take_part(by=person, key=KEY, part=Part(offset, size, name, ContentFile(content)))


def post(client, offset: int, content: bytes, size: int = len(CONTENT)):
    part = SimpleUploadedFile("part", content)
    return client.post(address(), {"offset": offset, "size": size, "name": "mapa.pdf", "part": part})


def address(key: uuid.UUID = KEY) -> str:
    return reverse("home:upload_parts", args=[key])


def test_parts_become_the_file(stranger):
    send(stranger, 0, CONTENT[:4000])
    incoming = send(stranger, 4000, CONTENT[4000:])
    upload = finish_incoming(incoming)
    assert upload.received_sha256 == hashlib.sha256(CONTENT).hexdigest()
    with storages["private"].open(content_path(upload.sha256)) as file:
        assert file.read() == CONTENT
    assert not storages["private"].exists(part_path(incoming))


def test_finishing_twice_gives_one_upload(stranger):
    incoming = send(stranger, 0, CONTENT)
    stale = IncomingUpload.objects.get()
    first = finish_incoming(incoming)
    assert finish_incoming(IncomingUpload.objects.get()) == first
    assert Upload.objects.count() == 1
    assert stale.upload is None


@pytest.mark.parametrize("offset", [0, 100, 3999, 4001, len(CONTENT)])
def test_a_part_from_elsewhere_is_told_where_the_file_ends(stranger, offset):
    send(stranger, 0, CONTENT[:4000])
    with pytest.raises(WrongOffset) as wrong:
        send(stranger, offset, CONTENT[offset : offset + 50])
    assert wrong.value.offset == 4000


def test_a_part_beyond_the_announced_size_is_not_taken(stranger):
    with pytest.raises(WrongOffset):
        send(stranger, 0, CONTENT, size=100)


def test_bytes_of_a_killed_writer_are_written_over(stranger):
    incoming = send(stranger, 0, CONTENT[:4000])
    with open(storages["private"].path(part_path(incoming)), "ab") as file:
        file.write(b"half a part")
    upload = finish_incoming(send(stranger, 4000, CONTENT[4000:]))
    assert upload.received_sha256 == hashlib.sha256(CONTENT).hexdigest()


@effort(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 4000), min_size=1, max_size=12), st.data())
def test_any_cuts_and_repeats_give_the_file(stranger, cuts, data):
    """Each part may be sent once more, as after an answer that got lost."""
    IncomingUpload.objects.all().delete()
    offset = 0
    for cut in [*cuts, len(CONTENT)]:
        part = CONTENT[offset : offset + cut]
        incoming = send(stranger, offset, part)
        if part and data.draw(st.booleans()):
            with pytest.raises(WrongOffset):
                send(stranger, offset, part)
        offset += len(part)
    assert incoming.is_whole
    assert finish_incoming(incoming).received_sha256 == hashlib.sha256(CONTENT).hexdigest()
    Upload.objects.all().delete()


def test_a_picture_is_made_anew_as_ever(stranger):
    content = picture("JPEG", size=(40, 30))
    upload = finish_incoming(send(stranger, 0, content, len(content), "foto.jpg"))
    assert (upload.width, upload.height) == (40, 30)
    assert upload.sha256 != upload.received_sha256


def test_a_refused_file_is_forgotten(stranger):
    incoming = send(stranger, 0, b"MZ" + bytes(100), 102, "virus.exe")
    with pytest.raises(UploadRefused):
        finish_incoming(incoming)
    assert not IncomingUpload.objects.exists()


def test_limits_are_asked_before_the_first_byte(stranger, settings):
    with pytest.raises(UploadTooLarge):
        send(stranger, 0, b"x", size=settings.UPLOAD_MAX_BYTES + 1)
    settings.UPLOAD_QUOTA_BYTES = 150
    take_part(by=stranger, key=uuid.uuid4(), part=Part(0, 100, "a.txt", ContentFile(b"x")))
    with pytest.raises(UploadRefused):
        send(stranger, 0, b"x", size=100)
    settings.UPLOAD_QUOTA_BYTES = 10**9
    settings.UPLOADS_PER_HOUR = 2
    upload_of(stranger)
    with pytest.raises(TooManyUploads):
        send(stranger, 0, b"x", size=100)


def test_abandoned_parts_are_swept(stranger):
    incoming = send(stranger, 0, CONTENT[:4000])
    assert remove_abandoned_parts() == 0
    IncomingUpload.objects.update(touched_at=timezone.now() - ABANDONED_AGE * 2)
    assert remove_abandoned_parts() == 1
    assert not storages["private"].exists(part_path(incoming))


def test_a_key_is_its_senders_alone(client, stranger, editor):
    send(stranger, 0, CONTENT[:4000])
    client.force_login(editor)
    assert client.get(address()).json() == {"offset": 0}
    assert post(client, 4000, CONTENT[4000:]).status_code == 409


def test_a_cut_upload_goes_on_from_where_the_server_says(client, stranger):
    client.force_login(stranger)
    assert client.get(address()).json() == {"offset": 0}
    assert post(client, 0, CONTENT[:4000]).status_code == 202
    assert client.get(address()).json() == {"offset": 4000}
    assert post(client, 0, CONTENT[:4000]).json() == {"offset": 4000}
    answer = post(client, 4000, CONTENT[4000:])
    assert (answer.status_code, answer.json()["name"]) == (201, "mapa.pdf")
    assert client.get(address()).json() == {"offset": len(CONTENT)}
    assert post(client, len(CONTENT), b"").json() == answer.json()


def test_a_part_is_at_most_half_a_megabyte(client, stranger):
    client.force_login(stranger)
    assert post(client, 0, bytes(512 * 1024 + 1), size=600_000).status_code == 422
    assert not IncomingUpload.objects.exists()


def test_an_ended_session_is_told(client):
    assert client.get(address()).status_code == 401


def test_a_part_costs_a_constant_number_of_queries(client, stranger, django_assert_num_queries):
    client.force_login(stranger)
    post(client, 0, CONTENT[:10])
    for offset in (10, 20, 30):
        with django_assert_num_queries(5):  # session, person, the row, its new length, and the transaction's two
            post(client, offset, CONTENT[offset : offset + 10])
