import io
import json
import re
import uuid
import zipfile
import zlib
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from home.uploads.actions import attach_upload, receive_upload
from learning.enrolment.models import StaffAssignment
from learning.portfolio.actions import note_reading, publish_closing, save_closing, save_draft
from learning.portfolio.enums import ReaderKind, ReadingKind
from learning.portfolio.models import EntryVersion, PortfolioReading
from learning.progress.models import PrivateAnswer
from learning.reports.actions import request_copy
from learning.reports.enums import ExportKind, ExportState
from learning.reports.exports import can_write_pdf, pdf
from learning.reports.exports.copies import archive_name
from learning.reports.exports.documents import Pictures, document_parts
from learning.reports.models import Export
from learning.reports.queries import whole_portfolio
from learning.reviews.actions import ReviewContent, save_review_draft
from tests.conftest import make_person
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import (
    accepted_review,
    content,
    opened_review,
    returned_review,
    sent_entry,
)

needs_pdf = pytest.mark.skipif(not can_write_pdf(), reason="the libraries that draw PDF are missing")


def photo(by, name="praça.png"):
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), (90, 140, 120)).save(out, "PNG")
    return receive_upload(by=by, file=ContentFile(out.getvalue()), name=name)


def made(run_tasks, by, kind, **of) -> Export:
    export = request_copy(by=by, kind=kind, name="Portfólio", **of)
    run_tasks()
    export.refresh_from_db()
    return export


def content_of(export: Export) -> bytes:
    with storages["private"].open(export.path) as file:
        return file.read()


@pytest.fixture
def written(enrolment, tutor, parts):
    """A returned and rewritten reflection with a picture, a closing text, a private answer and a reading."""
    student = enrolment.student
    review = returned_review(enrolment, tutor)
    picture = photo(student)
    version = review.version
    attach_upload(picture, owner=version)
    version.attachments.add(picture)
    entry = review.entry
    entry.draft.refresh_from_db()
    save_draft(by=student, entry=entry, base_number=entry.draft.draft_number, content=content("<p>meu rascunho</p>"))
    save_closing(by=student, enrolment=enrolment, base_number=0, text="<p>Olho para trás.</p>")
    publish_closing(by=student, enrolment=enrolment)
    PrivateAnswer.objects.create(person=student, item_id=parts.first_unit.pk, block_id=uuid.uuid4(), text="só para mim")
    note_reading(by=tutor, enrolment=enrolment, kind=ReadingKind.WHOLE)
    return entry


def test_zip_holds_all_of_hers(written, enrolment, run_tasks):
    export = made(run_tasks, enrolment.student, ExportKind.ZIP, enrolment=enrolment)
    assert export.is_ready
    with zipfile.ZipFile(io.BytesIO(content_of(export))) as archive:
        data = json.loads(archive.read("portfolio.json"))
        names = archive.namelist()
        file = data["files"][0]
        assert len(archive.read(file["path"])) == file["size"]
    assert {"LEIA-ME.txt", "portfolio.html", "portfolio.json", "portfolio.schema.json"} < set(names)
    entry = data["entries"][0]
    assert entry["draft"]["text"] == "<p>meu rascunho</p>"
    assert entry["versions"][0]["sha256"] == written.versions.get().sha256
    assert entry["versions"][0]["files"] == [file["id"]]
    assert entry["reviews"][0]["request"].startswith("Que pergunta")
    assert data["closing"]["versions"][0]["text"] == "<p>Olho para trás.</p>"
    assert data["private_answers"][0]["text"] == "só para mim"
    assert data["readings"][0]["kind"] == "whole"


def keys_as_declared(value, schema: dict, place: str = "") -> list[str]:
    """Where the data say something that their schema does not, or the other way round."""
    if isinstance(value, list):
        return [fault for item in value for fault in keys_as_declared(item, schema["items"], f"{place}[]")]
    if not isinstance(value, dict):
        return []
    declared = schema["properties"]
    faults = [f"{place}.{name}" for name in set(value) ^ set(declared)]
    return faults + [
        f for name in set(value) & set(declared) for f in keys_as_declared(value[name], declared[name], name)
    ]


