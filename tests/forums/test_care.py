"""Reports, posts that wait, warnings: what each act does, what it leaves in the log, and how it is taken back."""

import uuid

import pytest
from wagtail.models import ModelLogEntry

from forums.actions import (
    AlreadyDecided,
    Care,
    TooFast,
    TooManyReports,
    caution_author,
    change_care,
    edit_post,
    hide_post,
    hold_again,
    keep_post,
    let_in,
    lock_topic,
    receive_post,
    receive_topic,
    refuse_held,
    reopen_reports,
    report_post,
    withdraw_caution,
)
from forums.actions.care import REPORTS_AN_HOUR
from forums.actions.door import POSTS_A_MINUTE
from forums.actions.posts import TopicLocked
from forums.models import BoardCare, Caution, HeldPost, Post, PostReport, Topic
from forums.queries import posts_found
from forums.queries.care import acts_on, care_decided, care_waiting
from home.notifications.models import Notification
from tests.factories.forums import answer_by, topic_by

CANARY = "Canarinha"


def seen_by(person, post) -> tuple[bool, bool]:
    """Whether she reads the post, and finds it."""
    reads = Post.objects.visible_to(person).filter(pk=post.pk).exists()
    finds = any(row["number"] == post.number for row in posts_found(person, CANARY))
    return reads, finds


@pytest.fixture
def post(author, topic):
    return answer_by(author, topic, f"A senhora {CANARY} mora na rua de cima.")


def test_a_report_that_it_tells_a_patient_hides_the_post_at_once(author, reader, keeper, other_reader, post):
    report_post(by=reader, post=post, reason="patient")
    assert seen_by(reader, post) == seen_by(other_reader, post) == (False, False)
    assert seen_by(author, post) == seen_by(keeper, post) == (True, True)
    assert {note.person for note in Notification.objects.filter(event="post_reported")} == {keeper}
    assert Notification.objects.get(event="post_hidden").person == author


@pytest.mark.parametrize("reason", ["offence", "advert", "off_topic", "other"])
def test_another_report_hides_nothing(reader, post, reason):
    report_post(by=reader, post=post, reason=reason)
    assert seen_by(reader, post) == (True, True)


def test_a_first_post_hides_its_subject(author, reader, keeper, board):
    topic = topic_by(author, board, f"Caso de {CANARY}")
    report_post(by=reader, post=topic.posts.get(), reason="patient")
    assert not Topic.objects.visible_to(reader).filter(pk=topic.pk).exists()
    assert Topic.objects.visible_to(author).filter(pk=topic.pk).exists()
    assert Topic.objects.visible_to(keeper).filter(pk=topic.pk).exists()
    keep_post(by=keeper, post=topic.posts.get())
    assert Topic.objects.visible_to(reader).filter(pk=topic.pk).exists()


def test_what_quotes_a_hidden_post_is_hidden_with_it(author, reader, keeper, other_reader, topic, post):
    quoting = answer_by(reader, topic, f"</p><blockquote>{CANARY}</blockquote><p>Sim", in_reply_to=post)
    plain = answer_by(reader, topic, "Cuidado com nomes.", in_reply_to=post)
    report_post(by=reader, post=post, reason="patient")
    assert seen_by(other_reader, quoting)[0] is False
    assert seen_by(other_reader, plain)[0] is True
    keep_post(by=keeper, post=post)
    assert seen_by(other_reader, quoting)[0] is True


def test_reporting_twice_is_one_report(reader, post):
    first, second = (report_post(by=reader, post=post, reason="offence") for _ in range(2))
    assert first == second
    assert PostReport.objects.count() == 1


def test_nobody_reports_without_end(author, reader, topic):
    posts = [answer_by(author, topic) for _ in range(REPORTS_AN_HOUR + 1)]
    for post in posts[:-1]:
        report_post(by=reader, post=post, reason="other")
    with pytest.raises(TooManyReports):
        report_post(by=reader, post=posts[-1], reason="patient")
    assert seen_by(reader, posts[-1])[0] is True


