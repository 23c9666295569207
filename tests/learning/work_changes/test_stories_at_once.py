"""Offers, answers, approvals and withdrawals at the same moment, on committed rows: no earlier words stay public."""

import threading

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.utils import DatabaseError
from django.urls import reverse
from wagtail.models import Page, Revision, WorkflowState

from home.pages.completeness import PublicationRefused
from learning.work_changes.actions import (
    StoryReworded,
    answer_co_author,
    answer_story,
    draw_story_picture,
    offer_story,
    withdraw_story,
)
from learning.work_changes.enums import CoAuthorState, ConsentState, OfferState
from learning.work_changes.models import ChangeStoryPage, StoryConsent, StoryOffer, StoryPicture, words_of
from tests.factories.stories import approve, moderator, open_gallery, told
from tests.factories.work_changes import CoAuthorFactory, WorkChangeFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer: no race to see"),
]
EARLIER, LATER = "Era assim na Quixabeira, sempre.", "Era assim na Baraúna, sempre."


class TooLate(Exception):
    """The editor finds nothing to approve any more."""


REFUSED = (StoryReworded, PublicationRefused, StoryConsent.DoesNotExist, TooLate)


@pytest.fixture(params=[2, pytest.param(12, marks=pytest.mark.slow)])
def rounds(request) -> range:
    return range(request.param)


@pytest.fixture
def gallery(course):
    moderator()
    return open_gallery()


def at_once(*actions, may_break: bool = False) -> list:
    """Runs each action in a thread of its own, all from one moment on; returns what each returned or was refused."""
    gate, results = threading.Barrier(len(actions)), [None] * len(actions)

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = actions[number]()
        except (*REFUSED, DatabaseError) as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    broken = [result for result in results if isinstance(result, DatabaseError)]
    assert may_break or not broken
    return results


def shared_offer(co_authors: int = 1, **words) -> tuple[StoryOffer, list]:
    """A new change's story, offered, and the co-authors who are asked."""
    change = WorkChangeFactory()
    people = [CoAuthorFactory(change=change).person for _ in range(co_authors)]
    return offer_story(by=change.author, change=change, told=told(before=EARLIER, **words)), people


def offering(offer: StoryOffer, before: str = LATER, **fields):
    words = told(before=before, base_number=offer.wording_number, **fields)
    return lambda: offer_story(by=offer.author, change=offer.change, told=words)


def answering(offer: StoryOffer, person, agrees: bool = True):
    number = offer.wording_number
    return lambda: answer_story(by=person, offer=offer, wording_number=number, agrees=agrees)


def withdrawing(offer: StoryOffer):
    return lambda: withdraw_story(by=offer.author, offer=offer)


def approving(page_id: int):
    def press() -> None:
        page = ChangeStoryPage.objects.filter(pk=page_id).first()
        if page is None or page.current_workflow_state is None:
            raise TooLate
        try:
            approve(page)
        except ObjectDoesNotExist as error:
            # Wagtail looks for the revision that it is to publish.
            raise TooLate from error

    return press


def publishing(page_id: int):
    """As the schedule and the bulk action do, past the workflow."""

    def press() -> None:
        page = ChangeStoryPage.objects.filter(pk=page_id).first()
        revision = page and page.get_latest_revision()
        if not revision:
            raise TooLate
        revision.publish()

    return press


def check_what_is_left(offer: StoryOffer) -> StoryOffer:
    """A page is there while the story is with editors or public, in exactly its present words; else no word is."""
    stored = StoryOffer.objects.get(pk=offer.pk)
    pages = list(ChangeStoryPage.objects.all())
    stands = stored.state in (OfferState.SUBMITTED, OfferState.PUBLISHED)
    assert [page.pk for page in pages] == ([stored.page_id] if stands else [])
    assert Page.objects.type(ChangeStoryPage).count() == len(pages)
    for page in pages:
        assert words_of(page) == words_of(stored)
        assert stored.may_be_public
        assert page.live == (stored.state == OfferState.PUBLISHED)
    contents = [str(revision.content) for revision in Revision.objects.all()]
    assert not [content for content in contents if "Era assim" in content and stored.before not in content]
    if not stands:
        assert not [content for content in contents if "Era assim" in content]
        assert not WorkflowState.objects.exists()
        assert not StoryPicture.objects.exists()
    if stored.state == OfferState.WITHDRAWN:
        assert stored.before == ""
    return stored


def deleting(page_id: int):
    """An editor's emergency brake."""

    def press() -> None:
        page = ChangeStoryPage.objects.filter(pk=page_id).first()
        if page is not None:
            page.delete()

    return press


def clear(offer: StoryOffer) -> None:
    if StoryOffer.objects.get(pk=offer.pk).state != OfferState.WITHDRAWN:
        withdraw_story(by=offer.author, offer=offer)
    check_what_is_left(offer)


