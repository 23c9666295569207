"""What pages show of other things: terms, pictures, documents, recordings, titles of other pages."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Page, ReferenceIndex

from learning.courses.actions.read_rows import write_read_rows
from learning.courses.models import ReadItem


def pages_showing(thing: models.Model) -> list[int]:
    """Ids of the pages that Wagtail's reference index names for `thing`."""
    named = ReferenceIndex.get_references_to(thing).filter(base_content_type=ContentType.objects.get_for_model(Page))
    return sorted({int(object_id) for object_id in named.values_list("object_id", flat=True)})


def write_rows_showing(thing: models.Model) -> None:
    """Writes again the rows of the published pages that show `thing`."""
    write_rows_of(pages_showing(thing))


def write_rows_of(page_ids: list[int]) -> None:
    if page_ids:
        write_read_rows(Page.objects.filter(pk__in=page_ids, live=True))


@transaction.atomic
def write_published_page(page: Page) -> None:
    """Writes the rows of a page that went public or changed, and of those that show its title."""
    before = ReadItem.objects.filter(pk=page.pk).values_list("title", flat=True).first()
    write_read_rows([page])
    if before not in (None, page.title):
        write_rows_showing(page)
