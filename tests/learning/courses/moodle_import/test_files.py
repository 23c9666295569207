"""Files are looked at, not believed; pictures are made anew."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image as PillowImage

from home.pages.completeness import PublicationRefused
from home.pages.models import CustomDocument, CustomImage
from learning.courses.moodle_backup import BackupRefused
from learning.courses.moodle_import import Outcome
from tests.factories.courses import picture_bytes
from tests.learning.courses.moodle_import.making import PDF, page, run, spoil_last_member, unit, with_files

pytestmark = pytest.mark.django_db
IMG = '<p><img src="@@PLUGINFILE@@/p.jpg" alt="A map"></p>'


def photo() -> bytes:
    exif = PillowImage.Exif()
    exif[0x010E] = "where she lives"
    return picture_bytes(60, 40, "JPEG", exif=exif)


def test_picture_is_kept_without_what_hides_in_it(tmp_path):
    run(tmp_path, page(3, IMG), extra=with_files((3, "p.jpg", "image/jpeg", photo())))
    (block,) = unit("page-3").body.raw_data
    image = CustomImage.objects.get(pk=block["value"]["image"])
    assert (block["type"], block["value"]["alt_text"], image.width) == ("image", "A map", 60)
    assert image.collection.name == "Family health"
    with image.open_file() as file:
        content = file.read()
    assert b"where she lives" not in content
    assert dict(PillowImage.open(io.BytesIO(content)).getexif()) == {}


def test_picture_without_alternative_text_goes_public_once(tmp_path):
    bare = IMG.replace(' alt="A map"', "")
    run(tmp_path, page(3, bare), extra=with_files((3, "p.jpg", "image/jpeg", photo())))
    made = unit("page-3")
    assert made.live
    assert made.body.raw_data[0]["value"]["alt_missing"] is True
    with pytest.raises(PublicationRefused):
        made.get_latest_revision_as_object().save_revision().publish()


def test_same_file_is_kept_once(tmp_path):
    files = with_files((3, "p.jpg", "image/jpeg", photo()), (4, "p.jpg", "image/jpeg", photo()))
    run(tmp_path, page(3, IMG), page(4, IMG), extra=files)
    run(tmp_path, page(3, IMG + "<p>More</p>"), page(4, IMG), extra=files)
    assert CustomImage.objects.count() == 1


def test_document_is_linked(tmp_path):
    run(
        tmp_path,
        page(3, '<p>See <a href="@@PLUGINFILE@@/a.pdf">this</a>.</p>'),
        extra=with_files((3, "a.pdf", "application/pdf", PDF)),
    )
    document = CustomDocument.objects.get()
    assert f'<a linktype="document" id="{document.pk}">this</a>' in unit("page-3").body.raw_data[0]["value"]
    assert document.filename == "a.pdf"


@pytest.mark.parametrize("content", [b"MZ\x90 a program", b"<svg onload='x'/>", b"PK\x03\x04 broken"])
def test_what_is_not_taken_is_told_in_words_and_in_the_report(tmp_path, content):
    result = run(tmp_path, page(3, IMG), extra=with_files((3, "p.jpg", "image/jpeg", content)))
    assert [block["value"] for block in unit("page-3").body.raw_data] == ["<p>A map</p>"]
    assert result.report.counts[Outcome.FILE_REFUSED] == 1
    assert not CustomImage.objects.exists()
    assert not CustomDocument.objects.exists()


def test_paper_that_claims_to_be_a_picture_is_a_document(tmp_path):
    run(tmp_path, page(3, IMG), extra=with_files((3, "p.jpg", "image/jpeg", PDF)))
    (block,) = unit("page-3").body.raw_data
    assert (block["type"], block["value"]["title"]) == ("document", "A map")
    assert CustomDocument.objects.get().filename.endswith(".pdf")


def test_recording_without_words_keeps_its_reading_a_draft(tmp_path):
    sound = b"ID3\x04\x00\x00\x00\x00\x00\x00 sound"
    audio = '<p><audio src="@@PLUGINFILE@@/a.mp3" title="A talk"></audio></p>'
    result = run(tmp_path, page(3, audio), extra=with_files((3, "a.mp3", "audio/mpeg", sound)))
    made = unit("page-3")
    assert (made.live, made.body.raw_data[0]["type"]) == (False, "audio")
    assert result.report.counts[Outcome.DRAFT_WITHOUT_WORDS] == 1


def test_no_file_stays_behind_when_the_import_fails(tmp_path):
    late = PDF + b"0123456789" * 500
    files = with_files((3, "a.pdf", "application/pdf", PDF), (3, "b.pdf", "application/pdf", late))
    before = kept_files()
    link = '<p><a href="@@PLUGINFILE@@/a.pdf">a</a></p>'
    with pytest.raises(BackupRefused, match="damaged"):
        run(tmp_path, page(3, link + link.replace("a.pdf", "b.pdf")), extra=files, damage=spoil_last_member)
    assert kept_files() == before
    assert not CustomDocument.objects.exists()


def kept_files() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
