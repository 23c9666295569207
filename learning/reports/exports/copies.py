"""Writes the copy that somebody asked for into a file."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.utils.text import slugify

from home.uploads.models import Upload
from home.uploads.queries import content_path
from learning.enrolment.models import Enrolment
from learning.portfolio.enums import ReaderKind
from learning.reports.enums import ExportKind
from learning.reports.exports.documents import Pictures, Progress, document_parts
from learning.reports.exports.pdf import write_pdf
from learning.reports.models import Export
from learning.reports.queries import enrolments_with_work, files_of, portfolio_data, whole_portfolio


def write_copy(export: Export, target: Path, tell: Progress) -> list[int]:
    """Writes what `export` asks for; returns the enrolments that are in it. Raises PdfUnavailable."""
    if export.enrolment is not None:
        _write_own(export.enrolment, export.kind, target, tell)
        return [export.enrolment.pk]
    enrolments = list(enrolments_with_work(export.offering))
    _write_class(enrolments, export.kind, target, tell)
    return [enrolment.pk for enrolment in enrolments]


def _write_own(enrolment: Enrolment, kind: str, target: Path, tell: Progress) -> None:
    if kind == ExportKind.ZIP:
        _write_everything(enrolment, target, tell)
    else:
        _write_document(enrolment, kind, ReaderKind.OWN, target, tell)


def _write_document(enrolment: Enrolment, kind: str, reader: str, target: Path, tell: Progress) -> None:
    portfolio = whole_portfolio(enrolment, reader, all_sent=True)
    if kind != ExportKind.PDF:
        _write_page(target, document_parts(portfolio, Pictures(), tell))
        return
    with tempfile.TemporaryDirectory(prefix="roda-pdf-") as folder:
        page, pictures = Path(folder) / "page.html", Path(folder) / "pictures"
        pictures.mkdir()
        # Drawing the pages takes most of the time.
        _write_page(page, document_parts(portfolio, Pictures(pictures), lambda percent: tell(percent // 4)))
        write_pdf(page, target, pictures)


def _write_page(target: Path, parts: Iterable[str]) -> None:
    with target.open("w", encoding="utf-8") as file:
        file.writelines(parts)


def _write_everything(enrolment: Enrolment, target: Path, tell: Progress) -> None:
    """Her whole work: the page to read, the data with their schema, and the files as they are kept."""
    page = target.with_suffix(".html")
    _write_document(enrolment, ExportKind.HTML, ReaderKind.OWN, page, lambda percent: tell(percent // 2))
    data = portfolio_data(enrolment)
    files = list(files_of(enrolment))
    data["files"] = [
        {
            "id": str(file.public_id), "name": file.name, "path": archive_name(file), "media_type": file.media_type,
            "size": file.size, "sha256": file.sha256, "received_sha256": file.received_sha256,
        }
        for file in files
    ]  # fmt: skip
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LEIA-ME.txt", render_to_string("learning/reports/readme.txt", {"enrolment": enrolment}))
        archive.write(page, "portfolio.html")
        archive.writestr("portfolio.json", json.dumps(data, ensure_ascii=False, indent=1))
        archive.writestr("portfolio.schema.json", render_to_string("learning/reports/schema.json"))
        _add_files(archive, files, tell)
    page.unlink()


def _add_files(archive: zipfile.ZipFile, files: list[Upload], tell: Progress) -> None:
    storage = storages["private"]
    for number, file in enumerate(files, 1):
        path = content_path(file.sha256)
        if storage.exists(path):
            with storage.open(path) as source, archive.open(archive_name(file), "w") as place:
                shutil.copyfileobj(source, place)
        tell(50 + 50 * number // len(files))


def archive_name(upload: Upload) -> str:
    """A name that no system misreads, and that no two files share."""
    stem, _dot, extension = upload.name.rpartition(".")
    return f"arquivos/{str(upload.public_id)[:13]}-{slugify(stem)[:60] or 'arquivo'}.{slugify(extension)}"


def _write_class(enrolments: list[Enrolment], kind: str, target: Path, tell: Progress) -> None:
    """One document a student, as the coordination reads it: what was sent and released, no drafts, no private words."""
    one = target.with_suffix(".one")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (enrolment, name) in enumerate(zip(enrolments, _names(enrolments), strict=True), 1):
            _write_document(enrolment, kind, ReaderKind.CHARGE, one, lambda percent: None)
            archive.write(one, f"{name}.{kind}")
            tell(100 * number // len(enrolments))
    one.unlink(missing_ok=True)


def _names(enrolments: Iterable[Enrolment]) -> list[str]:
    return [
        f"{number:03} {slugify(enrolment.student.name)[:60] or 'portfolio'}"
        for number, enrolment in enumerate(enrolments, 1)
    ]
