import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from forums.actions import (
    BoardClosed,
    EditWindowClosed,
    TopicLocked,
    edit_post,
    lock_topic,
    mark_read,
    pin_topic,
    start_topic,
    write_post,
)
from forums.models import EDIT_WINDOW, Board, Post, ReadMark, Subscription, Topic
from home.notifications.models import Notification
from tests.factories.forums import answer_by


def test_start_topic_makes_the_first_post_and_follows_it(author, board):
    topic = start_topic(by=author, board=board, subject="Agenda", html="<p>Mudou</p>", key=uuid.uuid4())
    assert [(post.number, post.html) for post in topic.posts.all()] == [(1, "<p>Mudou</p>")]
    assert topic.last_number == 1
    assert Subscription.objects.filter(topic=topic, person=author).exists()


def test_start_topic_on_a_closed_board_is_refused(author, board):
    board.is_open = False
    board.save()
    with pytest.raises(BoardClosed):
        start_topic(by=author, board=board, subject="Agenda", html="<p>x</p>", key=uuid.uuid4())
    assert Topic.objects.count() == 0


def test_a_doubled_press_is_one_topic_and_one_post(author, board):
    key = uuid.uuid4()
    topics = {start_topic(by=author, board=board, subject="A", html="<p>x</p>", key=key).pk for _ in range(2)}
    answer_key = uuid.uuid4()
    for _ in range(2):
        write_post(by=author, topic_id=next(iter(topics)), html="<p>y</p>", key=answer_key)
    assert len(topics) == 1
    assert Post.objects.count() == 2


def test_write_post_cleans_what_is_written(author, topic):
    post = write_post(by=author, topic_id=topic.pk, html="<p onclick=x>a<script>b</script></p>", key=uuid.uuid4())
    assert "script" not in post.html
    assert "onclick" not in post.html


def test_write_post_in_a_locked_topic_is_refused(author, keeper, topic):
    lock_topic(by=keeper, topic=topic, locked=True)
    with pytest.raises(TopicLocked):
        answer_by(author, topic)
    lock_topic(by=keeper, topic=topic, locked=False)
    assert answer_by(author, topic).number == 2


def test_followers_hear_of_a_post_its_author_does_not(author, reader, topic, run_tasks):
    post = answer_by(reader, topic)
    run_tasks()
    assert [(n.person, n.key) for n in Notification.objects.all()] == [(author, f"post-{post.pk}")]


def test_a_follower_who_left_the_board_hears_nothing(author, reader, board, topic, run_tasks):
    answer_by(reader, topic)
    board.members.filter(person=author).delete()
    run_tasks()
    assert not Notification.objects.exists()


def test_edit_post_within_the_half_hour(author, topic):
    post = edit_post(by=author, post=topic.posts.get(), html="<p>melhor</p>")
    assert post.html == "<p>melhor</p>"
    assert post.edited_at is not None


@pytest.mark.parametrize("late", [True, False])
def test_edit_post_is_refused_after_it_or_to_others(author, reader, topic, late):
    post = topic.posts.get()
    if late:
        post.created_at -= EDIT_WINDOW + timedelta(seconds=1)
    with pytest.raises(EditWindowClosed):
        edit_post(by=author if late else reader, post=post, html="<p>x</p>")
    assert Post.objects.get(pk=post.pk).html == "<p>Como vocês fazem?</p>"


def test_pin_topic_puts_it_first(author, keeper, board, topic):
    later = start_topic(by=author, board=board, subject="Outra", html="<p>x</p>", key=uuid.uuid4())
    assert list(board.topics.all()) == [later, topic]
    pin_topic(by=keeper, topic=topic, pinned=True)
    assert list(board.topics.all()) == [topic, later]


@pytest.mark.django_db
@given(numbers=st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_a_read_mark_is_one_row_whatever_is_read(numbers, request):
    mark = request.getfixturevalue("marker")
    for number in numbers:
        mark(number)
    assert ReadMark.objects.get().number == numbers[-1]


@pytest.fixture
def marker(reader, topic):
    ReadMark.objects.all().delete()
    return lambda number: mark_read(by=reader, topic_id=topic.pk, number=number)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nothing to race")
@pytest.mark.django_db(transaction=True)
def test_posts_written_at_once_each_get_a_number(author, topic):
    def write(_):
        try:
            return answer_by(author, topic).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, range(40)))
    assert sorted(numbers) == list(range(2, 42))
    assert Topic.objects.get().last_number == 41


def test_a_removed_author_breaks_nothing(author, reader, topic, client):
    answer_by(reader, topic)
    Post.objects.update(author=None)
    Topic.objects.update(author=None)
    client.force_login(reader)
    assert client.get(f"/conversas/t/{topic.pk}/").status_code == 200
    assert client.get(f"/conversas/{Board.objects.get().pk}/").status_code == 200
