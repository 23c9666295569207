"""Who hears of what is written, and how often."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from forums.actions import follow_board, follow_topic, report_post
from forums.actions.following import QUIET, tell_follower, tell_waiting
from forums.enums import Following, FollowLevel, MemberRole
from forums.models import BoardCare, BoardSubscription, FollowerNotice, Subscription
from forums.queries.following import topic_level
from home.notifications.enums import OutboxState
from home.notifications.models import Notification, OutboxMail
from tests.factories.forums import answer_by, topic_by


def told(person) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("event", flat=True))


def an_hour_goes_by() -> None:
    for notice in FollowerNotice.objects.all():
        notice.told_at -= QUIET
        notice.save()


def test_writing_follows_and_what_was_chosen_stays(author, reader, topic):
    assert topic_level(author, topic) == FollowLevel.EVERY
    follow_topic(by=reader, topic=topic, level=FollowLevel.NONE)
    answer_by(reader, topic)
    assert topic_level(reader, topic) == FollowLevel.NONE


def test_a_board_is_followed_with_topics_that_begin_later(author, reader, board, run_tasks):
    follow_board(by=reader, board=board, level=FollowLevel.EVERY)
    topic = topic_by(author, board)
    answer_by(author, topic)
    run_tasks()
    assert told(reader) == ["post_written"]


def test_a_topics_choice_stands_over_the_boards(author, reader, board, topic, run_tasks):
    follow_board(by=reader, board=board, level=FollowLevel.EVERY)
    follow_topic(by=reader, topic=topic, level=FollowLevel.NONE)
    answer_by(author, topic)
    run_tasks()
    assert told(reader) == []


def test_answers_to_me_alone(author, reader, keeper, topic, run_tasks):
    mine = answer_by(reader, topic)
    follow_topic(by=reader, topic=topic, level=FollowLevel.REPLIES)
    answer_by(author, topic)
    run_tasks()
    assert told(reader) == []
    answer_by(keeper, topic, in_reply_to=mine)
    run_tasks()
    assert told(reader) == ["post_written"]


@pytest.mark.parametrize(("following", "hears"), [(Following.FORCED, ["post_written"]), (Following.OFF, [])])
def test_a_board_decides_for_its_readers(author, reader, board, topic, run_tasks, following, hears):
    BoardCare.objects.create(board=board, following=following)
    follow_topic(by=reader, topic=topic, level=FollowLevel.EVERY if following == Following.OFF else FollowLevel.NONE)
    answer_by(author, topic)
    run_tasks()
    assert told(reader) == hears


def test_who_looks_in_from_another_group_is_not_made_to_listen(author, outsider, board, topic, run_tasks):
    board.members.create(person=outsider, role=MemberRole.READER)
    BoardCare.objects.create(board=board, following=Following.FORCED)
    answer_by(author, topic)
    run_tasks()
    assert told(outsider) == []


def test_one_mail_a_topic_and_hour(author, reader, topic, run_tasks):
    for _ in range(5):
        answer_by(reader, topic)
    run_tasks()
    assert told(author) == ["post_written"]
    tell_waiting()
    assert told(author) == ["post_written"]
    an_hour_goes_by()
    tell_waiting()
    tell_waiting()
    run_tasks()
    assert told(author) == ["post_written", "posts_written"]
    assert Notification.objects.get(event="posts_written").data["count"] == 4
    assert len(mail.outbox) == 2
    answer_by(reader, topic)
    run_tasks()
    assert len(mail.outbox) == 2


def test_what_was_read_meanwhile_is_not_told_again(author, reader, topic, client, run_tasks):
    answer_by(reader, topic)
    answer_by(reader, topic)
    run_tasks()
    client.force_login(author)
    client.get(reverse("forums:topic", args=[topic.pk]))
    an_hour_goes_by()
    tell_waiting()
    assert told(author) == ["post_written"]
    assert not FollowerNotice.objects.filter(is_waiting=True).exists()


def test_telling_twice_of_a_post_is_telling_once(author, reader, topic):
    post = answer_by(reader, topic)
    for _ in range(2):
        tell_follower(author, post)
    an_hour_goes_by()
    tell_follower(author, post)
    assert told(author) == ["post_written"]
    assert not FollowerNotice.objects.get().is_waiting


def test_who_left_between_the_notice_and_the_mail_gets_none(author, reader, board, topic, run_tasks, monkeypatch):
    post = answer_by(reader, topic)
    tell_follower(author, post)
    board.members.filter(person=author).delete()
    run_tasks()
    assert mail.outbox == []
    assert OutboxMail.objects.get().state == OutboxState.WITHHELD


def test_a_post_that_was_hidden_meanwhile_is_in_no_mail(author, reader, keeper, topic, run_tasks):
    post = answer_by(reader, topic, "Dona Canarinha, da rua de cima.")
    tell_follower(author, post)
    report_post(by=keeper, post=post, reason="patient")
    run_tasks()
    assert [message.to for message in mail.outbox] == [[reader.email]]


def test_levels_are_chosen_on_the_page(client, reader, board, topic):
    client.force_login(reader)
    client.post(reverse("forums:topic_follow", args=[topic.pk]), {"level": "replies"})
    client.post(reverse("forums:board_follow", args=[board.pk]), {"level": "every"})
    assert Subscription.objects.get(person=reader).level == FollowLevel.REPLIES
    assert BoardSubscription.objects.get(person=reader).level == FollowLevel.EVERY


@pytest.mark.parametrize("level", ["", "all", "\0"])
def test_an_unknown_level_changes_nothing(client, reader, board, topic, level):
    client.force_login(reader)
    for name, thing in (("forums:topic_follow", topic), ("forums:board_follow", board)):
        assert client.post(reverse(name, args=[thing.pk]), {"level": level}).status_code == 400
    assert not Subscription.objects.filter(person=reader).exists()


def test_what_waits_for_long_is_told_first(author, reader, topic):
    first, second = answer_by(reader, topic), answer_by(reader, topic)
    tell_follower(author, first)
    tell_follower(author, second)
    notice = FollowerNotice.objects.get()
    assert notice.is_waiting
    assert notice.told_number == first.number
    FollowerNotice.objects.update(told_at=notice.told_at - timedelta(days=1))
    tell_waiting()
    # One post alone is told as any other.
    assert told(author) == ["post_written", "post_written"]
