"""What the schedule does with pages, and how an editor's picture comes in."""

import structlog
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from home.notifications.actions import notify
from home.pages.completeness import PublicationRefused
from home.uploads.pictures import remake_picture

log = structlog.get_logger(__name__)


def publish_due_revisions() -> int:
    """Publishes what is due and returns how many were. A refused one is taken off the schedule, its editor told.

    Whatever else goes wrong with one is logged and left on the schedule: the others go on, and it is tried again.
    """
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    return sum(map(_publish_due, due))


def _publish_due(revision: Revision) -> bool:
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except PublicationRefused as refusal:
        _pass_over(revision, refusal)
    except Exception as error:
        log.exception("scheduled_publication_failed", revision=revision.pk, error=type(error).__name__)
    else:
        return True
    return False


@transaction.atomic
def _pass_over(revision: Revision, refusal: PublicationRefused) -> None:
    log.warning("scheduled_publication_refused", revision=revision.pk, page=refusal.page.pk)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    editor = revision.user or refusal.page.owner
    if editor is None:
        return
    notify(
        "pages.publication_refused",
        editor,
        key=str(revision.pk),
        url=reverse("wagtailadmin_pages:edit", args=[refusal.page.pk]),
        data={"title": refusal.page.title, "reason": " ".join(refusal.reasons)},
    )


def drafts_that_would_be_refused(pages: list[Page], *, include_descendants: bool) -> list[PublicationRefused]:
    """Returns the refusals that publishing the latest drafts of these pages would meet."""
    refusals = []
    for page in pages:
        drafts = [page, *page.get_descendants().not_live()] if include_descendants else [page]
        for draft in drafts:
            try:
                draft.specific.get_latest_revision_as_object().check_publishable()
            except PublicationRefused as refusal:
                refusals.append(refusal)
    return refusals


def remake_image_file(file: File) -> File:
    """Returns the picture drawn anew: no place, no camera, no name stays in it. Raises UnreadablePicture.

    Whoever makes a CustomImage without the admin's form (importer, demo) passes the file through here.
    """
    content, _width, _height = remake_picture(file)
    return ContentFile(content, name=file.name)
