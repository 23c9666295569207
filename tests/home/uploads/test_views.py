import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from home.uploads.actions import attach_upload
from home.uploads.models import Upload
from tests.factories.home import PersonFactory, docx, picture, upload_of

pytestmark = pytest.mark.django_db


def address(upload: Upload) -> str:
    return reverse("home:upload", args=[upload.public_id])


@pytest.fixture
def fetch(client):
    """Gets an address and reads the file that the answer may hold to its end, which closes it."""
    answers = []

    def get(url: str, **options):
        answers.append(client.get(url, **options))
        return answers[-1]

    yield get
    for answer in answers:
        answer.getvalue()


def send(client, content: bytes | None = None, name: str = "foto.png"):
    return client.post(reverse("home:upload_new"), {"file": SimpleUploadedFile(name, content or picture())})


def test_upload_is_shown_to_its_uploader_sealed(client, fetch, stranger):
    client.force_login(stranger)
    response = fetch(address(upload_of(stranger)))
    assert response.getvalue().startswith(b"\x89PNG")
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'inline; filename="foto.png"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content", "disposition"),
    [("a.docx", docx(), "attachment"), ("a.txt", b"x", "attachment"), ("a.pdf", b"%PDF-1.7\n", "inline")],
)
def test_only_pictures_and_pdf_are_shown_inside_the_browser(client, fetch, stranger, name, content, disposition):
    client.force_login(stranger)
    response = fetch(address(upload_of(stranger, content, name)))
    assert response["Content-Disposition"] == f'{disposition}; filename="{name}"'


@pytest.mark.parametrize("name", ['a"b.png', "a;b.png", "ação \u2028.png", "%0d%0aSet-Cookie:x.png", "\r\nX: y.png"])
def test_any_name_makes_one_header(client, fetch, stranger, name):
    client.force_login(stranger)
    header = fetch(address(upload_of(stranger, name=name)))["Content-Disposition"]
    assert header.startswith("inline; filename")
    assert not set("\r\n") & set(header)


def test_upload_is_not_found_by_a_stranger_and_found_through_its_owner(client, fetch, tutor, student, offering):
    upload = upload_of(student)
    client.force_login(tutor)
    assert fetch(address(upload)).status_code == 404
    attach_upload(upload, owner=offering)
    assert fetch(address(upload)).status_code == 200
    client.force_login(PersonFactory())
    assert fetch(address(upload)).status_code == 404


def test_upload_sends_an_anonymous_reader_to_log_in_whether_it_exists_or_not(client, fetch, stranger):
    for public_id in (upload_of(stranger).public_id, uuid.uuid4()):
        response = fetch(reverse("home:upload", args=[public_id]))
        assert response.status_code == 302
        assert "next=" in response["Location"]


def test_upload_answers_304_to_who_has_it(client, fetch, stranger):
    upload = upload_of(stranger)
    client.force_login(stranger)
    response = fetch(address(upload), headers={"If-None-Match": f'"{upload.sha256}"'})
    assert (response.status_code, response["ETag"]) == (304, f'"{upload.sha256}"')


def test_upload_new_answers_with_what_was_kept(client, stranger):
    client.force_login(stranger)
    response = send(client)
    upload = Upload.objects.get()
    assert response.status_code == 201
    assert json.loads(response.content) == {
        "id": str(upload.public_id),
        "name": "foto.png",
        "size": upload.size,
        "url": address(upload),
    }


def test_upload_new_refuses_in_a_sentence(client, stranger, settings):
    client.force_login(stranger)
    response = send(client, b"<html>", "a.html")
    assert (response.status_code, "error" in response.json()) == (422, True)
    settings.UPLOAD_MAX_BYTES = 10
    response = send(client)
    assert response.status_code == 413
    assert "10" in response.json()["error"]
    assert client.post(reverse("home:upload_new")).status_code == 422


def test_upload_new_takes_nothing_from_an_anonymous_person(client):
    assert send(client).status_code == 401


def test_upload_new_needs_its_token(stranger):

    client = Client(enforce_csrf_checks=True)
    client.force_login(stranger)
    assert send(client).status_code == 403


def test_a_body_over_the_limit_gets_a_page_with_a_sentence(client, stranger, settings):
    client.force_login(stranger)
    settings.UPLOAD_MAX_BODY_BYTES = 100
    response = send(client)
    assert response.status_code == 413
    assert "<h1" in response.content.decode()
