"""What checks the guards of the reviewer's transitions; the portfolio's table names them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from learning.courses.rubric_sheets import Sheet, asks_to_deepen
from learning.portfolio.enums import Intent
from learning.portfolio.guards import Problem, reason_given

# Fewer words than this is a nod, not a sentence that somebody can work with.
SENTENCE_WORDS = 3
# How long a tutor may reopen what was accepted, and a student ask for a second reading (domain.md T10, T11).
TUTORS_TIME = datetime.timedelta(days=7)
STUDENTS_TIME = datetime.timedelta(days=10)


@dataclass(frozen=True)
class Verdict:
    """What the guards of T7-T9 look at: the review's words and levels, and the version it is about.

    `asks_in_the_text`: a comment on a passage is a question or asks to go deeper. `lacks_change`: the prompt asks for a
    change at work, or for one that was followed, and the version came without.
    """

    overall: str
    request: str
    grade: Decimal | None
    intent: str
    accept_as_final: bool
    graded: bool
    max_grade: Decimal
    sheet: Sheet | None = None
    judgement: dict = field(default_factory=dict)
    is_second_reading: bool = False
    asks_in_the_text: bool = False
    lacks_change: bool = False


@dataclass(frozen=True)
class Reopening:
    """What the guards of T10 look at."""

    reason: str
    accepted_at: datetime.datetime
    now: datetime.datetime
    by_coordinator: bool
    certified_at: datetime.datetime | None


@dataclass(frozen=True)
class Rereading:
    """What the guards of T11 look at; `released_at` is when the reading came that she asks another one for."""

    reason: str
    was_asked: bool
    released_at: datetime.datetime | None
    now: datetime.datetime
    is_accepted: bool
    returns: int
    certified_at: datetime.datetime | None


@dataclass(frozen=True)
class Reassigning:
    """What the guards of T14 look at."""

    works_in_the_offering: bool
    is_the_student: bool
    read_it_first: bool


def overall_is_a_sentence(verdict: Verdict) -> Problem | None:
    if len(verdict.overall.split()) >= SENTENCE_WORDS:
        return None
    return Problem("overall", _("Write at least one sentence about the reflection."))


def overall_not_blank(verdict: Verdict) -> Problem | None:
    if verdict.overall.strip():
        return None
    return Problem("overall", _("Write what you read in the reflection: the comment is blank."))


def request_is_concrete(verdict: Verdict) -> Problem | None:
    asks = verdict.asks_in_the_text or asks_to_deepen(verdict.judgement)
    if asks or len(verdict.request.split()) >= SENTENCE_WORDS:
        return None
    message = _(
        "Ask for something concrete: here, or by a comment in the text that is a question or asks to go deeper."
    )
    return Problem("request", message)


def intent_is_formative(verdict: Verdict) -> Problem | None:
    if verdict.intent == Intent.FORMATIVE:
        return None
    return Problem("", _("This version was sent for assessment: return it or accept it."))


def meant_as_final(verdict: Verdict) -> Problem | None:
    if verdict.intent == Intent.FINAL or verdict.accept_as_final:
        return None
    return Problem("", _("The student asked for a reading only: comment on it or return it."))


def grade_within_scale(verdict: Verdict) -> Problem | None:
    if not verdict.graded or (verdict.sheet and verdict.sheet.gives_points):
        return None
    if verdict.grade is not None and 0 <= verdict.grade <= verdict.max_grade:
        return None
    return Problem(
        "grade", _("Give a grade from 0 to %(highest)s.") % {"highest": f"{verdict.max_grade.normalize():f}"}
    )


def rubric_complete(verdict: Verdict) -> Problem | None:
    missing = verdict.sheet.missing(verdict.judgement) if verdict.sheet else []
    if not missing:
        return None
    names = ", ".join(criterion.name for criterion in missing)
    return Problem("judgement", _("Choose a level for each criterion. Still missing: %(names)s.") % {"names": names})


def change_record_complete(verdict: Verdict) -> Problem | None:
    if not verdict.lacks_change:
        return None
    return Problem("", _("The change at work that this prompt asks for did not come along: return it and ask for it."))


def rubric_complete_when_final(verdict: Verdict) -> Problem | None:
    return rubric_complete(verdict) if verdict.intent == Intent.FINAL else None


def not_a_second_reading(verdict: Verdict) -> Problem | None:
    if not verdict.is_second_reading:
        return None
    message = _(
        "This is a second reading: return it or accept it, or ask the coordination to give it to somebody else."
    )
    return Problem("", message)


def within_seven_days_or_coordinator(reopening: Reopening) -> Problem | None:
    if reopening.by_coordinator or reopening.now <= reopening.accepted_at + TUTORS_TIME:
        return None
    message = _("It was accepted more than %(days)s days ago: only the coordination can reopen it. It stays accepted.")
    return Problem("", message % {"days": TUTORS_TIME.days})


def no_certificate_issued(asking: Reopening | Rereading) -> Problem | None:
    if asking.certified_at is None:
        return None
    return Problem("", _("The certificate of this student was issued: the reflection stays as it was accepted."))


def once_per_entry(rereading: Rereading) -> Problem | None:
    if not rereading.was_asked:
        return None
    return Problem("", _("You asked for a second reading of this reflection already. Both readings are kept."))


def within_ten_days(rereading: Rereading) -> Problem | None:
    if rereading.released_at is not None and rereading.now <= rereading.released_at + STUDENTS_TIME:
        return None
    message = _("A second reading can be asked for within %(days)s days of the first one. What you have stays valid.")
    return Problem("", message % {"days": STUDENTS_TIME.days})


def returned_twice_or_accepted(rereading: Rereading) -> Problem | None:
    if rereading.is_accepted or rereading.returns >= 2:
        return None
    message = _("A second reading can be asked for once it was accepted, or returned twice. Your text is kept.")
    return Problem("", message)


def new_tutor_in_the_offering(reassigning: Reassigning) -> Problem | None:
    if reassigning.works_in_the_offering and not reassigning.is_the_student:
        return None
    return Problem("reader", _("Choose somebody who works in this class. The reading stays where it is."))


def other_reader_than_the_first(reassigning: Reassigning) -> Problem | None:
    if not reassigning.read_it_first:
        return None
    return Problem(
        "reader", _("A second reading is done by somebody who has not read it first. Choose another person.")
    )


GUARDS: dict[str, Callable[..., Problem | None]] = {
    "reason_given": reason_given,
    "not_a_second_reading": not_a_second_reading,
    "within_seven_days_or_coordinator": within_seven_days_or_coordinator,
    "no_certificate_issued": no_certificate_issued,
    "once_per_entry": once_per_entry,
    "within_ten_days": within_ten_days,
    "returned_twice_or_accepted": returned_twice_or_accepted,
    "new_tutor_in_the_offering": new_tutor_in_the_offering,
    "other_reader_than_the_first": other_reader_than_the_first,
    "overall_is_a_sentence": overall_is_a_sentence,
    "overall_not_blank": overall_not_blank,
    "request_is_concrete": request_is_concrete,
    "intent_is_formative": intent_is_formative,
    "meant_as_final": meant_as_final,
    "grade_within_scale": grade_within_scale,
    "rubric_complete": rubric_complete,
    "change_record_complete": change_record_complete,
    "rubric_complete_when_final": rubric_complete_when_final,
}
