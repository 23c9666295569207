"""Pictures, documents and glossary terms, which the course's pages show."""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from home.accounts.models import User
from home.pages.models import CustomDocument, CustomImage
from learning.courses.models import GlossaryTerm
from learning.management.demo.reading import CONTENT, read


@dataclass(frozen=True)
class Shelf:
    """Ids by file name, terms by key; `alt` are the pictures' texts by file name."""

    pictures: dict[str, int]
    documents: dict[str, int]
    terms: dict[str, int]
    alt: dict[str, str]


def fill_shelf(by: User) -> Shelf:
    pictures = read("pictures")
    return Shelf(
        pictures={row["file"]: _picture(by, {**pictures["defaults"], **row}) for row in pictures["pictures"]},
        documents={row["file"]: _document(by, row) for row in read("documents")["documents"]},
        terms={row["key"]: _term(row) for row in read("glossary")["terms"]},
        alt={row["file"]: row["alt"] for row in pictures["pictures"]},
    )


def _picture(by: User, row: dict) -> int:
    content = (CONTENT / "pictures" / row["file"]).read_bytes()
    image = CustomImage(
        title=row["title"],
        description=row["alt"][:255],
        file=ImageFile(BytesIO(content), name=row["file"]),
        credit=row["credit"],
        licence=row["licence"],
        uploaded_by_user=by,
    )
    image._set_image_file_metadata()
    image.save()
    return image.pk


def _document(by: User, row: dict) -> int:
    content = (CONTENT / "documents" / row["file"]).read_bytes()
    document = CustomDocument(title=row["title"], file=ContentFile(content, name=row["file"]), uploaded_by_user=by)
    document._set_document_file_metadata()
    document.save()
    return document.pk


def _term(row: dict) -> int:
    return GlossaryTerm.objects.create(term=row["term"], definition=row["definition"]).pk
