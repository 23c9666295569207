"""Makes people's files and notices."""

import io
import zipfile

import factory
from django.core.files.base import ContentFile
from PIL import Image

from home.accounts.models import User
from home.notifications.models import Notification
from home.uploads.actions import receive_upload
from home.uploads.models import Upload

# The beginning of what a browser's recorder makes of a voice (WebM with Opus), and of a film.
VOICE = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\x16\x54\xae\x6b\x86\x86A_OPUS" + bytes(400)
FILM = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\x86\x85V_VP8\x86\x86A_OPUS" + bytes(400)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"pessoa{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Pessoa {n}")


class NotificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notification

    person = factory.SubFactory(PersonFactory)
    event = "pages.publication_refused"
    key = factory.Sequence(str)
    url = "/inicio/"
    data = {"title": "Acolhimento", "reason": ""}


def picture(picture_format: str = "PNG", size: tuple[int, int] = (8, 6), **options) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, picture_format, **options)
    return content.getvalue()


def packed(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return content.getvalue()


def docx(**more: bytes | str) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>", **more})


def upload_of(person: User, content: bytes | None = None, name: str = "foto.png") -> Upload:
    return receive_upload(by=person, file=ContentFile(content or picture()), name=name)
