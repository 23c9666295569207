import hashlib
import io
import json
import time

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from home.uploads.actions import TooManyUploads, UploadRefused, UploadTooLarge, receive_upload
from home.uploads.models import Upload
from home.uploads.queries import content_path
from tests.factories.home import docx, packed, picture, upload_of
from tests.home.uploads import hostile
from tests.home.uploads.named import CANARY, NAMED, everything_in

pytestmark = pytest.mark.django_db
CORPORA = settings.SHARED_FOLDER / "corpora"
METADATA = (
    b"Exif",
    b"http://ns.adobe.com",
    b"Photoshop",
    b"GPS",
    b"<script",
    b"alert(",
    b"<svg",
    b"iTXt",
    b"tEXt",
    b"zTXt",
)


def stored(upload: Upload) -> bytes:
    with storages["private"].open(content_path(upload.sha256)) as file:
        return file.read()


def corpus(*patterns: str) -> list:
    if not CORPORA.exists():
        pytest.skip("The shared corpora are not here (RODA_SHARED).")
    return [path for pattern in patterns for path in sorted(CORPORA.glob(pattern)) if path.is_file()]


def try_to_receive(by, content: bytes, name: str) -> Upload | None:
    """The upload or None where it was refused; takes less than a second in any case."""
    started = time.process_time()
    try:
        return receive_upload(by=by, file=ContentFile(content), name=name)
    except UploadRefused:
        return None
    finally:
        assert time.process_time() - started < 1, name


def test_a_picture_is_kept_under_the_hash_of_what_is_kept(stranger):
    content = picture("JPEG", exif=hostile.EXIF_WITH_GPS)
    upload = upload_of(stranger, content, "foto.jpeg")
    assert upload.received_sha256 == hashlib.sha256(content).hexdigest()
    assert upload.sha256 == hashlib.sha256(stored(upload)).hexdigest() != upload.received_sha256
    assert (upload.media_type, upload.width, upload.height) == ("image/jpeg", 8, 6)
    assert upload.size == len(stored(upload))


def test_a_document_is_kept_as_it_came(stranger):
    content = docx()
    upload = upload_of(stranger, content, "relato.docx")
    assert stored(upload) == content
    assert upload.sha256 == upload.received_sha256


@pytest.mark.parametrize("name", ["relato.docx", "planilha.xlsx", "relato.odt", "relato.pdf"])
def test_a_document_is_kept_without_names_and_its_receipt_knows_both(stranger, name):
    content = NAMED[name]
    upload = upload_of(stranger, content, name)
    assert CANARY in everything_in(content)
    assert CANARY not in everything_in(stored(upload))
    assert upload.received_sha256 == hashlib.sha256(content).hexdigest() != upload.sha256
    assert (upload.name, upload.size) == (name, len(stored(upload)))


def test_the_same_content_twice_lies_there_once(stranger):
    one, other = upload_of(stranger), upload_of(stranger)
    assert one.pk != other.pk
    assert one.sha256 == other.sha256
    folder = storages["private"].path(content_path(one.sha256)).rpartition("/")[0]
    assert len(storages["private"].listdir(folder)[1]) == 1


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_metadata_and_place_are_gone(stranger, picture_format):
    content = picture(picture_format, exif=hostile.EXIF_WITH_GPS)
    kept = stored(upload_of(stranger, content, "foto.png"))
    assert (b"segredo" in content, b"segredo" in kept) == (True, False)
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert Image.open(io.BytesIO(kept)).format == picture_format


def test_orientation_is_applied(stranger):
    exif = Image.Exif()
    exif[0x0112] = 6
    upload = upload_of(stranger, picture("JPEG", (40, 20), exif=exif), "foto.jpg")
    assert (upload.width, upload.height) == (20, 40)


def test_a_large_photo_is_made_smaller(stranger):
    upload = upload_of(stranger, picture("JPEG", (4000, 3000)), "foto.jpg")
    assert (upload.width, upload.height) == (2560, 1920)