def test_what_the_staff_let_stand_is_not_hidden_again_until_its_words_change(
    author, reader, keeper, other_reader, post
):
    report_post(by=reader, post=post, reason="patient")
    keep_post(by=keeper, post=post)
    report_post(by=other_reader, post=post, reason="patient")
    assert seen_by(reader, post)[0] is True
    edit_post(by=author, post=Post.objects.get(pk=post.pk), html=f"<p>{CANARY}, da rua.</p>")
    report_post(by=reader, post=Post.objects.get(pk=post.pk), reason="patient")
    assert seen_by(other_reader, post)[0] is False


@pytest.mark.parametrize(("decide", "reads"), [(hide_post, False), (keep_post, True)])
def test_a_decision_closes_the_reports_and_can_be_taken_back(reader, keeper, other_reader, post, decide, reads):
    report_post(by=reader, post=post, reason="patient")
    decide(by=keeper, post=post)
    assert seen_by(other_reader, post)[0] is reads
    assert care_waiting(keeper).reported == []
    [row] = care_decided(keeper).reported
    assert row.decided_by == keeper.name
    reopen_reports(by=keeper, post=post)
    assert seen_by(other_reader, post)[0] is False
    assert [row.post_id for row in care_waiting(keeper).reported] == [post.pk]
    assert {note.person for note in Notification.objects.filter(event="report_decided")} == {reader}


def test_each_act_is_in_the_boards_log(author, reader, keeper, board, topic, post):
    report_post(by=reader, post=post, reason="offence")
    hide_post(by=keeper, post=post)
    reopen_reports(by=keeper, post=post)
    keep_post(by=keeper, post=post)
    caution = caution_author(by=keeper, post=post, text="Sem nomes, por favor.", key=uuid.uuid4())
    withdraw_caution(by=keeper, caution=caution)
    change_care(by=keeper, board=board, care=Care("Sem nomes.", "optional", 60, 0, ""))
    codes = list(ModelLogEntry.objects.filter(object_id=str(board.pk)).order_by("pk").values_list("action", flat=True))
    assert codes == [
        "forums.post_report", "forums.post_hide", "forums.reports_reopen", "forums.post_keep", "forums.caution",
        "forums.caution_withdraw", "forums.care_change",
    ]  # fmt: skip
    assert [act.who for act in acts_on(board)][-1] == reader.name
    assert all(CANARY not in f"{entry.label}{entry.data}" for entry in ModelLogEntry.objects.all())


def test_a_warning_is_read_by_her_and_the_staff_until_it_is_withdrawn(author, reader, keeper, post):
    key = uuid.uuid4()
    caution = caution_author(by=keeper, post=post, text="Sem nomes, por favor.", key=key)
    assert caution_author(by=keeper, post=post, text="Sem nomes, por favor.", key=key) == caution
    assert Notification.objects.get(event="cautioned").person == author
    assert [Caution.objects.visible_to(who).count() for who in (author, keeper, reader)] == [1, 1, 0]
    withdraw_caution(by=keeper, caution=caution)
    assert [Caution.objects.visible_to(who).count() for who in (author, keeper, reader)] == [0, 1, 0]


@pytest.fixture
def careful(board):
    return BoardCare.objects.create(board=board, held_first=1)


def send(person, topic, text="Aqui é às sextas.", **fields):
    return receive_post(by=person, topic=topic, html=f"<p>{text}</p>", key=fields.pop("key", uuid.uuid4()), **fields)


def test_first_posts_of_a_newcomer_wait_until_they_are_let_in(author, reader, keeper, topic, careful, run_tasks):
    held = send(reader, topic, CANARY)
    assert isinstance(held, HeldPost)
    assert Topic.objects.get(pk=topic.pk).last_number == 1
    assert [posts_found(who, CANARY).count() for who in (author, reader, keeper)] == [0, 0, 0]
    assert [HeldPost.objects.visible_to(who).count() for who in (author, reader, keeper)] == [0, 1, 1]
    post = let_in(by=keeper, held=held)
    assert (post.author, post.number) == (reader, 2)
    assert isinstance(send(reader, topic), Post)
    run_tasks()
    assert Notification.objects.filter(event="post_written", person=author).exists()
    assert Notification.objects.get(event="post_let_in").person == reader


