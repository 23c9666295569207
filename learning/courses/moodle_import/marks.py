"""What the last import left, so that the next one sees what somebody did here since.

Each page that an import writes gets an entry in Wagtail's log, with the revision that it made, the checksum of what it
wrote and whether the page was public. A page counts as edited here when its newest revision is another one, when it was
published or unpublished by hand, or when it is locked; also when the entry is gone, to be on the safe side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page, PageLogEntry

ACTION = "learning.page_import"
BATCH = 500


@dataclass(frozen=True)
class Mark:
    revision: int | None
    checksum: str
    live: bool


def marks_below(path: str) -> dict[int, Mark]:
    """The newest mark of each page at or below `path`, by the page's id."""
    pages = Page.objects.filter(path__startswith=path).values("pk")
    entries = PageLogEntry.objects.filter(action=ACTION, page__in=pages).order_by("pk")
    return {
        page: Mark(revision, data.get("checksum", ""), data.get("live", False))
        for page, revision, data in entries.values_list("page_id", "revision_id", "data")
    }


def is_edited(page: Page, mark: Mark | None) -> bool:
    return mark is None or page.locked or (page.latest_revision_id, page.live) != (mark.revision, mark.live)


def leave_marks(pages: Iterable[tuple[Page, str]]) -> None:
    """Writes a mark of each (page, checksum) as the page stands now."""
    now, together = timezone.now(), uuid4()
    entries = [
        PageLogEntry(
            page=page,
            content_type_id=page.content_type_id,
            label=page.title,
            action=ACTION,
            timestamp=now,
            uuid=together,
            revision_id=page.latest_revision_id,
            content_changed=True,
            data={"checksum": checksum, "live": page.live},
        )
        for page, checksum in pages
    ]
    PageLogEntry.objects.bulk_create(entries, batch_size=BATCH)