def test_a_short_animation_keeps_moving_and_a_long_one_stands_still(stranger):
    frames = [Image.new("RGB", (8, 8), (number * 20, 0, 0)) for number in range(5)]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:], duration=80, comment=b"segredo")
    kept = stored(upload_of(stranger, moving.getvalue(), "roda.gif"))
    assert Image.open(io.BytesIO(kept)).n_frames == 5
    assert b"segredo" not in kept
    still = stored(upload_of(stranger, hostile.gif_of_many_frames(), "longo.gif"))
    assert Image.open(io.BytesIO(still)).n_frames == 1


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_hostile_files_are_refused_in_words(stranger, name):
    assert try_to_receive(stranger, hostile.REFUSED[name](), name) is None
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("gif.gif", lambda: picture("GIF") + b"<script>alert(1)</script>"),
        ("jpeg.jpg", lambda: picture("JPEG") + b"<html><script>alert(1)</script>"),
        ("png.png", lambda: picture() + packed({"a.js": "alert(1)"})),
        ("bomb.png", hostile.png_with_text_bomb),
        ("much.jpg", hostile.jpeg_with_much_metadata),
    ],
)
def test_what_hangs_on_a_picture_is_not_kept(stranger, name, make):
    upload = try_to_receive(stranger, make(), name)
    if upload:
        assert len(stored(upload)) < 5_000
        assert b"alert" not in stored(upload)


def test_the_corpus_of_pictures_is_refused_or_made_anew(stranger):
    for path in corpus("images/*"):
        upload = try_to_receive(stranger, path.read_bytes(), path.name)
        if upload:
            Upload.objects.all().delete()
            assert [mark for mark in METADATA if mark in stored(upload)] == [], path.name
            assert not Image.open(io.BytesIO(stored(upload))).getexif(), path.name


def test_good_pngs_keep_every_pixel(stranger):
    for path in corpus("images/pngsuite/*.png"):
        kept = Image.open(io.BytesIO(stored(upload_of(stranger, path.read_bytes(), path.name))))
        with Image.open(path) as original:
            assert kept.size == original.size
            if original.mode != "I;16":
                assert kept.convert("RGBA").tobytes() == original.convert("RGBA").tobytes(), path.name


def test_drawings_and_pages_are_refused(stranger):
    for path in corpus("svg/*", "upload/*", "xxe/*"):
        assert try_to_receive(stranger, path.read_bytes(), path.name) is None, path.name


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", "Olá, equipe".encode(), "text/plain"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
        ("a.odt", packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), None),
        ("a.xlsx", packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), None),
        ("a.mp3", b"ID3\x04" + bytes(200), "audio/mpeg"),
        ("a.ogg", b"OggS\0\x02" + bytes(200), "audio/ogg"),
        ("a.m4a", b"\0\0\0\x20ftypM4A " + bytes(200), "audio/mp4"),
    ],
)
def test_other_kinds_are_known_by_their_content(stranger, name, content, media_type):
    upload = upload_of(stranger, content, name)
    assert upload.name == name
    assert media_type in (None, upload.media_type)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\fotos\\visita.JPG", "visita.png"),
        ("../../etc/passwd", "passwd.png"),
        ("a.jpg.php", "a.jpg.php.png"),
        ("name.\u202egpj.png", "name.gpj.png"),
        ("myfile\n.png", "myfile.png"),
        ("   ...png", "png.png"),
        ("", "arquivo.png"),
        ("ações.png", "ações.png"),
        ("ac\u0327o\u0303es.png", "ações.png"),
        ("á" * 300 + ".png", "á" * 125 + ".png"),
    ],
)
def test_names_are_made_safe(stranger, given, kept):
    assert upload_of(stranger, name=given).name == kept


def test_tricky_names_never_end_in_something_that_runs(stranger):
    [path] = corpus("upload/filenames.json")
    for name in json.loads(path.read_text())["file_names"]:
        upload = upload_of(stranger, name=name)
        assert upload.name.endswith(".png")
        assert len(upload.name.encode()) <= 255
        assert not set(upload.name) & set("/\\\n\r\0\u202e")


def test_the_limit_is_the_last_byte_that_passes(stranger, settings):
    content = b"a" * 100
    settings.UPLOAD_MAX_BYTES = 100
    assert upload_of(stranger, content, "a.txt").size == 100
    with pytest.raises(UploadTooLarge, match="100"):
        upload_of(stranger, content + b"a", "a.txt")


def test_an_empty_file_is_refused(stranger):
    with pytest.raises(UploadRefused):
        receive_upload(by=stranger, file=ContentFile(b""), name="a.txt")


def test_a_persons_space_has_an_end(stranger, settings):
    settings.UPLOAD_QUOTA_BYTES = 150
    upload_of(stranger, b"a" * 100, "a.txt")
    with pytest.raises(UploadRefused):
        upload_of(stranger, b"b" * 100, "a.txt")


def test_many_files_in_an_hour_are_refused(stranger, settings):
    settings.UPLOADS_PER_HOUR = 2
    upload_of(stranger)
    upload_of(stranger)
    with pytest.raises(TooManyUploads):
        upload_of(stranger)