def test_a_conversation_can_wait_too(reader, keeper, board, careful):
    held = receive_topic(by=reader, board=board, subject="Olá", html="<p>Cheguei.</p>", key=uuid.uuid4())
    assert not Topic.objects.exists()
    assert let_in(by=keeper, held=held).topic.subject == "Olá"


def test_a_doubled_press_waits_once_and_is_let_in_once(reader, keeper, topic, careful):
    key = uuid.uuid4()
    held = send(reader, topic, key=key)
    assert send(reader, topic, key=key) == held
    post = let_in(by=keeper, held=held)
    with pytest.raises(AlreadyDecided):
        let_in(by=keeper, held=held)
    assert send(reader, topic, key=key) == post
    assert Post.objects.filter(author=reader).count() == 1


def test_a_refusal_and_a_letting_in_can_be_taken_back(author, reader, keeper, topic, careful):
    held = send(reader, topic)
    refuse_held(by=keeper, held=held)
    assert Notification.objects.get(event="post_refused").person == reader
    hold_again(by=keeper, held=held)
    post = let_in(by=keeper, held=held)
    assert seen_by(author, post)[0] is True
    hold_again(by=keeper, held=held)
    assert seen_by(author, post)[0] is False
    assert [row.post_id for row in care_decided(keeper).reported] == [post.pk]


def test_what_waits_in_a_topic_closed_meanwhile_goes_on_waiting(reader, keeper, topic, careful):
    held = send(reader, topic)
    lock_topic(by=keeper, topic=topic, locked=True)
    with pytest.raises(TopicLocked):
        let_in(by=keeper, held=held)
    assert HeldPost.objects.waiting().get() == held


@pytest.mark.parametrize(
    ("listed", "text", "waits"),
    [
        ("rifa", "Comprem minha rifa!", True),
        ("rifas", "comprem minha RIFA", True),
        ("mutirão", "no mutirao de sábado", True),
        ("compre já", "compre agora e já", False),
        ("rifa", "a tarifa subiu", False),
        ("\n \n", "qualquer coisa", False),
    ],
)
def test_listed_words_make_a_post_wait(reader, board, topic, listed, text, waits):
    BoardCare.objects.create(board=board, listed_words=listed)
    assert isinstance(send(reader, topic, text), HeldPost) is waits


def test_slow_mode_lets_one_post_through_and_never_slows_the_staff(reader, keeper, board, topic):
    BoardCare.objects.create(board=board, slow_seconds=600)
    send(reader, topic)
    with pytest.raises(TooFast) as refusal:
        send(reader, topic)
    assert 590 < refusal.value.seconds <= 600
    for _ in range(2):
        assert isinstance(send(keeper, topic), Post)


def test_nobody_writes_faster_than_people_do(reader, topic):
    for _ in range(POSTS_A_MINUTE):
        send(reader, topic)
    with pytest.raises(TooFast):
        send(reader, topic)
    assert Post.objects.filter(author=reader).count() == POSTS_A_MINUTE


def test_the_queue_of_another_board_is_not_hers(keeper, outsider, reader, topic, post):
    report_post(by=reader, post=post, reason="offence")
    assert care_waiting(outsider).is_empty
    assert care_waiting(reader).is_empty
    assert not care_waiting(keeper).is_empty


@pytest.mark.parametrize("count", [1, 5])
def test_the_queue_costs_the_same_however_long(
    author, reader, keeper, topic, careful, count, django_assert_num_queries
):
    for _ in range(count):
        report_post(by=reader, post=answer_by(author, topic), reason="other")
        send(reader, topic)
    with django_assert_num_queries(2):
        assert len(care_waiting(keeper).reported) == count
    with django_assert_num_queries(2):
        care_decided(keeper)
