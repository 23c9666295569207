import io
import zipfile

import pytest
from PIL import Image

from home.uploads.embedded import blank_camera_data, clean_package
from tests.factories.home import docx, picture
from tests.home.uploads.hostile import EXIF_WITH_GPS

PHOTO = picture("JPEG", exif=EXIF_WITH_GPS)


def test_a_photo_in_a_pdf_loses_its_place_and_the_pdf_keeps_its_length():
    pdf = b"%PDF-1.7\n1 0 obj <</Filter /DCTDecode>> stream\n" + PHOTO + b"\nendstream\n%%EOF"
    blanked = blank_camera_data(pdf)
    assert (b"segredo" in pdf, b"segredo" in blanked, len(blanked)) == (True, False, len(pdf))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_photo_in_a_document_loses_its_place_and_the_rest_stays(compression):
    content = io.BytesIO(docx(**{"word/other.xml": "palavras" * 50}))
    with zipfile.ZipFile(content, "a", compression) as archive:
        archive.writestr("word/media/image1.jpeg", PHOTO)
        archive.writestr("word/last.xml", "fim")
    with zipfile.ZipFile(io.BytesIO(clean_package(content.getvalue()))) as remade:
        assert remade.testzip() is None
        assert remade.namelist() == zipfile.ZipFile(content).namelist()
        assert remade.read("word/other.xml") == b"palavras" * 50
        assert remade.read("word/last.xml") == b"fim"
        kept = remade.read("word/media/image1.jpeg")
    assert b"segredo" not in kept
    assert Image.open(io.BytesIO(kept)).size == (8, 6)
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_document_without_photos_stays_byte_by_byte():
    content = docx()
    assert clean_package(content) == content
    assert blank_camera_data(b"%PDF-1.7") == b"%PDF-1.7"


def test_a_segment_that_lies_about_its_length_is_left_alone():
    content = b"%PDF-1.7 \xff\xe1\xff\xffExif\0\0 x"
    assert blank_camera_data(content) == content
