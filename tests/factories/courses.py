"""Pictures, documents, recordings and the raw forms of blocks, as an editor's form or the importer stores them."""

import io
import uuid

import factory
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from wagtail.models import Collection
from wagtailmedia.models import Media

from home.pages.models import CustomDocument, CustomImage
from learning.courses.models import GlossaryTerm


def picture_bytes(width: int = 40, height: int = 30, image_format: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    PillowImage.new("RGB", (width, height), "teal").save(buffer, image_format, **options)
    return buffer.getvalue()


def block(kind: str, value) -> dict:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def picture(image, **fields) -> dict:
    """The raw value of a picture's block."""
    empty = {"alt_text": "", "decorative": False, "caption": "", "credit": "", "licence": "", "alt_missing": False}
    return {**empty, "image": image.pk, **fields}


class FileFactory(factory.django.DjangoModelFactory):
    """Makes what keeps a file; measuring a picture leaves the file open."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        thing = super()._create(model_class, *args, **kwargs)
        thing.file.close()
        return thing


class ImageFactory(FileFactory):
    class Meta:
        model = CustomImage

    class Params:
        size = (400, 300)

    title = factory.Sequence(lambda n: f"Desenho {n}")
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.LazyAttribute(lambda o: ContentFile(picture_bytes(*o.size), name="desenho.png"))


class DocumentFactory(FileFactory):
    class Meta:
        model = CustomDocument

    title = factory.Sequence(lambda n: f"Folha {n}")
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4", name="folha.pdf"))


class MediaFactory(FileFactory):
    class Meta:
        model = Media

    title = factory.Sequence(lambda n: f"Fala {n}")
    type = "audio"
    duration = 60
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.LazyAttribute(lambda o: ContentFile(b"som", name=f"fala.{'mp3' if o.type == 'audio' else 'mp4'}"))


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    term = factory.Sequence(lambda n: f"termo {n}")
    definition = "O que a palavra quer dizer aqui."
