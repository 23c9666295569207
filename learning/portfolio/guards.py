"""What checks the guards of the student's transitions; the table names them."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.richtext import plain_text
from home.templatetags.roda import said_in_full
from learning.courses.enums import ChangeRequirement, PeerVisibility
from learning.portfolio.consents import SHARING_NOW
from learning.portfolio.enums import Audience, EntryState, Intent
from learning.portfolio.transitions import TRANSITIONS

REASON_WORDS = 3


@dataclass(frozen=True)
class Problem:
    """What stops a transition: the form's field and a sentence that says what to change."""

    field: str
    message: str


@dataclass(frozen=True)
class Start:
    """What the guards of T1 look at."""

    is_live: bool
    is_open: bool
    opens_on: datetime.date | None


@dataclass(frozen=True)
class Submission:
    """What the guards of T3 look at: the draft's content, what its prompt asks, and the entry so far.

    `closed_on` is the day on which its prompt closed, None while it has not. `changes` stand beside the draft, of which
    `followed_changes` have a follow-up.
    """

    text: str
    intent: str
    no_patient_data: bool
    asks_acknowledgement: bool
    allows_formative: bool
    words: int = 0
    shortest: int | None = None
    longest: int | None = None
    files: int = 0
    fewest_files: int = 0
    round: int = 0
    max_rounds: int | None = None
    closed_on: datetime.date | None = None
    asks_change: str = ChangeRequirement.NONE
    changes: int = 0
    followed_changes: int = 0


@dataclass(frozen=True)
class Extending:
    """What the guards of T12 look at. `latest_on` is the last day that the person may grant, None: any."""

    reason: str
    due_before: datetime.date | None
    new_day: datetime.date
    today: datetime.date
    latest_on: datetime.date | None


@dataclass(frozen=True)
class Exempting:
    """What the guards of T13 look at."""

    reason: str
    has_document: bool


@dataclass(frozen=True)
class Closing:
    """What the guard of T15 looks at: a closing at the end waits for its warnings, a withdrawal does not."""

    at_the_end: bool
    was_warned: bool


@dataclass(frozen=True)
class Reviving:
    is_active: bool


def text_not_blank(submission: Submission) -> Problem | None:
    if plain_text(submission.text).strip():
        return None
    return Problem("text", _("Write your reflection before you send it: the text is blank."))


def acknowledged(submission: Submission) -> Problem | None:
    if submission.no_patient_data or not submission.asks_acknowledgement:
        return None
    return Problem("no_patient_data", _("Read your text again and confirm that no patient can be identified in it."))


def intent_allowed(submission: Submission) -> Problem | None:
    if submission.intent == Intent.FINAL or (submission.allows_formative and submission.intent == Intent.FORMATIVE):
        return None
    return Problem("intent", _("Choose what you ask of your tutor."))


def required_attachments(submission: Submission) -> Problem | None:
    if submission.files >= submission.fewest_files:
        return None
    words = ngettext(
        "The prompt asks for at least %(number)s file: attach it. Your text is saved.",
        "The prompt asks for at least %(number)s files: attach them. Your text is saved.",
        submission.fewest_files,
    )
    return Problem("file", words % {"number": submission.fewest_files})


@dataclass(frozen=True)
class Sharing:
    """What the guards of T17 look at. `boards` are the keys of the boards that she writes on."""

    state: str
    has_version: bool
    peer_visibility: str
    has_group: bool
    boards: tuple[int, ...]
    audience: str
    board: int | None
    own_choice: bool
    is_blind: bool
    consent_version: int
    no_patient_data: bool


def version_stands(sharing: Sharing) -> Problem | None:
    return None if sharing.has_version else Problem("", _("There is nothing to share yet: send your reflection first."))


def peers_may_read(sharing: Sharing) -> Problem | None:
    if sharing.peer_visibility != PeerVisibility.NEVER:
        return None
    return Problem("", _("Answers to this prompt are not shared: the course wants it so."))


def audience_is_hers(sharing: Sharing) -> Problem | None:
    if sharing.audience == Audience.BOARD:
        is_hers = sharing.board in sharing.boards
    else:
        is_hers = sharing.audience == Audience.OFFERING or (sharing.audience == Audience.GROUP and sharing.has_group)
    return None if is_hers else Problem("audience", _("Choose with whom you share it."))


def accepted_or_own_choice(sharing: Sharing) -> Problem | None:
    if sharing.state == EntryState.ACCEPTED or (sharing.own_choice and not sharing.is_blind):
        return None
    if sharing.is_blind:
        return Problem("", _("It is read without names: you can share it once it is accepted."))
    return Problem("own_choice", _("It was not accepted yet: say that you want to share it as it is."))


def consent_version_recorded(sharing: Sharing) -> Problem | None:
    if sharing.consent_version == SHARING_NOW:
        return None
    return Problem("agreed", _("Read what you agree to and mark that you do."))


def no_patient_data_acknowledged(sharing: Sharing) -> Problem | None:
    if sharing.no_patient_data:
        return None
    return Problem("no_patient_data", _("Read your text again and confirm that no patient can be identified in it."))


