"""A story comes into the gallery by the word of each of its authors and of an editor, and goes by one of theirs."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from home.notifications.models import Notification
from home.pages.completeness import PublicationRefused
from learning.work_changes.actions import (
    ChangeRefused,
    StoryReworded,
    answer_co_author,
    answer_story,
    edit_change,
    offer_story,
    remove_change,
    withdraw_story,
)
from learning.work_changes.enums import CoAuthorState, ConsentState, OfferState, Stage
from learning.work_changes.models import ChangeStoryIndexPage, ChangeStoryPage, StoryOffer, StoryPicture
from learning.work_changes.story_steps import STEPS, StoryEvent, next_state
from tests.factories.stories import approve, editors_with, moderator, open_gallery, reject, told
from tests.factories.work_changes import ChangeFollowUpFactory, CoAuthorFactory

CANARY = "Quixabeira"


@pytest.fixture
def gallery(db):
    return open_gallery()


@pytest.fixture
def colleague(change):
    return CoAuthorFactory(change=change).person


@pytest.fixture
def published(change, gallery, run_tasks):
    offer = offer_story(by=change.author, change=change, told=told(before=f"Era assim na {CANARY}, sempre."))
    approve(offer.page)
    run_tasks()
    return StoryOffer.objects.get(pk=offer.pk)


def state_of(offer: StoryOffer) -> str:
    return StoryOffer.objects.get(pk=offer.pk).state


@given(st.sampled_from([None, *OfferState]), st.lists(st.sampled_from(StoryEvent), max_size=12))
def test_whatever_happens_nothing_reaches_the_editors_but_by_everyones_yes(start, events):
    state = start
    for event in events:
        following = next_state(state, event)
        if following is OfferState.SUBMITTED:
            assert (state, event) == (OfferState.ASKING, StoryEvent.AGREED)
        if following is OfferState.PUBLISHED:
            assert (state, event) == (OfferState.SUBMITTED, StoryEvent.APPROVED)
        if event is StoryEvent.WITHDRAWN and following:
            assert following is OfferState.WITHDRAWN
        state = following or state
    assert set(STEPS.values()) == set(OfferState)


def test_without_co_authors_the_authors_word_brings_it_to_the_editors(change, gallery):
    offer = offer_story(by=change.author, change=change, told=told())
    assert offer.state == OfferState.SUBMITTED
    assert (offer.page.live, offer.page.get_parent().specific) == (False, gallery)
    state = WorkflowState.objects.get()
    assert (state.status, state.requested_by, offer.page.owner) == (WorkflowState.STATUS_IN_PROGRESS, None, None)
    assert not offer.page.names


def test_it_waits_until_each_co_author_has_agreed(change, gallery, colleague):
    second = CoAuthorFactory(change=change).person
    CoAuthorFactory(change=change, state=CoAuthorState.INVITED)
    offer = offer_story(by=change.author, change=change, told=told(shows_name=True))
    assert offer.state == OfferState.ASKING
    assert Notification.objects.filter(event="story_consent_asked").count() == 2
    answer_story(by=colleague, offer=offer, wording_number=1, agrees=True)
    assert not Page.objects.type(ChangeStoryPage).exists()
    answer_story(by=second, offer=offer, wording_number=1, agrees=False)
    assert state_of(offer) == OfferState.ASKING
    answer_story(by=second, offer=offer, wording_number=1, agrees=True, shows_name=True)
    assert state_of(offer) == OfferState.SUBMITTED
    assert ChangeStoryPage.objects.get().shown_names == [change.author.name, second.name]


def test_other_words_ask_everyone_anew(change, gallery, colleague):
    offer = offer_story(by=change.author, change=change, told=told())
    answer_story(by=colleague, offer=offer, wording_number=1, agrees=True)
    again = offer_story(by=change.author, change=change, told=told(after="Agora é outra coisa ainda.", base_number=1))
    assert (again.state, again.consents.get(person=colleague).state) == (OfferState.ASKING, ConsentState.ASKED)
    assert not Page.objects.type(ChangeStoryPage).exists()
    with pytest.raises(StoryReworded):
        answer_story(by=colleague, offer=offer, wording_number=1, agrees=True)


def test_the_same_press_again_changes_nothing(change, gallery, colleague):
    first = offer_story(by=change.author, change=change, told=told())
    again = offer_story(by=change.author, change=change, told=told())
    assert (again.pk, again.wording_number) == (first.pk, 1)
    assert Notification.objects.filter(event="story_consent_asked").count() == 1


def test_an_offer_from_an_old_window_overwrites_nothing(change, gallery):
    offer_story(by=change.author, change=change, told=told())
    with pytest.raises(StoryReworded):
        offer_story(by=change.author, change=change, told=told(after="De uma janela velha, aberta antes."))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agrees": False}, "agrees"),
        ({"no_patient_data": False}, "no_patient_data"),
        ({"before": "Ruim."}, "before"),
        ({"municipality_size": "huge"}, "municipality_size"),
        ({"title": " "}, "title"),
    ],
)
def test_what_is_missing_is_said_by_its_field(change, gallery, wrong, field):
    with pytest.raises(ChangeRefused) as refusal:
        offer_story(by=change.author, change=change, told=told(**wrong))
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert not StoryOffer.objects.exists()


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.PLANNED])
def test_what_has_not_begun_has_no_story(change, gallery, stage):
    change.stage, change.started_on = stage, None
    change.save()
    with pytest.raises(ChangeRefused):
        offer_story(by=change.author, change=change, told=told())


def test_without_a_gallery_nothing_is_offered(change):
    with pytest.raises(ChangeRefused):
        offer_story(by=change.author, change=change, told=told())


def test_only_what_was_ticked_goes_along_and_no_code_ever(change, gallery):
    change.indicator_name, change.indicator_before, change.indicator_after = "Voltaram sem conversa", 30, 12
    change.cnes, change.ine, change.facility = "1234567", "0000123456", "UBS Secreta"
    change.save()
    words = {"helped": "A equipe quis.", "hindered": "Faltou tempo."}
    bare = offer_story(by=change.author, change=change, told=told(**words))
    assert (bare.page.helped, bare.page.hindered, bare.page.indicator_name) == ("", "", "")
    chosen = told(**words, parts=("helped", "indicator"), base_number=1)
    more = offer_story(by=change.author, change=change, told=chosen)
    assert (more.page.helped, more.page.hindered, more.page.indicator_after) == ("A equipe quis.", "", 12)
    assert more.page.started_on.day == 1
    kept = str(Revision.objects.filter(object_id=str(more.page.pk)).values_list("content", flat=True))
    assert not any(secret in kept for secret in (change.cnes, change.ine, change.facility))


def test_the_record_goes_on_and_the_story_stays_as_it_was(client, change, published):
    edit_change(
        by=change.author, change=change, base_number=0, values={"title": "Outro nome", "after": "Tudo mudou de novo."}
    )
    ChangeFollowUpFactory(change=change, remained="Algo novo ficou.")
    page = client.get(published.page.reading_address).content.decode()
    assert CANARY in page
    assert not any(words in page for words in ("Outro nome", "Tudo mudou de novo.", "Algo novo ficou."))


def test_an_approved_story_is_public_and_has_its_picture(client, published):
    assert published.state == OfferState.PUBLISHED
    answer = client.get(published.page.reading_address)
    address = reverse("learning:story_picture", args=[published.page.slug])
    assert f'property="og:image" content="http://testserver{address}"' in answer.content.decode().replace(
        answer.context["SITE_URL"], "http://testserver"
    )
    picture = client.get(address)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert len(picture.content) <= 100_000
    assert client.get(address, headers={"if-none-match": picture["ETag"]}).status_code == 304


def test_a_rejected_story_comes_back_with_the_comment_and_may_be_offered_again(change, gallery):
    offer = offer_story(by=change.author, change=change, told=told())
    reject(offer.page, "Diga o que é o acolhimento.")
    offer.refresh_from_db()
    assert (offer.state, offer.editor_comment) == (OfferState.SENT_BACK, "Diga o que é o acolhimento.")
    assert Notification.objects.get(event="story_sent_back").person == change.author
    page = offer.page
    again = offer_story(by=change.author, change=change, told=told(after="Agora explicado com calma.", base_number=1))
    assert (again.state, again.editor_comment) == (OfferState.SUBMITTED, "")
    assert not Page.objects.filter(pk=page.pk).exists()


def rows_with(word: str) -> list[str]:
    """Every table's columns of text in which `word` stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            has_words = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if has_words and model._base_manager.filter(**{f"{field.name}__icontains": word}).exists():
                found.append(f"{model.__name__}.{field.name}")
    return found


