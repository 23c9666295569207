from datetime import datetime

from django.db.models import Sum

from home.accounts.models import User


def content_path(sha256: str) -> str:
    """Where the private storage keeps a content."""
    return f"uploads/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def bytes_kept(person: User) -> int:
    return person.uploads.aggregate(total=Sum("size"))["total"] or 0


def received_since(person: User, moment: datetime) -> int:
    return person.uploads.filter(created_at__gte=moment).count()
