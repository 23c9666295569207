"""What one person keeps: drafts of answers, saved posts, lists of her own."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import AnswerText, DraftConflict, delete_post, keep_bookmark, save_answer_draft, tag_topic
from forums.models import Bookmark, PostDraft, Topic, TopicTag
from forums.queries import topics_of, topics_with, unread_topics, waiting_topics
from forums.tasks import remind_bookmarks
from home.notifications.models import Notification
from tests.factories.forums import answer_by, board_with, topic_by

TEXT = "<p>Aqui começamos pela escuta.</p>"


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def draft(person, topic, html=TEXT, *, base=0, key=None):
    return save_answer_draft(by=person, topic_id=topic.pk, base_number=base, text=AnswerText(html, key or uuid.uuid4()))


def test_a_draft_is_one_row_and_comes_back_into_the_form(as_author, author, topic):
    key = uuid.uuid4()
    numbers = [draft(author, topic, html, key=key)[0] for html in ("<p>Aqui</p>", TEXT, TEXT)]
    assert numbers == [1, 2, 2]
    assert PostDraft.objects.get().html == TEXT
    page = as_author.get(reverse("forums:topic", args=[topic.pk])).text
    assert "Aqui começamos pela escuta." in page
    assert f'value="{key}"' in page


def test_another_window_overwrites_nothing(author, topic):
    draft(author, topic)
    with pytest.raises(DraftConflict):
        draft(author, topic, "<p>Outra coisa</p>")
    assert PostDraft.objects.get().html == TEXT


def test_a_conflict_shows_both_texts(as_author, author, topic):
    draft(author, topic)
    address = reverse("forums:post_draft", args=[topic.pk])
    words = {"html": "Outra coisa", "key": uuid.uuid4(), "base_number": 0}
    assert as_author.post(address, words, headers={"accept": "application/json"}).status_code == 409
    answer = as_author.post(address, words)
    assert answer.status_code == 409
    assert "Outra coisa" in answer.text
    assert "Aqui começamos pela escuta." in answer.text


def test_the_script_is_told_number_and_time(as_author, topic):
    words = {"html": "Aqui", "key": uuid.uuid4(), "base_number": 0}
    address = reverse("forums:post_draft", args=[topic.pk])
    answer = as_author.post(address, words, headers={"accept": "application/json"})
    assert json.loads(answer.content)["number"] == 1


def test_what_was_sent_is_no_draft_any_more_and_the_device_hears_of_it(as_author, author, topic):
    key = uuid.uuid4()
    draft(author, topic, key=key)
    answer = as_author.post(reverse("forums:post_new", args=[topic.pk]), {"html": "Aqui", "key": key}, follow=True)
    assert not PostDraft.objects.exists()
    assert f'data-draft-saved="{key}"' in answer.text


def test_nobody_else_meets_a_draft(client, author, reader, topic):
    draft(author, topic)
    client.force_login(reader)
    assert "pela escuta" not in client.get(reverse("forums:topic", args=[topic.pk])).text


def test_a_saved_post_is_in_her_list_while_she_may_read_it(as_author, author, board, topic):
    post = topic.posts.get()
    for days in ("0", "7"):
        as_author.post(reverse("forums:post_bookmark", args=[post.pk]), {"on": "1", "days": days})
    assert Bookmark.objects.get().remind_at.date() == (timezone.now() + timedelta(days=7)).date()
    assert topic.subject in as_author.get(reverse("forums:bookmarks")).text
    board.members.filter(person=author).delete()
    assert topic.subject not in as_author.get(reverse("forums:bookmarks")).text


def test_a_saved_post_can_be_let_go(as_author, author, topic):
    post = topic.posts.get()
    keep_bookmark(by=author, post=post, remind_at=None)
    as_author.post(reverse("forums:post_bookmark", args=[post.pk]), {"on": "0"})
    assert not Bookmark.objects.exists()


def test_a_reminder_comes_once_when_its_time_has_come(author, topic):
    post = topic.posts.get()
    keep_bookmark(by=author, post=post, remind_at=timezone.now() + timedelta(hours=1))
    remind_bookmarks()
    assert not Notification.objects.exists()
    keep_bookmark(by=author, post=post, remind_at=timezone.now() - timedelta(seconds=1))
    for _ in range(2):
        remind_bookmarks()
    assert [told.person for told in Notification.objects.all()] == [author]


@pytest.mark.parametrize("count", [1, 3])
def test_her_lists_cost_the_same_however_long(as_author, author, reader, board, count, django_assert_num_queries):
    for _ in range(count):
        topic = topic_by(reader, board)
        post = answer_by(author, topic)
        keep_bookmark(by=author, post=post, remind_at=None)
        answer_by(reader, topic)
    # session with person, topics
    for which in ("novas", "minhas", "sem-resposta"):
        with django_assert_num_queries(2):
            as_author.get(reverse("forums:topic_list", args=[which]))
    with django_assert_num_queries(2):
        as_author.get(reverse("forums:bookmarks"))


def test_an_unknown_list_is_not_there(as_author):
    assert as_author.get(reverse("forums:topic_list", args=["tudo"])).status_code == 404


def ids(rows):
    return [row.id for row in rows]


def test_unread_mine_and_waiting_hold_what_their_names_say(author, reader, outsider, board, topic):
    foreign = board_with(outsider)
    topic_by(outsider, foreign)
    hers = topic_by(reader, board, "Da Bento")
    assert ids(unread_topics(author, page=1)) == [hers.pk]
    assert ids(topics_with(author, page=1)) == [topic.pk]
    Topic.objects.update(created_at=timezone.now() - timedelta(hours=49))
    assert ids(waiting_topics(author, page=1)) == [topic.pk, hers.pk]
    answer_by(reader, hers)
    assert ids(waiting_topics(author, page=1)) == [topic.pk, hers.pk]
    post = answer_by(author, hers)
    assert ids(waiting_topics(author, page=1)) == [topic.pk]
    delete_post(by=author, post=post)
    assert ids(waiting_topics(author, page=1)) == [topic.pk, hers.pk]


def test_tags_find_topics_without_accents_and_plurals(as_author, author, keeper, board, topic):
    topic_by(author, board, "Outra")
    tag_topic(by=keeper, topic=topic, labels=["Reuniões", "reunião", " #Equipe ", "", "a", "b", "c", "d"])
    assert [tag.label for tag in TopicTag.objects.order_by("pk")] == ["Reuniões", "Equipe", "a", "b", "c"]
    assert ids(topics_of(author, board.pk, page=1, tag="reuniao")) == [topic.pk]
    page = as_author.get(reverse("forums:board", args=[board.pk]), {"etiqueta": "Reunião"}).text
    assert "Outra</a>" not in page
    assert "#Reuniões" in page


def test_a_tag_is_searched_as_well(as_author, board):
    words = {"subject": "Sala", "html": "Abrimos cedo.", "tags": "acolhimento, porta", "key": uuid.uuid4()}
    as_author.post(reverse("forums:topic_new", args=[board.pk]), words)
    assert "Abrimos cedo." in as_author.get(reverse("forums:search"), {"q": "acolhimento"}).text


@pytest.mark.parametrize("count", [1, 3])
def test_a_board_costs_the_same_however_many_tags(as_author, author, keeper, board, count, django_assert_num_queries):
    for number in range(count):
        tag_topic(by=keeper, topic=topic_by(author, board), labels=[f"palavra{number}"])
    # session, person, board, its tags, topics
    with django_assert_num_queries(4):
        as_author.get(reverse("forums:board", args=[board.pk]))


def test_the_other_boards_tags_are_not_told(as_author, outsider, board):
    foreign = board_with(outsider)
    tag_topic(by=outsider, topic=topic_by(outsider, foreign), labels=["segredo"])
    assert "segredo" not in as_author.get(reverse("forums:board", args=[board.pk])).text