def by_author(offer, people):
    withdraw_story(by=offer.author, offer=offer)


def by_coordination(offer, people):
    withdraw_story(by=people["coordinator"], offer=offer, reason="Pedido da secretaria.")


def by_putting_away(offer, people):
    remove_change(by=offer.author, change=offer.change)


def by_an_editor(offer, people):
    client = people["client"]
    client.force_login(moderator())
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[offer.page_id]))
    assert answer.status_code == 302


def by_closing_the_gallery(offer, people):
    ChangeStoryIndexPage.objects.get().delete()


@pytest.mark.parametrize("how", [by_author, by_coordination, by_putting_away, by_an_editor, by_closing_the_gallery])
def test_withdrawn_no_word_of_it_is_left_anywhere(client, published, coordinator, how):
    page, address = published.page, published.page.reading_address
    assert {"ChangeStoryPage.before", "Revision.content", "StoryOffer.before"} <= set(rows_with(CANARY))
    how(published, {"coordinator": coordinator, "client": client})
    assert state_of(published) == OfferState.WITHDRAWN
    assert rows_with(CANARY) == []
    assert not StoryPicture.objects.exists()
    assert not PageLogEntry.objects.filter(page_id=page.pk).exclude(label=str(page.pk)).exists()
    client.logout()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}imagem.png").status_code == 404


