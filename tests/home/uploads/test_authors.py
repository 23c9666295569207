import io
import re
import time
import tracemalloc
import zipfile
import zlib

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from home.uploads.authors import blank_part_authors, blank_pdf_authors
from home.uploads.embedded import clean_package
from home.uploads.kinds import recognise
from tests.home.uploads.named import CANARY, NAMED, everything_in, named_pdf, package, packed_pdf, pdf, unpacked_streams

PACKAGES = [name for name in NAMED if not name.endswith(".pdf")]


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_loses_every_name_and_opens_again(name):
    kept = clean_package(NAMED[name])
    assert CANARY not in everything_in(kept)
    assert CANARY.split()[0] not in everything_in(kept)
    before, after = opened(NAMED[name]), opened(kept)
    assert after.testzip() is None
    assert after.namelist() == before.namelist()
    assert [part.compress_type for part in after.infolist()] == [part.compress_type for part in before.infolist()]
    for part in after.namelist():
        if part.endswith(".xml"):
            fromstring(after.read(part))
    assert recognise(io.BytesIO(kept), name) is recognise(io.BytesIO(NAMED[name]), name) is not None


@pytest.mark.parametrize("name", PACKAGES)
def test_what_was_cleaned_once_stays_byte_by_byte(name):
    kept = clean_package(NAMED[name])
    assert clean_package(kept) == kept


def test_the_text_and_what_is_no_name_stay():
    text = everything_in(clean_package(NAMED["relato.docx"])).decode("utf-8", "replace")
    assert [
        word for word in ("Visitei a casa", "antes", "Rever", "<dc:title>Relato<", "<Pages>2<") if word not in text
    ] == []
    assert 'w:id="1" w:author="Author" w:date="2026-03-01T10:00:00Z"' in text
    text = everything_in(clean_package(NAMED["relato.odt"])).decode("utf-8", "replace")
    assert [word for word in ("Visitei a casa", "Rever", "<dc:title>Relato<") if word not in text] == []
    text = everything_in(clean_package(NAMED["planilha.xlsx"])).decode("utf-8", "replace")
    assert [word for word in ("<t>Author:</t>", "Total: rever", "tc={1}", 'name="Visitas"') if word not in text] == []


def test_the_mark_of_an_odt_comes_first_and_unpacked():
    first = opened(clean_package(NAMED["relato.odt"])).infolist()[0]
    assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", zipfile.ZIP_STORED, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("docProps/core.xml", b"<c><dc:creator></dc:creator><dc:creator/></c>"),
        ("docProps/app.xml", b"<p><TitlesOfParts><vt:lpstr>Visitas</vt:lpstr></TitlesOfParts></p>"),
        ("word/document.xml", b'<w:t>diz author="Ana" e <w:ins w:author=""/></w:t>'),
        ("word/people.xml", b"<w15:people/>"),
        ("xl/comments1.xml", b"<comments><authors/><t>Total: 3</t></comments>"),
        ("content.xml", b"<text:initial-creator>Ana</text:initial-creator>"),
        ("word/media/author.png", b'<x w:author="Ana">'),
    ],
)
def test_what_names_nobody_is_not_touched(name, content):
    assert blank_part_authors(name, content) == content
    whole = package({"[Content_Types].xml": "<Types/>", name: content.decode()})
    assert clean_package(whole) == whole


def test_a_pdf_loses_every_name_and_keeps_its_offsets():
    before, after = NAMED["relato.pdf"], blank_pdf_authors(NAMED["relato.pdf"])
    assert CANARY.decode().encode("utf-16-be").hex().encode() in before
    assert CANARY not in after
    assert CANARY.decode().encode("utf-16-be").hex().encode() not in after
    assert len(after) == len(before)
    objects = re.compile(rb"\d+ 0 obj|endobj|stream\n|xref|startxref\n\d+|\d{10} \d{5} n")
    assert [(found.start(), found[0]) for found in objects.finditer(after)] == [
        (found.start(), found[0]) for found in objects.finditer(before)
    ]
    kept = (b"/Title (Relato \\(1\\)) /Author () ", b"/Creator (Writer)", b'pdf:Producer="P"', b"(Visitei a casa) Tj")
    assert [word for word in kept if word not in after] == []
    description = after[after.index(b"<rdf:RDF") : after.index(b"</x:xmpmeta>")]
    assert re.findall(rb"<rdf:li>(\s*)</rdf:li>", description) == [b" " * len(CANARY)] * 2
    assert blank_pdf_authors(after) == after


