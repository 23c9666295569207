import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from home.uploads.forms import UploadField


class FileForm(forms.Form):
    file = UploadField(label="Arquivo", help_text="Uma foto da sua unidade.")


def test_the_limit_is_said_before(settings):
    settings.UPLOAD_MAX_BYTES = 10 * 1024 * 1024
    help_text = FileForm()["file"].help_text
    assert help_text.startswith("Uma foto da sua unidade.")
    assert "10" in help_text
    assert 'accept=".png,' in str(FileForm()["file"])


def test_the_limit_is_said_after(settings):
    settings.UPLOAD_MAX_BYTES = 10
    form = FileForm(files={"file": SimpleUploadedFile("a.txt", b"a" * 11)})
    assert not form.is_valid()
    assert "10" in str(form.errors["file"])


@pytest.mark.django_db
def test_a_file_over_the_limit_does_not_take_the_words_with_it(client, stranger, settings):
    """The handler drops the file's bytes and lets the form answer beside the field."""
    settings.UPLOAD_MAX_BYTES = 1000
    client.force_login(stranger)
    response = client.post("/arquivos/", {"text": "palavras", "file": SimpleUploadedFile("a.txt", b"a" * 200_000)})
    assert response.status_code == 413
    assert response.wsgi_request.POST["text"] == "palavras"
