"""The nightly look at whether texts and files are still as they were sent (domain.md I1). It changes nothing."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterator

from django.core.files.storage import storages
from django.urls import reverse

from home.accounts.models import User
from home.notifications.actions import notify
from home.uploads.models import Upload
from home.uploads.queries import content_path
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Offering, StaffAssignment
from learning.portfolio.dates import today
from learning.portfolio.models import EntryVersion

logger = logging.getLogger(__name__)
CHUNK = 500


def sweep_hashes() -> int:
    """Returns how many versions and files are not as they were sent; logs each, tells coordination and admins."""
    found: dict[int, list[str]] = defaultdict(list)
    for offering_id, name in [*_changed_texts(), *_changed_files()]:
        logger.error("hash_mismatch", extra={"what": name, "offering": offering_id})
        found[offering_id].append(name)
    for offering in Offering.objects.filter(pk__in=found).select_related("course"):
        _tell(offering, found[offering.pk])
    return sum(map(len, found.values()))


def _changed_texts() -> Iterator[tuple[int, str]]:
    versions = EntryVersion.objects.order_by("pk")
    columns = ("public_id", "text", "sha256", "entry__enrolment__offering")
    for public_id, text, sha256, offering in versions.values_list(*columns).iterator(chunk_size=CHUNK):
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield offering, f"version {public_id}"


def _changed_files() -> Iterator[tuple[int, str]]:
    """A file that several versions carry is read once."""
    files = Upload.objects.filter(entry_versions__isnull=False).order_by("sha256", "pk").distinct()
    columns = ("public_id", "sha256", "entry_versions__entry__enrolment__offering")
    last, is_whole = "", True
    for public_id, sha256, offering in files.values_list(*columns).iterator(chunk_size=CHUNK):
        if sha256 != last:
            last, is_whole = sha256, _is_whole(sha256)
        if not is_whole:
            yield offering, f"file {public_id}"


def _is_whole(sha256: str) -> bool:
    try:
        with storages["private"].open(content_path(sha256)) as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _tell(offering: Offering, found: list[str]) -> None:
    """Once a day: what is damaged stays so until somebody looks."""
    staff = StaffAssignment.objects.filter(offering=offering, role=StaffRole.COORDINATOR).values("person")
    people = User.objects.filter(pk__in=staff) | User.objects.filter(is_superuser=True)
    data = {"course": offering.course.title, "number": len(found)}
    for person in people.filter(is_active=True).distinct():
        key = f"{offering.pk}:{today()}"
        notify("hash_mismatch", person, key=key, url=reverse("learning:desk"), about=offering, data=data)
