from django.apps import apps
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def unread_notices(person: str) -> Coalesce:
    """How many notices nobody has opened, for an outer query whose column `person` says whose. The bell over every page
    says it, so it comes with the person herself. Notices stand on accounts: they are named here, not imported."""
    waiting = apps.get_model("home", "Notification").objects.filter(person=OuterRef(person), read_at=None)
    number = waiting.order_by().values("person").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)
