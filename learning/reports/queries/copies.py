"""Copies that were asked for, and what goes into them."""

from django.core.files import File
from django.core.files.storage import storages
from django.db.models import Q, QuerySet
from django.urls import reverse

from home.accounts.models import User
from home.uploads.models import Upload
from learning.enrolment.models import Enrolment, Offering
from learning.portfolio.models import EntryVersion
from learning.reports.models import Export


def copies_of(person: User, **of: Enrolment | Offering) -> QuerySet[Export]:
    """Her copies of one portfolio (`enrolment`) or one class (`offering`), newest first; what failed is named too."""
    return Export.objects.visible_to(person).filter(**of).order_by("-created_at")[:10]


def copies_url(export: Export) -> str:
    """The page that it was asked for on."""
    if export.enrolment:
        return reverse("learning:portfolio_copies", args=[export.enrolment.public_id])
    return reverse("learning:offering_copies", args=[export.offering_id])


def export_file(export: Export) -> File | None:
    storage = storages["private"]
    return storage.open(export.path) if export.path and storage.exists(export.path) else None


def enrolments_with_work(offering: Offering) -> QuerySet[Enrolment]:
    """Those of an offering with something sent that stands, by name."""
    sent = EntryVersion.objects.standing().values("entry__enrolment")
    enrolments = Enrolment.objects.filter(offering=offering, pk__in=sent)
    return enrolments.select_related("student", "course", "offering", "tutoring_group").order_by(
        "student__full_name", "pk"
    )


def files_of(enrolment: Enrolment) -> QuerySet[Upload]:
    """Every file that she sent with a version or keeps with a draft or in her journal, once each."""
    sent = Q(entry_versions__entry__enrolment=enrolment)
    kept = Q(entry_drafts__entry__enrolment=enrolment)
    noted = Q(journal_pages__author=enrolment.student_id, journal_pages__deleted_at__isnull=True)
    return Upload.objects.filter(sent | kept | noted, uploader=enrolment.student_id).distinct().order_by("pk")
