"""Pictures in their sizes, made by the worker: a reader's request never makes one."""

from collections.abc import Iterable

import structlog
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from home.pages.models import CustomImage
from home.pages.pictures import filter_specs
from learning.courses.actions.read_rows import write_read_rows
from learning.courses.models import CourseOutline, ReadItem

log = structlog.get_logger(__name__)
# Rows are written again after so many pages: readers of a big course see its pictures come.
PAGES_A_WRITE = 50


def make_renditions(course_id: int) -> None:
    """Makes what the course's pages wait for and writes their rows again. The slow part is in no transaction."""
    outline = CourseOutline.objects.filter(pk=course_id).only("is_waiting", "landing").first()
    if outline is None:
        return
    if outline.is_waiting:
        _make([outline.landing["cover"]["image"]])
        write_read_rows(Page.objects.filter(pk=course_id), pictures_made=True)
    waiting = ReadItem.objects.filter(outline_id=course_id, is_waiting=True).order_by("position")
    while rows := list(waiting.values_list("page_id", "segments")[:PAGES_A_WRITE]):
        _make(image for _page, segments in rows for image in _missing(segments))
        write_read_rows(Page.objects.filter(pk__in=[page for page, _segments in rows]), pictures_made=True)


def _missing(value) -> Iterable[int]:
    """The ids of pictures anywhere in segments that still have no file."""
    if isinstance(value, dict):
        if value.get("waiting"):
            yield value["image"]
        for part in value.values():
            yield from _missing(part)
    elif isinstance(value, list):
        for part in value:
            yield from _missing(part)


def _make(image_ids: Iterable[int]) -> None:
    for image in CustomImage.objects.filter(pk__in=set(image_ids)):
        try:
            for rendition in image.get_renditions(*filter_specs(image.width)).values():
                rendition.file.close()
        except (SourceImageIOError, InvalidFilterSpecError, OSError, ValueError) as error:
            # A broken file keeps its empty box; the course goes on.
            log.warning("picture_not_made", image=image.pk, error=type(error).__name__)