def length_within_the_limits(submission: Submission) -> Problem | None:
    """Limits that only warn are not among what it is given."""
    said = {"words": submission.words, "shortest": submission.shortest, "longest": submission.longest}
    if submission.shortest and submission.words < submission.shortest:
        return Problem("text", _("Your text has %(words)s words; it needs at least %(shortest)s. It is saved.") % said)
    if submission.longest and submission.words > submission.longest:
        return Problem("text", _("Your text has %(words)s words; at most %(longest)s are taken. It is saved.") % said)
    return None


def not_past_hard_close(submission: Submission) -> Problem | None:
    if submission.closed_on is None:
        return None
    message = _(
        "This prompt closed on %(day)s: nothing more is taken. Your text is saved; ask your tutor for more time."
    )
    return Problem("", message % {"day": said_in_full(submission.closed_on)})


def rounds_left(submission: Submission) -> Problem | None:
    if submission.max_rounds is None or submission.round < submission.max_rounds:
        return None
    message = _("It was returned %(number)s times, as often as this prompt allows. Your text is saved; ask your tutor.")
    return Problem("", message % {"number": submission.round})


def change_record_present(submission: Submission) -> Problem | None:
    """Whatever its stage: what was stopped counts as much as what went on (domain.md d2)."""
    if submission.asks_change == ChangeRequirement.NONE or submission.followed_changes:
        return None
    if not submission.changes:
        return Problem(
            "change", _("This prompt asks for a change at work: choose one or record one. Your text is saved.")
        )
    if submission.asks_change == ChangeRequirement.RECORD:
        return None
    return Problem(
        "change", _("This prompt asks what remained of a change: write a follow-up of it. Your text is saved.")
    )


def prompt_published(start: Start) -> Problem | None:
    return None if start.is_live else Problem("", _("This prompt is not open yet."))


def prompt_open(start: Start) -> Problem | None:
    if start.is_open:
        return None
    return Problem(
        "", _("This prompt opens on %(day)s. Nothing was saved here.") % {"day": said_in_full(start.opens_on)}
    )


def reason_named(extending: Extending) -> Problem | None:
    return None if extending.reason else Problem("reason", _("Choose why more time is needed."))


def later_than_before(extending: Extending) -> Problem | None:
    if extending.due_before is None:
        return Problem("", _("This prompt has no date: there is nothing to put off."))
    if extending.new_day > extending.due_before and extending.new_day >= extending.today:
        return None
    message = _("Choose a day from today on and after %(day)s. The date stays as it was.")
    return Problem("granted_on", message % {"day": said_in_full(extending.due_before)})


def within_the_tutors_days_or_coordinator(extending: Extending) -> Problem | None:
    if extending.latest_on is None or extending.new_day <= extending.latest_on:
        return None
    message = _("A tutor grants until %(day)s; a later date is the coordination's. The question stays open.")
    return Problem("granted_on", message % {"day": said_in_full(extending.latest_on)})


def reason_given(asking) -> Problem | None:
    """For every transition that needs a reason in words; three words are the least that says one."""
    if len(asking.reason.split()) >= REASON_WORDS:
        return None
    return Problem("reason", _("Say why in a sentence. Nothing was changed."))


def document_attached(exempting: Exempting) -> Problem | None:
    if exempting.has_document:
        return None
    return Problem("document", _("Attach the document that the exemption rests on. Nothing was changed."))


def warned_before_the_end(closing: Closing) -> Problem | None:
    if closing.was_warned or not closing.at_the_end:
        return None
    return Problem("", _("The student was not warned yet: it stays open."))


def enrolment_active_again(reviving: Reviving) -> Problem | None:
    if reviving.is_active:
        return None
    return Problem("", _("The student's enrolment has ended: bring the student back first. The texts are kept."))


# `base_number_is_stored` (T2) is the condition of the statement that saves (learning.portfolio.actions.save_draft);
# `previous_state_stored` (T15) is written in the same statement as the state (close_entry).
GUARDS: dict[str, Callable[..., Problem | None]] = {
    "prompt_published": prompt_published,
    "prompt_open": prompt_open,
    "text_not_blank": text_not_blank,
    "acknowledged": acknowledged,
    "intent_allowed": intent_allowed,
    "version_stands": version_stands,
    "peers_may_read": peers_may_read,
    "audience_is_hers": audience_is_hers,
    "accepted_or_own_choice": accepted_or_own_choice,
    "consent_version_recorded": consent_version_recorded,
    "no_patient_data_acknowledged": no_patient_data_acknowledged,
    "required_attachments": required_attachments,
    "length_within_the_limits": length_within_the_limits,
    "not_past_hard_close": not_past_hard_close,
    "rounds_left": rounds_left,
    "change_record_present": change_record_present,
    "reason_named": reason_named,
    "later_than_before": later_than_before,
    "within_the_tutors_days_or_coordinator": within_the_tutors_days_or_coordinator,
    "reason_given": reason_given,
    "document_attached": document_attached,
    "warned_before_the_end": warned_before_the_end,
    "enrolment_active_again": enrolment_active_again,
}
BY_STATEMENT = frozenset({"base_number_is_stored", "previous_state_stored"})


def find_problems(name: str, subject: object, guards: Mapping[str, Callable]) -> list[Problem]:
    """Asks each guard that the table names for the transition `name`."""
    asked = (guard for guard in TRANSITIONS[name].guards if guard not in BY_STATEMENT)
    return [problem for guard in asked if (problem := guards[guard](subject))]
