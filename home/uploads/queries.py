from datetime import datetime

from django.db.models import Sum

from home.accounts.models import User
from home.uploads.models import IncomingUpload


def content_path(sha256: str) -> str:
    """Where the private storage keeps a content."""
    return f"uploads/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def part_path(incoming: IncomingUpload) -> str:
    """Where the private storage keeps what came of a file so far."""
    return f"incoming/{incoming.pk}"


def bytes_kept(person: User) -> int:
    return person.uploads.aggregate(total=Sum("size"))["total"] or 0


def received_since(person: User, moment: datetime) -> int:
    return person.uploads.filter(created_at__gte=moment).count()


def bytes_arriving(person: User) -> int:
    """What she has announced and not sent whole, by its announced size."""
    return IncomingUpload.objects.of(person).arriving().aggregate(total=Sum("size"))["total"] or 0


def announced_since(person: User, moment: datetime) -> int:
    return IncomingUpload.objects.of(person).arriving().filter(created_at__gte=moment).count()