def test_of_several_wordings_offered_at_once_one_stands(gallery, rounds):
    for _ in rounds:
        offer, _nobody = shared_offer(co_authors=0)
        results = at_once(*(offering(offer, f"Era assim na sala {number}, sempre.") for number in range(6)))
        assert sum(isinstance(result, StoryReworded) for result in results) == 5
        assert check_what_is_left(offer).wording_number == 2
        clear(offer)


def test_first_offers_at_once_are_one_offer(gallery, rounds):
    for _ in rounds:
        change = WorkChangeFactory()

        def press(change=change) -> StoryOffer:
            return offer_story(by=change.author, change=change, told=told(before=EARLIER))

        results = at_once(*[press] * 4)
        assert len({result.pk for result in results}) == 1
        assert check_what_is_left(results[0]).wording_number == 1
        clear(results[0])


def test_last_answers_at_once_make_one_page(gallery, rounds):
    for _ in rounds:
        offer, people = shared_offer(co_authors=4)
        at_once(*(answering(offer, person) for person in people))
        assert check_what_is_left(offer).state == OfferState.SUBMITTED
        clear(offer)


def test_a_yes_and_other_words_at_once_leave_no_page_of_the_words_before(gallery, rounds):
    for _ in rounds:
        offer, people = shared_offer(co_authors=2)
        answering(offer, people[0])()
        at_once(answering(offer, people[1]), offering(offer))
        stored = check_what_is_left(offer)
        assert (stored.before, stored.state) == (LATER, OfferState.ASKING)
        assert not stored.consents.filter(state=ConsentState.GIVEN).exclude(person=offer.author).exists()
        clear(offer)


def test_a_no_and_a_yes_at_once_make_no_page(gallery, rounds):
    for _ in rounds:
        offer, people = shared_offer(co_authors=2)
        at_once(answering(offer, people[0]), answering(offer, people[1], agrees=False))
        assert check_what_is_left(offer).state == OfferState.ASKING
        clear(offer)


def test_a_yes_and_a_withdrawal_at_once_leave_no_word(gallery, rounds):
    for _ in rounds:
        offer, people = shared_offer()
        at_once(answering(offer, people[0]), withdrawing(offer))
        assert check_what_is_left(offer).state == OfferState.WITHDRAWN


def test_other_words_and_a_withdrawal_at_once_leave_one_of_them(gallery, rounds):
    for _ in rounds:
        offer, _nobody = shared_offer(co_authors=0)
        at_once(offering(offer), withdrawing(offer))
        stored = check_what_is_left(offer)
        assert stored.before in ("", LATER)
        clear(offer)


@pytest.mark.parametrize("press", [approving, publishing])
def test_an_approval_and_a_withdrawal_at_once_leave_nothing_public(client, gallery, rounds, press):
    for _ in rounds:
        offer, _nobody = shared_offer(co_authors=0)
        address = offer.page.reading_address
        at_once(press(offer.page_id), withdrawing(offer))
        assert check_what_is_left(offer).state == OfferState.WITHDRAWN
        assert client.get(address).status_code in (404, 410)


@pytest.mark.parametrize("press", [approving, publishing])
def test_an_approval_and_other_words_at_once_publish_no_words_of_before(client, gallery, rounds, press):
    for _ in rounds:
        offer, people = shared_offer()
        answering(offer, people[0])()
        page = ChangeStoryPage.objects.get()
        at_once(press(page.pk), offering(offer))
        assert check_what_is_left(offer).state == OfferState.ASKING
        assert EARLIER not in client.get(reverse("learning:stories")).text
        clear(offer)


def test_an_approval_and_a_co_author_who_joins_wait_for_her(gallery, rounds):
    for _ in rounds:
        offer, _nobody = shared_offer(co_authors=0)
        joining = CoAuthorFactory(change=offer.change, state=CoAuthorState.INVITED)
        at_once(approving(offer.page_id), lambda row=joining: answer_co_author(by=row.person, row=row, confirms=True))
        assert check_what_is_left(offer).state == OfferState.ASKING
        clear(offer)


def test_an_editors_brake_and_a_withdrawal_at_once_leave_no_word(gallery, rounds):
    for _ in rounds:
        offer, _nobody = shared_offer(co_authors=0)
        # Either may find the other's locks and be sent away by the database: what it wanted has happened then.
        at_once(deleting(offer.page_id), withdrawing(offer), may_break=True)
        assert check_what_is_left(offer).state == OfferState.WITHDRAWN


def test_a_picture_that_is_drawn_meanwhile_goes_too(gallery, rounds):
    for _ in rounds:
        offer, _nobody = shared_offer(co_authors=0)
        approve(offer.page)
        page = offer.page_id
        at_once(lambda page=page: draw_story_picture(page), withdrawing(offer))
        assert check_what_is_left(offer).state == OfferState.WITHDRAWN
