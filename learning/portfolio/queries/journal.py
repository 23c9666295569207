"""A person's journal, and where its pages may go."""

from django.db.models import QuerySet

from home.accounts.models import User
from learning.courses.enums import ItemKind
from learning.courses.models import ReadItem
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.portfolio.models import JournalPage, PortfolioEntry
from learning.portfolio.transitions import WRITABLE


def journal_of(person: User) -> QuerySet[JournalPage]:
    """Her pages, newest first, with their files and the prompt to which one was taken."""
    pages = JournalPage.objects.visible_to(person).kept()
    return pages.select_related("used_in__prompt").prefetch_related("attachments")


def open_prompts(person: User) -> list[tuple[str, str]]:
    """The prompts that she may write to now: (`course slug/item`, title), in the order of her courses. Two queries."""
    enrolments = Enrolment.objects.of(person).current().filter(state=EnrolmentState.ACTIVE)
    closed = PortfolioEntry.objects.of(person).exclude(state__in=WRITABLE).values("prompt")
    items = ReadItem.objects.filter(outline__in=enrolments.values("course"), kind=ItemKind.REFLECTION)
    rows = items.exclude(page__in=closed).order_by("outline", "position").values_list("outline__slug", "page", "title")
    return [(f"{slug}/{page}", title) for slug, page, title in rows]
