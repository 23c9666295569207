"""Changes at work beside a reflection: chosen for the draft, frozen with each version."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from home.accounts.models import User
from learning.portfolio.models import CitedChange, EntryVersion, PortfolioEntry
from learning.work_changes.models import ChangeFollowUp, WorkChange
from learning.work_changes.queries import change_content


@transaction.atomic
def cite_changes(*, by: User, entry: PortfolioEntry, changes: Iterable[WorkChange]) -> None:
    """What stands beside the draft from now on, of her own records; what was sent stays as it was."""
    PortfolioEntry.objects.select_for_update().get(pk=entry.pk)
    wanted = set(WorkChange.objects.kept().of(by).filter(pk__in=[change.pk for change in changes]))
    draft = CitedChange.objects.filter(entry=entry, version=None)
    draft.exclude(change__in=wanted).delete()
    held = set(draft.values_list("change", flat=True))
    CitedChange.objects.bulk_create(
        CitedChange(entry=entry, change=change)
        for change in sorted(wanted, key=lambda one: one.pk)
        if change.pk not in held
    )


def cited_counts(entry: PortfolioEntry) -> dict[str, int]:
    """How many stand beside the draft, and how many of them were followed. One query."""
    follow_ups = ChangeFollowUp.objects.filter(change=OuterRef("change"))
    rows = CitedChange.objects.filter(entry=entry, version=None, change__removed_at__isnull=True)
    followed = rows.annotate(is_followed=Exists(follow_ups)).values_list("is_followed", flat=True)
    return {"changes": len(followed), "followed_changes": sum(followed)}


def freeze_citations(version: EntryVersion) -> None:
    """The version keeps the records as they are now; the draft goes on showing them as they become."""
    rows = CitedChange.objects.filter(entry=version.entry_id, version=None, change__removed_at__isnull=True)
    CitedChange.objects.bulk_create(
        CitedChange(entry=row.entry, version=version, change=row.change, content=change_content(row.change))
        for row in rows.select_related("change__category", "entry")
    )
