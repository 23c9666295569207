"""The tutor's queue and her review screen, each with much in it and with little."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape

from home.accounts.models import User
from learning.enrolment.models import TutoringGroup
from learning.portfolio.enums import EntryState
from learning.portfolio.models import PortfolioEntry
from tests.benchmarks.entries import FEW, MANY
from tests.benchmarks.load import Visit
from tests.benchmarks.pages import session_of
from tests.factories.long_entries import lengthen

LONG, SHORT = {"versions": 20, "comments": 200}, {"versions": 2, "comments": 10}


def make_long_entries() -> None:
    """Each tutor reads a long entry and a short one."""
    for name in (MANY, FEW):
        tutor = _tutor(name)
        first, second = _waiting(name)[:2]
        lengthen(first, tutor, **LONG)
        lengthen(second, tutor, **SHORT)


def entries_written() -> int:
    return PortfolioEntry.objects.count()


def pairs() -> list[tuple[str, Visit, Visit]]:
    """(name, the page with much, the same with little)."""
    queue = reverse("learning:review_queue")
    many, few = session_of(_tutor(MANY)), session_of(_tutor(FEW))
    last = "?pagina=200"
    return [
        ("queue of 5,000 and of 10", Visit(queue, many, "Pessoa"), Visit(queue, few, "Pessoa")),
        ("queue of 5,000, last page", Visit(queue + last, many, "Pessoa"), Visit(queue, few, "Pessoa")),
        ("review, 200 comments and 10", _review(MANY, 0, many), _review(MANY, 1, many)),
        ("review, 200 comments in a queue of 5,000; 10 in one of 10", _review(MANY, 0, many), _review(FEW, 1, few)),
    ]


def _review(name: str, which: int, session: str) -> Visit:
    entry = PortfolioEntry.objects.filter(state=EntryState.IN_REVIEW, enrolment__tutoring_group__name=name).order_by(
        "-round"
    )[which]
    return Visit(reverse("learning:review", args=[entry.public_id]), session, escape(entry.enrolment.student.name))


def _tutor(name: str) -> User:
    return TutoringGroup.objects.get(name=name).staff.get().person


def _waiting(name: str) -> QuerySet[PortfolioEntry]:
    entries = PortfolioEntry.objects.filter(enrolment__tutoring_group__name=name, state=EntryState.SUBMITTED)
    return entries.select_related("enrolment__student").order_by("pk")