def test_data_are_as_their_schema_says(written, enrolment, run_tasks):
    export = made(run_tasks, enrolment.student, ExportKind.ZIP, enrolment=enrolment)
    with zipfile.ZipFile(io.BytesIO(content_of(export))) as archive:
        data, schema = (json.loads(archive.read(f"portfolio.{name}")) for name in ("json", "schema.json"))
    assert keys_as_declared(data, schema) == []


class Fetches(HTMLParser):
    """What a page would load by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("src", "srcset", "poster", "data") and value]
        if tag in ("script", "iframe", "link", "object", "embed"):
            self.found.append(tag)


def test_offline_page_stands_by_itself(written, enrolment, run_tasks):
    export = made(run_tasks, enrolment.student, ExportKind.HTML, enrolment=enrolment)
    page = content_of(export).decode()
    reader = Fetches()
    reader.feed(page)
    assert reader.found
    assert all(address.startswith("data:image/jpeg;base64,") for address in reader.found)
    assert 'lang="pt-br"' in page
    assert "url(" not in page
    assert "Olho para trás." in page


def unpacked(printed: bytes) -> bytes:
    """A PDF with its packed objects in the open, each to its own end: its bytes may hold a line's end."""
    opened = printed
    for start in re.finditer(rb"stream\r?\n", printed):
        with suppress(zlib.error):
            opened += zlib.decompressobj().decompress(printed[start.end() :])
    return opened


@needs_pdf
def test_pdf_is_tagged_and_titled(written, enrolment, run_tasks):
    export = made(run_tasks, enrolment.student, ExportKind.PDF, enrolment=enrolment)
    printed = unpacked(content_of(export))
    assert printed.startswith(b"%PDF-")
    assert b"/MarkInfo" in printed
    assert b"/StructTreeRoot" in printed
    assert b"pdfuaid" in printed
    assert re.search(rb"/Lang ?\(pt", printed)
    assert b"/Title" in printed


@needs_pdf
def test_pdf_prints_what_changed_unless_that_is_everything(written, enrolment, tmp_path):
    words = [f"palavra{number} fica {'troca' if turn else 'troco'}{number}" for turn in (0, 1) for number in range(60)]
    for number, text in ((2, " ".join(words[:60])), (3, " ".join(words[60:]))):
        EntryVersion.objects.create(
            entry=written, author=enrolment.student, key=uuid.uuid4(), number=number, text=f"<p>{text}</p>", sha256="",
            intent="final", submitted_at=timezone.now(),
        )  # fmt: skip
    written.versions.filter(number=1).update(recalled_at=timezone.now())
    whole = whole_portfolio(enrolment, ReaderKind.OWN, all_sent=True)
    printed, offline = (
        "".join(document_parts(whole, pictures, lambda percent: None)) for pictures in (Pictures(tmp_path), Pictures())
    )
    assert "reescrito em muitos lugares" in printed
    assert "<del>" not in printed
    assert offline.count("<del>") == 60


@needs_pdf
def test_pdf_fetches_nothing(enrolment, run_tasks, tmp_path):
    hostile = '<html lang="pt"><title>x</title><img alt="x" src="http://127.0.0.1:9/x.png"><img alt="y" src="file:///etc/hostname">'
    (tmp_path / "pictures").mkdir()
    (tmp_path / "x.html").write_text(hostile)
    pdf.write_pdf(tmp_path / "x.html", tmp_path / "x.pdf", tmp_path / "pictures")
    assert b"/Image" not in (tmp_path / "x.pdf").read_bytes()


def test_without_the_libraries_the_page_says_so_and_the_rest_works(client, enrolment, monkeypatch):
    monkeypatch.setattr(pdf, "_are_libraries_there", lambda: False)
    client.force_login(enrolment.student)
    address = reverse("learning:portfolio_copies", args=[enrolment.public_id])
    page = client.get(address).text
    assert "não consegue fazer PDF" in page
    assert 'value="pdf"' not in page
    assert client.post(address, {"kind": "pdf"}).status_code == 422
    assert client.post(address, {"kind": "zip"}).status_code == 302


