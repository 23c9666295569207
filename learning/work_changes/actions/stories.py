"""A story is offered to the gallery, agreed to by each of its authors, and withdrawn by any of them."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User
from learning.work_changes.actions.errors import ChangeRefused, refuse_where
from learning.work_changes.actions.gallery import (
    forget_words,
    lock_offer,
    lock_offer_of,
    move_offer,
    submit_where_all_agree,
    take_page_away,
    tell_authors,
)
from learning.work_changes.consents import GALLERY_NOW
from learning.work_changes.enums import BEGUN_STAGES, ConsentState, MunicipalitySize, OfferState, StoryProblem, TeamKind
from learning.work_changes.guards import Problem, says_something
from learning.work_changes.models import ChangeStoryIndexPage, StoryConsent, StoryOffer, WorkChange, words_of
from learning.work_changes.story_steps import IN_EDITORS_HANDS, StoryEvent

PARTS = ("helped", "hindered", "remained", "indicator")
CHOICES = {"problem": StoryProblem, "team_kind": TeamKind, "municipality_size": MunicipalitySize}


@dataclass(frozen=True)
class StoryTold:
    """What the author lets be public. `words` are her wording of the copy; of PARTS only `parts` go along."""

    words: dict[str, str]
    parts: tuple[str, ...] = ()
    shows_name: bool = False
    no_patient_data: bool = False
    agrees: bool = False
    # The offer's wording that stood before her; another window may have changed it.
    base_number: int = field(default=0)


class StoryReworded(Exception):
    """The words are not those any more that were read."""


@transaction.atomic
def offer_story(*, by: User, change: WorkChange, told: StoryTold) -> StoryOffer:
    """Freezes the words and asks every co-author; a page of earlier words goes at once. Same again: no effect.

    Raises ChangeRefused, StoryReworded.
    """
    # Not its key: an approval that commits meanwhile asks for that, and would wait for this to end.
    changes = WorkChange.objects.select_for_update(of=("self",), no_key=True).select_related("category")
    change = changes.get(pk=change.pk)
    refuse_where([_not_yet(change), *_wrong_words(told)])
    words = frozen_words(change, told)
    # Locked: an answer given at this moment may be making the page of the words that stood before.
    stands = lock_offer_of(change)
    offer = stands or StoryOffer(change=change, state="")
    if stands and _says_the_same(offer, words, told):
        return offer
    if offer.wording_number != told.base_number:
        raise StoryReworded
    take_page_away(offer)
    for name, value in words.items():
        setattr(offer, name, value)
    offer.names, offer.editor_comment, offer.withdrawal_reason = "", "", ""
    offer.wording_number += 1
    move_offer(offer, StoryEvent.OFFERED, by=by)
    _ask(offer, told.shows_name)
    submit_where_all_agree(offer, by=by)
    return offer


@transaction.atomic
def answer_story(*, by: User, offer: StoryOffer, wording_number: int, agrees: bool, shows_name: bool = False) -> None:
    """A co-author's own yes or no to the words with this number. Her no to what is public takes it away at once.

    Raises StoryReworded, and StoryConsent.DoesNotExist where she was not asked.
    """
    offer = lock_offer(offer)
    consent = StoryConsent.objects.get(offer=offer, person=by)
    if offer.wording_number != wording_number:
        raise StoryReworded
    state = ConsentState.GIVEN if agrees else ConsentState.REFUSED
    shows_name = agrees and shows_name
    if (consent.state, consent.shows_name) == (state, shows_name):
        return
    # What is with the editors or public shows the names that it shows; only a no still changes anything.
    if offer.state != OfferState.ASKING and agrees:
        return
    _write_answer(consent, state, shows_name)
    log(offer, "learning.story_consent", user=by, data={"person": by.pk, "state": str(state)})
    if not agrees and offer.state in IN_EDITORS_HANDS:
        _withdraw(offer, by=by)
    elif not submit_where_all_agree(offer, by=by):
        tell_authors(offer, "story_agreed" if agrees else "story_refused", to=[offer.author])


@transaction.atomic
def withdraw_story(*, by: User, offer: StoryOffer, reason: str = "") -> None:
    """Page, revisions and words go at once. Whoever is no author of it says why. Raises ChangeRefused."""
    offer = lock_offer(offer)
    if not offer.authors().filter(pk=by.pk).exists() and not reason.strip():
        raise ChangeRefused([Problem("reason", _("Say to the authors why it is withdrawn."))])
    _withdraw(offer, by=by, reason=reason.strip())


def withdraw_story_of(*, by: User, change: WorkChange) -> None:
    """For whatever ends the record itself. Nothing happens where there is no story."""
    offer = StoryOffer.objects.filter(change=change).first()
    if offer:
        _withdraw(lock_offer(offer), by=by)


def ask_who_joined(*, by: User, change: WorkChange) -> None:
    """One more co-author confirmed: what nobody asked her about is not public without her."""
    offer = StoryOffer.objects.filter(change=change).first()
    if offer is None:
        return
    offer = lock_offer(offer)
    if not move_offer(offer, StoryEvent.JOINED, by=by):
        return
    take_page_away(offer)
    _ask_each(offer, [by])
    tell_authors(offer, "story_waits_again", to=[offer.author])


def drop_who_left(*, by: User, change: WorkChange) -> None:
    """She is no co-author any more. Where she stood behind a story it goes; where one waited, it waits no longer."""
    offer = StoryOffer.objects.filter(change=change).first()
    consent = offer and offer.consents.filter(person=by).first()
    if not offer or not consent:
        return
    offer = lock_offer(offer)
    if offer.state in IN_EDITORS_HANDS:
        _withdraw(offer, by=by)
    consent.delete()
    submit_where_all_agree(offer, by=by)


def frozen_words(change: WorkChange, told: StoryTold) -> dict[str, Any]:
    """What the page will say: her wording, and beside it what the record says now."""
    words = {name: value.strip() for name, value in told.words.items()}
    for name in PARTS[:3]:
        words[name] = words.get(name, "") if name in told.parts else ""
    counted = ("indicator_name", "indicator_unit", "indicator_before", "indicator_after")
    shows_number = "indicator" in told.parts and change.indicator_name
    numbers = {name: getattr(change, name) for name in counted} if shows_number else {}
    return {
        **words,
        **{"indicator_name": "", "indicator_unit": "", "indicator_before": None, "indicator_after": None, **numbers},
        "axis": change.category.axis,
        "category": change.category.code,
        "category_label": change.category.label,
        "category_words": change.category_words if change.category.asks_words else "",
        "novelty": change.novelty,
        "stage": change.stage,
        "started_on": change.started_on and change.started_on.replace(day=1),
    }


def _withdraw(offer: StoryOffer, *, by: User, reason: str = "") -> None:
    offer.withdrawal_reason = reason
    take_page_away(offer)
    forget_words(offer)
    if move_offer(offer, StoryEvent.WITHDRAWN, by=by):
        tell_authors(offer, "story_withdrawn", to=[person for person in offer.authors() if person != by])


def _ask(offer: StoryOffer, shows_name: bool) -> None:
    """Her own press is her consent; everyone else is asked anew, whatever was said to other words."""
    offer.consents.exclude(person__in=offer.authors()).delete()
    consent, _created = StoryConsent.objects.get_or_create(
        offer=offer, person=offer.author, defaults={"wording_number": 0, "asked_at": timezone.now()}
    )
    consent.wording_number = offer.wording_number
    _write_answer(consent, ConsentState.GIVEN, shows_name)
    _ask_each(offer, [person for person in offer.authors() if person != offer.author])


def _ask_each(offer: StoryOffer, people: list[User]) -> None:
    asked = {"state": ConsentState.ASKED, "wording_number": offer.wording_number, "asked_at": timezone.now()}
    cleared = {"answered_at": None, "consent_version": 0, "shows_name": False}
    for person in people:
        StoryConsent.objects.update_or_create(offer=offer, person=person, defaults={**asked, **cleared})
    tell_authors(offer, "story_consent_asked", to=people)


def _write_answer(consent: StoryConsent, state: str, shows_name: bool) -> None:
    consent.state, consent.shows_name, consent.answered_at = state, shows_name, timezone.now()
    consent.consent_version = GALLERY_NOW if state == ConsentState.GIVEN else 0
    consent.save()


def _says_the_same(offer: StoryOffer, words: dict, told: StoryTold) -> bool:
    """A doubled press: nobody is asked twice for the same words."""
    if offer.state not in (OfferState.ASKING, *IN_EDITORS_HANDS):
        return False
    own = offer.consents.filter(person=offer.author).values_list("shows_name", flat=True).first()
    stored = words_of(offer)
    return own == told.shows_name and all(stored[name] == value for name, value in words.items())


def _not_yet(change: WorkChange) -> Problem | None:
    if change.removed_at is not None:
        return Problem("", _("You put this record away. Bring it back first."))
    if change.stage not in BEGUN_STAGES:
        return Problem("", _("It has not begun yet: a story tells what was tried."))
    if not ChangeStoryIndexPage.objects.live().exists():
        return Problem("", _("There is no gallery here yet. The editors open it."))
    return None


def _wrong_words(told: StoryTold) -> list[Problem | None]:
    words = told.words
    found = [says_something(name, words.get(name, "")) for name in ("before", "after")]
    if not words.get("title", "").strip():
        found.append(Problem("title", _("Say in a few words what it is.")))
    for name, choices in CHOICES.items():
        if words.get(name) not in choices.values:
            found.append(Problem(name, _("Choose one.")))
    if not told.no_patient_data:
        found.append(
            Problem("no_patient_data", _("Read it again and confirm that no person who uses the service can be told."))
        )
    if not told.agrees:
        found.append(Problem("agrees", _("It can only be offered if you agree to this.")))
    return found
