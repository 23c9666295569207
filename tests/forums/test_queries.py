from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import boards, limit_counts, mark_read
from forums.models import Topic
from forums.queries import POSTS_A_PAGE, boards_of, posts_of, topic_page, topics_of, unread_by_board, unread_topics
from tests.factories.forums import answer_by, board_with, topic_by


def test_unread_is_counted_by_board_and_by_topic(author, reader, board, topic):
    for _ in range(3):
        answer_by(author, topic)
    mark_read(by=reader, topic_id=topic.pk, number=2)
    topic_by(author, board)
    [row] = boards_of(reader)
    assert (row.topics, row.unread) == (2, 2)
    assert sorted(found.unread for found in topics_of(reader, board.pk, page=1)) == [1, 2]
    assert unread_by_board(author) == []


def test_a_board_of_others_is_in_no_list(outsider, topic):
    assert boards_of(outsider) == []
    assert topic_page(outsider, topic.pk) is None


def test_a_topic_opens_at_the_first_unread_post(author, reader, topic):
    for _ in range(POSTS_A_PAGE + 9):
        answer_by(author, topic)
    mark_read(by=reader, topic_id=topic.pk, number=POSTS_A_PAGE)
    assert topic_page(reader, topic.pk).page == 2
    assert topic_page(reader, topic.pk, number=3).page == 1
    assert topic_page(reader, topic.pk, page=99).page == 2
    assert [row.number for row in posts_of(topic_page(reader, topic.pk))] == list(range(51, 61))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_lists_cost_the_same_however_long(django_assert_num_queries, author, reader, count):
    board = board_with(author, reader)
    topics = [topic_by(author, board) for _ in range(count)]
    for _ in range(count):
        answer_by(reader, topics[0])
    with django_assert_num_queries(1):
        boards_of(reader)
    with django_assert_num_queries(1):
        topics_of(reader, board.pk, page=1)
    with django_assert_num_queries(2):
        posts_of(topic_page(reader, topics[0].pk))


def test_a_board_of_very_many_topics_counts_its_newest(monkeypatch, author, reader, board):
    monkeypatch.setattr(boards, "COUNTED_TOPICS", 3)
    for days in range(4):
        topic = topic_by(author, board)
        Topic.objects.filter(pk=topic.pk).update(last_post_at=timezone.now() - timedelta(days=days))
    limit_counts()
    [row] = boards_of(reader)
    assert (row.topics, row.unread, row.is_more) == (3, 3, True)
    assert len(unread_topics(reader, page=1)) == 3
    assert len(topics_of(reader, board.pk, page=1)) == 4
