"""A change in the forum: its card, who reads it, and colleagues who tried it too."""

import uuid

import pytest
from django.urls import reverse

from forums.actions import TopicLocked, let_in, lock_topic, merge_topic, move_topic, refuse_held
from forums.models import BoardCare, HeldPost, Post, Topic
from home.accounts.models import User
from home.notifications.models import Notification
from learning.work_changes.actions import ChangeRefused, remove_change, take_to_forum, tell_tried_too
from learning.work_changes.enums import Visibility
from learning.work_changes.models import WorkChange
from learning.work_changes.queries import tried_too
from tests.factories.forums import answer_by, board_with
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import ChangeFollowUpFactory, WorkChangeFactory


@pytest.fixture
def theirs(other_group):
    """A colleague of the other group, with a change of hers."""
    return WorkChangeFactory(enrolment=EnrolmentFactory(tutoring_group=other_group), title="Aqui às terças")


@pytest.fixture
def board(change, theirs):
    return board_with(change.author, theirs.author)


@pytest.fixture
def topic(change, board):
    return take_to_forum(by=change.author, change=change, board=board, key=uuid.uuid4(), words="E na unidade de vocês?")


def tell(theirs, change, **fields):
    return tell_tried_too(by=theirs.author, change=theirs, origin=change, key=uuid.uuid4(), **fields)


def topic_seen(client, person, topic) -> str:
    client.force_login(person)
    return client.get(reverse("forums:topic", args=[topic.pk])).content.decode()


def test_conversation_opens_with_the_card_once(change, board, topic):
    assert (topic.subject, topic.posts.get().html) == (change.title, "<p>E na unidade de vocês?</p>")
    assert take_to_forum(by=change.author, change=change, board=board, key=uuid.uuid4()) == topic


def test_card_shows_before_after_stage_and_follow_ups(client, change, theirs, topic):
    ChangeFollowUpFactory(change=change, remained="Ficou a escala de cinco.", reflection="Isto não.")
    page = topic_seen(client, theirs.author, topic)
    assert change.before in page
    assert "Ficou a escala de cinco." in page
    assert "Isto não." not in page
    assert reverse("learning:change_tried_too", args=[change.public_id]) in page


def test_author_finds_no_button_to_answer_herself(client, change, topic):
    page = topic_seen(client, change.author, topic)
    assert reverse("learning:change_tried_too", args=[change.public_id]) not in page


def test_card_goes_when_the_change_is_put_away(client, change, theirs, topic):
    remove_change(by=change.author, change=change)
    assert change.before not in topic_seen(client, theirs.author, topic)


def test_colleague_tells_that_she_tried_it_too(client, change, theirs, topic):
    tell(theirs, change, words="Com outra escala.")
    answer = Post.objects.get(topic=topic, number=2)
    assert "Com outra escala." in answer.html
    assert reverse("learning:work_change", args=[theirs.public_id]) in answer.html
    assert "Aqui às terças" in topic_seen(client, change.author, topic)
    assert Notification.objects.get(event="change_tried_too").person == change.author


def test_the_same_answer_again_has_one_effect(change, theirs, topic):
    tell(theirs, change)
    tell(theirs, change)
    assert topic.posts.count() == 2
    assert Notification.objects.filter(event="change_tried_too").count() == 1


def test_a_change_answers_one_other_and_no_circle_is_made(change, theirs, topic):
    tell(theirs, change)
    with pytest.raises(ChangeRefused):
        tell_tried_too(by=change.author, change=change, origin=theirs, key=uuid.uuid4())
    elsewhere = WorkChangeFactory(enrolment=EnrolmentFactory(offering=change.enrolment.offering))
    with pytest.raises(ChangeRefused):
        tell(theirs, elsewhere)


def test_answer_to_a_conversation_closed_meanwhile_links_nothing(change, theirs, topic):
    lock_topic(by=change.author, topic=topic, locked=True)
    with pytest.raises(TopicLocked):
        tell(theirs, change)
    theirs.refresh_from_db()
    assert theirs.linked_to is None


