"""What every view of a reading looks up first, with the answer for those whom it does not concern."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from learning.portfolio.actions import note_text_readings
from learning.portfolio.models import PortfolioEntry
from learning.reviews.models import Review
from learning.reviews.queries import ReviewScreen, review_screen
from learning.reviews.rules import may_review


def entry_or_404(request: HttpRequest, public_id: uuid.UUID) -> PortfolioEntry:
    entries = PortfolioEntry.objects.visible_to(request.user).select_related("enrolment", "prompt")
    entry = entries.filter(public_id=public_id).first()
    if entry is None and Review.objects.filter(entry__public_id=public_id, reviewer=request.user).exists():
        # She lost the group while she read: that there is such a reading is no news to her.
        raise PermissionDenied
    if entry is None:
        raise Http404
    if not may_review(request.user, entry):
        raise PermissionDenied
    return entry


def own_review(request: HttpRequest, public_id: uuid.UUID) -> Review | None:
    """Her open review of the entry; for a repeated press the one that its key had released."""
    entry = entry_or_404(request, public_id)
    reviews = Review.objects.filter(entry=entry, reviewer=request.user)
    reviews = reviews.select_related("entry__prompt", "version__rubric_version")
    by_key = {str(review.key): review for review in reviews if review.released_at}
    return by_key.get(request.POST.get("key", "")) or reviews.open().first()


def screen_or_404(request: HttpRequest, public_id: uuid.UUID) -> ReviewScreen:
    """The reading place, with the version that the address or the form names; leaves the trace of that reading."""
    number = request.POST.get("versao") or request.GET.get("versao", "")
    screen = review_screen(request.user, public_id, page_number(number, 0))
    if screen is None:
        raise Http404
    if not screen.is_noted:
        note_text_readings(by=request.user, enrolment_id=screen.enrolment_id, version_ids=[screen.shown_id])
    return screen


def page_number(text: str, otherwise: int = 1) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) < 6 and int(text) else otherwise