def test_a_co_authors_no_takes_the_public_story_away(change, gallery, colleague):
    offer = offer_story(by=change.author, change=change, told=told())
    answer_story(by=colleague, offer=offer, wording_number=1, agrees=True)
    approve(ChangeStoryPage.objects.get())
    answer_story(by=colleague, offer=offer, wording_number=1, agrees=False)
    assert state_of(offer) == OfferState.WITHDRAWN
    assert not Page.objects.type(ChangeStoryPage).exists()
    assert Notification.objects.get(event="story_withdrawn").person == change.author


def test_whoever_confirms_later_is_asked_before_it_is_public_again(change, published):
    row = CoAuthorFactory(change=change, state=CoAuthorState.INVITED)
    answer_co_author(by=row.person, row=row, confirms=True)
    assert state_of(published) == OfferState.ASKING
    assert not Page.objects.type(ChangeStoryPage).exists()
    answer_story(by=row.person, offer=published, wording_number=1, agrees=True)
    assert state_of(published) == OfferState.SUBMITTED


def test_whoever_leaves_while_it_waits_holds_nothing_up(change, gallery, colleague):
    offer = offer_story(by=change.author, change=change, told=told())
    answer_co_author(by=colleague, row=change.co_authors.get(), confirms=False)
    assert state_of(offer) == OfferState.SUBMITTED


def test_the_coordination_says_why(published, coordinator):
    with pytest.raises(ChangeRefused):
        withdraw_story(by=coordinator, offer=published)
    assert state_of(published) == OfferState.PUBLISHED


def test_a_withdrawn_story_may_be_offered_anew(change, published):
    withdraw_story(by=change.author, offer=published)
    again = offer_story(by=change.author, change=change, told=told(base_number=1))
    assert (again.state, again.wording_number) == (OfferState.SUBMITTED, 2)


def test_editors_in_the_admin_change_no_word_and_copy_nothing(client, change, gallery):
    offer = offer_story(by=change.author, change=change, told=told())
    page = offer.page
    for person in (editors_with("Editores"), moderator()):
        client.force_login(person)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        forged = {"title": CANARY, "before": CANARY, "after": CANARY, "names": CANARY, "slug": CANARY.lower()}
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), forged)
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**forged, "action-publish": "action-publish"})
        assert CANARY not in str(list(Revision.objects.values_list("content", flat=True)))
        for name in ("copy", "move", "unpublish", "set_privacy"):
            path = "wagtailadmin_pages:set_privacy" if name == "set_privacy" else f"wagtailadmin_pages:{name}"
            assert client.post(reverse(path, args=[page.pk])).status_code in (302, 403), name
        assert Page.objects.type(ChangeStoryPage).count() == 1
        add = reverse("wagtailadmin_pages:add", args=["learning", "changestorypage", gallery.pk])
        assert client.get(add).status_code in (302, 403)


def test_an_approval_that_comes_after_the_withdrawal_brings_nothing_back(change, gallery):
    offer = offer_story(by=change.author, change=change, told=told())
    page, revision = offer.page, offer.page.latest_revision
    withdraw_story(by=change.author, offer=offer)
    with pytest.raises(PublicationRefused):
        page.publish(revision)
    assert not Page.objects.type(ChangeStoryPage).exists()


def test_words_that_nobody_agreed_to_are_not_published_on_any_path(change, gallery):
    offer = offer_story(by=change.author, change=change, told=told())
    page = offer.page
    page.before = "Palavras de outra mão, postas por baixo."
    revision = page.save_revision()
    with pytest.raises(PublicationRefused):
        revision.publish()
    assert not ChangeStoryPage.objects.get().live