def test_whoever_reads_no_conversation_sees_not_who_tried_it(change, theirs, other_tutor, stranger):
    """Two groups: a link between them opens neither record to the other's readers."""
    WorkChange.objects.update(visibility=Visibility.GROUP)
    tell(theirs, change)
    peer = EnrolmentFactory(tutoring_group=change.enrolment.tutoring_group).student
    assert tried_too(peer, change) == []
    assert [row.change for row in tried_too(other_tutor, change)] == [theirs]
    assert not Notification.objects.filter(event="change_tried_too").exists()


def test_bad_board_is_refused_in_words(client, change):
    client.force_login(change.author)
    foreign = board_with(EnrolmentFactory().student)
    data = {"board": foreign.pk, "key": uuid.uuid4(), "words": "O que acham?"}
    answer = client.post(reverse("learning:change_to_forum", args=[change.public_id]), data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"board"})
    assert "O que acham?" in answer.content.decode()


def test_closed_conversation_keeps_the_words(client, change, theirs, topic):
    lock_topic(by=change.author, topic=topic, locked=True)
    client.force_login(theirs.author)
    data = {"change": theirs.public_id, "key": uuid.uuid4(), "words": "Com outra escala."}
    answer = client.post(reverse("learning:change_tried_too", args=[change.public_id]), data)
    assert answer.status_code == 422
    assert "Com outra escala." in answer.content.decode()


def test_recording_ours_from_the_card_links_it(client, change, theirs, topic):
    client.force_login(theirs.author)
    address = reverse("learning:change_new") + f"?apos={change.public_id}"
    form = client.get(address).context["form"]
    data = {
        "title": "Conversa às quartas", "before": "Ninguém conversava com ninguém.",
        "after": "Agora conversa-se às oito.",
        "category": "acolhimento", "key": uuid.uuid4(), "enrolment": theirs.enrolment.public_id,
        "origin": form["origin"].value(),
    }  # fmt: skip
    answer = client.post(reverse("learning:change_new"), data)
    assert answer.url == reverse("forums:topic", args=[topic.pk])
    assert WorkChange.objects.get(title="Conversa às quartas").linked_to == change


def test_origin_that_she_may_not_read_is_not_there(client, change, theirs):
    client.force_login(theirs.author)
    assert client.get(reverse("learning:change_new") + f"?apos={change.public_id}").status_code == 404
    assert client.get(reverse("learning:change_new") + "?apos=nada").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_card_costs_the_same_for_many(client, change, theirs, topic, count, django_assert_num_queries):
    for _ in range(count):
        ChangeFollowUpFactory(change=change)
        WorkChangeFactory(linked_to=change, enrolment=theirs.enrolment)
    topic_seen(client, theirs.author, topic)
    with django_assert_num_queries(5):
        client.get(reverse("forums:topic", args=[topic.pk]))


def test_cards_and_answers_go_with_a_joined_conversation(client, change, theirs, board, topic):
    other = WorkChangeFactory(enrolment=change.enrolment, title="Escala de cinco")
    into = take_to_forum(by=change.author, change=other, board=board, key=uuid.uuid4())
    tell(theirs, change)
    merge_topic(by=change.author, topic=topic, into=into)
    for row in (change, other, theirs):
        row.refresh_from_db()
    assert (change.topic, other.topic, theirs.answered_in) == (into, into, into)
    page = topic_seen(client, theirs.author, into)
    assert change.before in page
    assert other.after in page
    assert "Aqui às terças" in page


def test_several_cards_cost_what_one_costs(client, change, theirs, board, topic, django_assert_num_queries):
    for _ in range(3):
        other = WorkChangeFactory(enrolment=change.enrolment)
        WorkChangeFactory(linked_to=other, enrolment=theirs.enrolment)
        ChangeFollowUpFactory(change=other)
        merge_topic(
            by=change.author,
            topic=take_to_forum(by=change.author, change=other, board=board, key=uuid.uuid4()),
            into=topic,
        )
    topic.traces.all().delete()
    topic_seen(client, theirs.author, topic)
    with django_assert_num_queries(5):
        client.get(reverse("forums:topic", args=[topic.pk]))