def test_a_copy_that_fails_says_so(enrolment, run_tasks, monkeypatch):
    monkeypatch.setattr(pdf, "_are_libraries_there", lambda: False)
    export = request_copy(by=enrolment.student, kind=ExportKind.PDF, name="Portfólio", enrolment=enrolment)
    with pytest.raises(pdf.PdfUnavailable):
        run_tasks()
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    run_tasks()
    assert "não pôde ser feita" in mail.outbox[0].body


def texts_in(export: Export) -> str:
    """Everything that is to be read in a copy, files within it too."""
    kept = content_of(export)
    if not kept.startswith(b"PK"):
        return kept.decode()
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@pytest.mark.parametrize("kind", [ExportKind.HTML, ExportKind.ZIP])
def test_nothing_unreleased_and_nobody_elses_words_are_in_a_copy(enrolment, tutoring_group, tutor, kind, run_tasks):
    review = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent("canarinho nao liberado"))
    other = EnrolmentFactory(student=make_person("peer"), tutoring_group=tutoring_group)
    sent_entry(other, content("<p>canarinho de outra pessoa</p>"))
    PrivateAnswer.objects.create(person=other.student, item_id=1, block_id=uuid.uuid4(), text="canarinho privado")
    assert "canarinho" not in texts_in(made(run_tasks, enrolment.student, kind, enrolment=enrolment))


def test_a_class_holds_what_was_sent_and_released_and_no_more(written, enrolment, offering, coordinator, run_tasks):
    export = made(run_tasks, coordinator, ExportKind.HTML, offering=offering)
    words = texts_in(export)
    assert "largo da feira" in words
    assert "Que pergunta a feira traz" in words
    assert "meu rascunho" not in words
    assert "só para mim" not in words


def test_a_class_says_to_each_student_that_a_copy_was_taken(enrolment, offering, coordinator, run_tasks):
    sent_entry(enrolment)
    made(run_tasks, coordinator, ExportKind.HTML, offering=offering)
    assert list(PortfolioReading.objects.values_list("enrolment", "reader", "kind")) == [
        (enrolment.pk, coordinator.pk, ReadingKind.COPY)
    ]


def test_a_class_copy_is_refused_when_the_right_was_lost_meanwhile(enrolment, offering, coordinator, run_tasks):
    sent_entry(enrolment)
    export = request_copy(by=coordinator, kind=ExportKind.HTML, name="Turma", offering=offering)
    StaffAssignment.objects.filter(person=coordinator).delete()
    run_tasks()
    export.refresh_from_db()
    assert (export.state, export.path) == (ExportState.FAILED, "")
    assert ModelLogEntry.objects.filter(action="learning.copy_refuse").exists()


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("../../etc/passwd.txt", "-etc-passwd.txt"),
        ("con.txt", "-con.txt"),
        ("=1+1.txt", "-11.txt"),
        ("ação.txt", "-acao.txt"),
    ],
)
def test_names_in_an_archive_are_safe(enrolment, name, ending):
    file = receive_upload(by=enrolment.student, file=ContentFile(b"Nota.\n" * 20), name="x.txt")
    file.name = name
    assert re.fullmatch(r"arquivos/[0-9a-f-]{13}-[a-z0-9-]*\.txt", archive_name(file))
    assert ".." not in archive_name(file)


def test_markup_in_names_and_feedback_is_words_in_a_copy(enrolment, tutor, run_tasks):
    enrolment.student.full_name = '<script>alert(1)</script>"'
    enrolment.student.save()
    accepted_review(enrolment, tutor, ReviewContent(overall="<img src=x onerror=alert(1)> Bom trabalho."))
    page = texts_in(made(run_tasks, enrolment.student, ExportKind.HTML, enrolment=enrolment))
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