def test_a_packed_pdf_loses_every_name_and_keeps_its_offsets():
    before, after = packed_pdf(), blank_pdf_authors(packed_pdf())
    assert unpacked_streams(before).count(CANARY) >= 2
    assert CANARY not in unpacked_streams(after)
    assert len(after) == len(before)
    open_parts = re.compile(rb"(?<=stream\n).*?(?=\nendstream)", re.DOTALL)
    assert open_parts.sub(b"", after) == open_parts.sub(b"", before)
    assert b"/Title (Relato) /Author ()" in unpacked_streams(after)
    assert blank_pdf_authors(after) == after


@pytest.mark.parametrize(
    "content",
    [
        packed_pdf().replace(b"/FlateDecode", b"/LZWDecode"),
        packed_pdf().replace(b"/ObjStm", b"/Objects").replace(b"/Metadata", b"/Picture_"),
        packed_pdf().replace(b"stream\nx", b"stream\ny"),
        pdf(b"<</Title (Relato) /Creator (Writer)>>"),
        pdf(b"<</Author (sem fim", trailer=b""),
        pdf(b"<</Author <</Name (Ana)>> >>"),
        pdf(b"<</Author (Ana)>>", trailer=b"/Encrypt 2 0 R"),
    ],
)
def test_a_pdf_that_names_nobody_openly_stays_byte_by_byte(content):
    assert blank_pdf_authors(content) == content


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), min_size=1).map(lambda text: text.encode("latin-1")))
def test_whatever_the_name_is_only_its_own_bytes_change(name):
    escaped = re.sub(rb"([\\()])", rb"\\\1", name)
    content = pdf(b"<</Author (%s) /Title (Relato)>>" % escaped, b"<<>>")
    assert blank_pdf_authors(content) == content.replace(b"(%s) /T" % escaped, b"()" + b" " * len(escaped) + b" /T")


HOSTILE = [
    *(
        b"<a ",
        b"<dc:creator>",
        b"<dc:creator",
        b"<creator><![CDATA[",
        b"<w:ins w:author=",
        b'<w:ins w:author="',
        b"<w ",
    ),
    *(
        b"<meta:user-defined>",
        b"<author>x",
        b"<a:author>a</",
        b"author ",
        b"<t>a",
        b"&e;",
        b"w:",
        b"a",
        b" ",
        b":",
        b"<",
    ),
]
PARTS = (
    "docProps/core.xml",
    "word/document.xml",
    "word/people.xml",
    "xl/comments1.xml",
    "xl/workbook.xml",
    "content.xml",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_part_takes_long(piece):
    started = time.process_time()
    for name in PARTS:
        for start in (b"", b"<author>", b"<w:ins ", b"<dc:creator>", b"<meta:user-defined "):
            blank_part_authors(name, start + piece * (20_000 // len(piece)))
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "piece",
    [
        b"/Author(",
        b"/Author<",
        b"/Author 1 0 R 1 0 obj(",
        b"1 0 obj(",
        b"<rdf:RDF",
        b"<rdf:RDF><dc:creator>",
        b"(",
        b"\\",
        b"<</Type/ObjStm/FlateDecode>>stream\n",
        b"<</Type/ObjStm/FlateDecode>>stream\n" + zlib.compress(bytes(10**6)) + b"endstream",
    ],
)
def test_no_pdf_takes_long_or_much_memory(piece):
    content = b"%PDF-1.7/Author(" + piece * (1_000_000 // len(piece))
    started = time.process_time()
    assert len(blank_pdf_authors(content)) == len(content)
    assert time.process_time() - started < 0.5


def test_a_large_package_is_cleaned_within_bounds():
    huge = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": '<w:ins w:author="Ana">' * 450_000,
        "docProps/core.xml": "<c/>",
    }
    content = package(huge | {"docProps/app.xml": f"<Company>{CANARY.decode()}</Company>"})
    tracemalloc.start()
    kept = clean_package(content)
    assert tracemalloc.get_traced_memory()[1] < 300 * 1024 * 1024
    tracemalloc.stop()
    assert CANARY not in opened(kept).read("docProps/app.xml")
    assert opened(kept).read("word/document.xml") == huge["word/document.xml"].encode()


def test_a_packing_of_no_office_program_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("docProps/core.xml", "<c/>")
    with pytest.raises(zipfile.BadZipFile):
        clean_package(content.getvalue())


def test_a_name_of_bytes_that_repeat_is_found_in_both_encodings():
    assert b"Ana" not in blank_pdf_authors(named_pdf(b"Ana"))