def test_a_card_is_read_where_its_conversation_went(change, theirs, topic, tutor):
    away = board_with(tutor)
    assert WorkChange.objects.visible_to(theirs.author).filter(pk=change.pk).exists()
    move_topic(by=tutor, topic=topic, board=away)
    assert not WorkChange.objects.visible_to(theirs.author).filter(pk=change.pk).exists()


@pytest.fixture
def keeper(board):
    person = User.objects.create_user("clara@forum.example.org", full_name="Clara")
    board.members.create(person=person, role="staff")
    return person


@pytest.fixture
def held_first(board):
    BoardCare.objects.create(board=board, held_first=1)


def test_a_newcomers_change_waits_and_gets_its_conversation_when_let_in(
    client, change, theirs, board, keeper, held_first
):
    client.force_login(change.author)
    page = reverse("learning:work_change", args=[change.public_id])
    data = {"board": board.pk, "key": uuid.uuid4(), "words": "O que acham?"}
    for _ in range(2):
        assert client.post(reverse("learning:change_to_forum", args=[change.public_id]), data).url == page
    held = HeldPost.objects.get()
    assert "O que acham?" in held.html
    assert board.title in client.get(page).text
    assert not Topic.objects.exists()
    assert not WorkChange.objects.visible_to(theirs.author).filter(pk=change.pk).exists()
    let_in(by=keeper, held=held)
    change.refresh_from_db()
    assert (change.topic.subject, change.topic_held) == (change.title, None)
    assert change.before in topic_seen(client, theirs.author, change.topic)


def test_what_was_not_let_in_may_be_taken_again(client, change, board, keeper, held_first):
    key = uuid.uuid4()
    held = take_to_forum(by=change.author, change=change, board=board, key=key, words="Olá.")
    refuse_held(by=keeper, held=held)
    client.force_login(change.author)
    address = reverse("learning:change_to_forum", args=[change.public_id])
    assert address in client.get(reverse("learning:work_change", args=[change.public_id])).text
    elsewhere = board_with(change.author)
    assert client.post(address, {"board": elsewhere.pk, "key": uuid.uuid4(), "words": "Olá."}).status_code == 302
    change.refresh_from_db()
    assert change.topic.board == elsewhere


def test_an_answer_that_waits_is_linked_and_told_when_let_in(client, change, theirs, board, keeper, topic, held_first):
    client.force_login(theirs.author)
    data = {"change": theirs.public_id, "key": uuid.uuid4(), "words": "Com outra escala."}
    answer = client.post(reverse("learning:change_tried_too", args=[change.public_id]), data)
    theirs.refresh_from_db()
    assert (answer.status_code, theirs.linked_to, theirs.answered_in) == (302, change, None)
    assert topic.posts.count() == 1
    assert board.title in client.get(reverse("learning:work_change", args=[theirs.public_id])).text
    let_in(by=keeper, held=theirs.answer_held)
    theirs.refresh_from_db()
    assert (theirs.answered_in, theirs.answer_held) == (topic, None)
    assert "Com outra escala." in topic.posts.get(number=2).html


@pytest.mark.parametrize("words", ["Devagar.", "Olha, @Fulana de Tal."])
def test_the_door_keeps_what_was_typed(client, change, theirs, board, topic, words):
    """Slow mode, and a name of nobody here."""
    BoardCare.objects.create(board=board, slow_seconds=0 if "@" in words else 600)
    answer_by(theirs.author, topic)
    for address, data in (
        (reverse("learning:change_tried_too", args=[change.public_id]), {"change": theirs.public_id}),
        (reverse("learning:change_to_forum", args=[theirs.public_id]), {"board": board.pk}),
    ):
        client.force_login(theirs.author)
        answer = client.post(address, {**data, "key": uuid.uuid4(), "words": words})
        assert answer.status_code == 422
        assert words in answer.text
    theirs.refresh_from_db()
    assert (theirs.linked_to, theirs.topic) == (None, None)
    assert topic.posts.count() == 2


def test_who_only_reads_the_board_links_without_writing_there(change, theirs, board, topic):
    board.members.filter(person=theirs.author).update(role="reader")
    tell(theirs, change)
    theirs.refresh_from_db()
    assert (theirs.linked_to, theirs.answered_in) == (change, None)
    assert topic.posts.count() == 1
