"""The gallery as visitors read it, and the screens on which its stories are offered, agreed to and withdrawn."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from learning.work_changes.actions import answer_story, offer_story, withdraw_story
from learning.work_changes.enums import OfferState
from learning.work_changes.models import ChangeStoryIndexPage, ChangeStoryPage, StoryOffer
from tests.factories.learning import EnrolmentFactory
from tests.factories.stories import WORDS, approve, open_gallery, told
from tests.factories.work_changes import ChangeFollowUpFactory, CoAuthorFactory, WorkChangeFactory

GALLERY = "/relatos/"


@pytest.fixture
def gallery(db):
    return open_gallery()


def publish(code: str = "acolhimento", **words) -> ChangeStoryPage:
    change = WorkChangeFactory(code=code)
    offer = offer_story(by=change.author, change=change, told=told(**words))
    approve(offer.page)
    return offer.page


def sent(change, **more) -> dict:
    return {**WORDS, "no_patient_data": "on", "agrees": "on", "base_number": 0, **more}


def titles(answer) -> set[str]:
    return {story.title for story in answer.context["page"]}


def offer_address(change) -> str:
    return reverse("learning:story_offer", args=[change.public_id])


def test_without_a_gallery_there_is_no_address_and_no_link(client, change):
    client.force_login(change.author)
    assert client.get(GALLERY).status_code == 404
    assert GALLERY not in client.get(reverse("learning:catalogue")).text
    assert offer_address(change) not in client.get(reverse("learning:work_change", args=[change.public_id])).text


def test_a_gallery_without_stories_says_so_and_is_found(client, gallery):
    assert 'class="empty"' in client.get(GALLERY).text
    assert f'href="{GALLERY}"' in client.get(reverse("learning:catalogue")).text
    assert GALLERY in client.get("/").text


def test_visitors_find_stories_by_words_and_filters_with_their_counts(client, gallery):
    publish(title="Mural da equipe", problem="work", municipality_size="large")
    publish(title="Fila sem ficha", problem="reception", team_kind="esb")
    publish("pts", title="Plano com a família", problem="reception")
    found = {
        "q=murais": {"Mural da equipe"},
        "problema=reception": {"Fila sem ficha", "Plano com a família"},
        "problema=reception&equipe=esb": {"Fila sem ficha"},
        "categoria=pts": {"Plano com a família"},
        "porte=large&problema=reception": set(),
        "etapa=experimenting": {"Mural da equipe", "Fila sem ficha", "Plano com a família"},
    }
    assert {query: titles(client.get(f"{GALLERY}?{query}")) for query in found} == found
    facet = client.get(f"{GALLERY}?problema=reception").context["gallery"].facets
    assert {row.code: row.count for row in facet["problema"].groups[0][1]} == {"reception": 2, "work": 1}
    assert {row.code: row.count for row in facet["equipe"].groups[0][1]} == {"esf": 1, "esb": 1}


@pytest.mark.parametrize(
    "query", ["?problema=%00", "?categoria='%22><script>", "?q=%00", "?q=" + "x" * 5000, "?pagina=9"]
)
def test_a_nonsense_question_shows_all_or_nothing_and_breaks_nothing(client, gallery, query):
    publish()
    answer = client.get(GALLERY + query)
    assert answer.status_code == 200
    assert "<script>'" not in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_gallery_and_story_cost_the_same_for_many(client, gallery, count, django_assert_num_queries):
    pages = [publish(title=f"Mudança {number}") for number in range(count)]
    client.get(GALLERY)
    with django_assert_num_queries(4):
        assert len(titles(client.get(GALLERY))) == count
    with django_assert_num_queries(1):
        client.get(pages[0].reading_address)


def test_hostile_words_are_shown_as_words(client, gallery):
    word = '<script>alert("x")</script>'
    page = publish(title=word, before=f"{word} era assim antes", reason=word, municipality=word)
    for address in (GALLERY, page.reading_address):
        text = client.get(address).text
        assert word not in text
        assert escape(word) in text


def test_the_page_shows_no_name_where_nobody_wanted_it(client, gallery):
    change = WorkChangeFactory()
    offer = offer_story(by=change.author, change=change, told=told())
    approve(offer.page)
    assert change.author.name not in client.get(offer.page.reading_address).text
    named = offer_story(by=change.author, change=change, told=told(shows_name=True, base_number=1))
    approve(named.page)
    assert change.author.name in client.get(named.page.reading_address).text


def test_a_closed_gallery_shows_none_of_its_stories(client, gallery):
    page = publish()
    ChangeStoryIndexPage.objects.get().unpublish()
    assert client.get(page.reading_address).status_code == 404


def test_a_draft_is_read_by_nobody(client, gallery, change):
    offer = offer_story(by=change.author, change=change, told=told())
    client.force_login(change.author)
    assert client.get(offer.page.reading_address).status_code == 404


def test_author_sees_what_will_be_public_before_she_offers_it(client, gallery, change):
    ChangeFollowUpFactory(change=change, remained="A escala de cinco pessoas.")
    client.force_login(change.author)
    first = client.get(offer_address(change))
    assert "A escala de cinco pessoas." in first.text
    seen = client.post(offer_address(change), sent(change, next="preview", before="Dona Jandira esperava de pé."))
    assert "Dona Jandira esperava de pé." in seen.text
    assert seen.context["hints"]
    assert not StoryOffer.objects.exists()
    unseen = client.post(offer_address(change), sent(change, next="send", seen=seen.context["seen"]))
    assert unseen.context["is_changed"]
    assert not StoryOffer.objects.exists()
    answer = client.post(offer_address(change), sent(change, next="send", seen=unseen.context["seen"]), follow=True)
    assert StoryOffer.objects.get().state == OfferState.SUBMITTED
    assert answer.context["offer"].state == OfferState.SUBMITTED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"before": "x" * 1_000_000}, "before"),
        ({"after": "Depois\0 disso."}, "after"),
        ({"problem": "chocolate"}, "problem"),
        ({"title": ""}, "title"),
        ({"parts": ["secret"]}, "parts"),
    ],
)
def test_bad_words_are_refused_beside_their_field_and_nothing_is_lost(client, gallery, change, wrong, field):
    client.force_login(change.author)
    answer = client.post(offer_address(change), sent(change, next="preview", **wrong))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert WORDS["reason"] in answer.text


def test_without_her_agreement_the_form_says_so(client, gallery, change):
    client.force_login(change.author)
    form = sent(change, next="send") | {"agrees": ""}
    seen = client.post(offer_address(change), form).context["seen"]
    answer = client.post(offer_address(change), form | {"seen": seen})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"agrees"})


def test_co_author_reads_agrees_and_takes_it_back(client, gallery, change):
    colleague = CoAuthorFactory(change=change).person
    offer = offer_story(by=change.author, change=change, told=told())
    address = reverse("learning:story_answer", args=[offer.public_id])
    client.force_login(colleague)
    assert address in client.get(reverse("learning:work_change", args=[change.public_id])).text
    assert WORDS["before"] in client.get(address).text
    client.post(address, {"wording_number": 1, "answer": "yes"})
    approve(ChangeStoryPage.objects.get())
    client.post(address, {"wording_number": 1, "answer": "no"})
    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN
    assert client.get(address).status_code == 403


def test_co_author_who_read_old_words_reads_the_new_ones_first(client, gallery, change):
    colleague = CoAuthorFactory(change=change).person
    offer = offer_story(by=change.author, change=change, told=told())
    offer_story(by=change.author, change=change, told=told(after="Tudo ficou diferente agora.", base_number=1))
    client.force_login(colleague)
    address = reverse("learning:story_answer", args=[offer.public_id])
    answer = client.post(address, {"wording_number": 1, "answer": "yes"})
    assert (answer.status_code, answer.context["form"]["wording_number"].value()) == (422, 2)
    assert "Tudo ficou diferente agora." in answer.text


def test_strangers_colleagues_and_other_coordinations_reach_nothing(client, gallery, change, stranger, tutor):
    offer = offer_story(by=change.author, change=change, told=told())
    approve(offer.page)
    invited = CoAuthorFactory(change=change, state="invited").person
    neighbour = EnrolmentFactory(offering=change.enrolment.offering).student
    for person in (stranger, invited, neighbour, tutor):
        client.force_login(person)
        for name in ("story_answer", "story_withdraw"):
            assert client.post(reverse(f"learning:{name}", args=[offer.public_id])).status_code == 404
    assert StoryOffer.objects.get().state == OfferState.PUBLISHED


def test_coordination_withdraws_with_a_reason_that_the_author_reads(client, gallery, change, coordinator):
    change.visibility = "authors"
    change.save()
    offer = offer_story(by=change.author, change=change, told=told())
    approve(offer.page)
    client.force_login(coordinator)
    address = reverse("learning:story_withdraw", args=[offer.public_id])
    assert address in client.get(offer.page.reading_address).text
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Dá para saber de quem se fala."}).status_code == 302
    client.force_login(change.author)
    assert "Dá para saber de quem se fala." in client.get(offer_address(change)).text


def test_author_withdraws_in_one_press_also_after_her_course(client, gallery, change):
    offer = offer_story(by=change.author, change=change, told=told())
    approve(offer.page)
    change.enrolment.state = "withdrawn"
    change.enrolment.save()
    client.force_login(change.author)
    assert client.post(reverse("learning:story_withdraw", args=[offer.public_id])).status_code == 302
    assert not ChangeStoryPage.objects.exists()


def test_whoever_was_asked_says_nothing_about_a_withdrawn_story(client, gallery, change):
    colleague = CoAuthorFactory(change=change).person
    offer = offer_story(by=change.author, change=change, told=told())
    withdraw_story(by=change.author, offer=offer)
    client.force_login(colleague)
    assert client.post(reverse("learning:story_answer", args=[offer.public_id])).status_code == 403
    answer_story(by=colleague, offer=offer, wording_number=1, agrees=True)
    assert not ChangeStoryPage.objects.exists()
