"""What somebody writes for herself. No action here is ever called by anybody but the writer, and none is logged."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from home.accounts.models import User
from home.richtext import clean_html
from home.uploads.actions import attach_upload, copy_upload, detach_upload
from home.uploads.models import Upload
from learning.portfolio.actions.entries import DraftContent, SavedDraft, attach_to_draft, save_draft
from learning.portfolio.models import EntryDraft, JournalPage, PortfolioEntry

UNDO = datetime.timedelta(days=30)


class JournalConflict(Exception):
    """Another window or device saved meanwhile: `stored` is what it saved. Nothing was overwritten."""

    def __init__(self, stored: JournalPage):
        super().__init__(str(stored))
        self.stored = stored


@transaction.atomic
def save_journal_page(
    *, by: User, key: uuid.UUID, base_number: int, text: str, form_key: uuid.UUID | None = None
) -> SavedDraft:
    """Keeps the page `key` where `base_number` is the stored number, as save_draft does; writes it the first time.

    Raises JournalConflict.
    """
    now, text = timezone.now(), clean_html(text)
    new = {"text": text, "saved_with": form_key, "written_at": now, "saved_at": now}
    stored, is_new = JournalPage.objects.get_or_create(author=by, key=key, defaults=new)
    number = stored.draft_number
    if is_new or (stored.text == text and stored.saved_with == form_key):
        return SavedDraft(number, stored.saved_at)
    if stored.text != text and number != base_number and (form_key is None or stored.saved_with != form_key):
        raise JournalConflict(stored)
    changes = {"text": text, "saved_with": form_key, "saved_at": now, "draft_number": number + 1, "deleted_at": None}
    if not JournalPage.objects.filter(pk=stored.pk, draft_number=number).update(**changes):
        raise JournalConflict(JournalPage.objects.get(pk=stored.pk))
    return SavedDraft(number + 1, now)


@transaction.atomic
def attach_to_journal(*, by: User, page: JournalPage, upload: Upload) -> None:
    attach_upload(upload, owner=page)
    page.attachments.add(upload)


@transaction.atomic
def remove_from_journal(*, by: User, page: JournalPage, public_id: uuid.UUID) -> None:
    for upload in page.attachments.filter(public_id=public_id):
        page.attachments.remove(upload)
        detach_upload(upload)


def delete_journal_page(*, by: User, page: JournalPage) -> None:
    """Puts the page away; `restore_journal_page` brings it back for thirty days."""
    JournalPage.objects.filter(pk=page.pk, author=by).update(deleted_at=timezone.now())


def restore_journal_page(*, by: User, page: JournalPage) -> None:
    JournalPage.objects.filter(pk=page.pk, author=by).update(deleted_at=None)


@transaction.atomic
def remove_deleted_pages() -> int:
    """Forgets for good what its writer had put away thirty days ago; its files go with the sweep of uploads."""
    old = JournalPage.objects.filter(deleted_at__lt=timezone.now() - UNDO)
    for page in old:
        for upload in page.attachments.all():
            detach_upload(upload)
        page.delete()
    return len(old)


@transaction.atomic
def take_to_draft(*, by: User, page: JournalPage, entry: PortfolioEntry) -> SavedDraft:
    """Appends the page to the entry's draft, with copies of its files; the page stays. A repeat appends nothing.

    Raises EntryLocked, DraftConflict.
    """
    draft = EntryDraft.objects.get(entry=entry)
    stored = JournalPage.objects.select_for_update().get(pk=page.pk, author=by)
    if stored.used_in_id == entry.pk:
        return SavedDraft(draft.draft_number, draft.saved_at)
    joined = DraftContent(
        f"{draft.text}{stored.text}",
        draft.intent,
        draft.accept_as_final,
        self_assessment=draft.self_assessment,
    )
    saved = save_draft(by=by, entry=entry, base_number=draft.draft_number, content=joined)
    for upload in stored.attachments.all():
        attach_to_draft(by=by, entry=entry, upload=copy_upload(upload))
    stored.used_in = entry
    stored.save(update_fields=["used_in"])
    return saved
