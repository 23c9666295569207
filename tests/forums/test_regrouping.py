"""Topics moved, split and joined: numbers stay dense, old addresses lead on, and nobody reads what she may not."""

import uuid

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.actions import (
    CannotMerge,
    NothingToSplit,
    TopicLocked,
    delete_post,
    merge_topic,
    move_topic,
    split_topic,
    tag_topic,
    write_post,
)
from forums.models import Post, ReadMark, Subscription, Topic
from forums.queries import boards_of, posts_found, posts_of, topic_page, topics_of
from tests.examples import some_of
from tests.factories.forums import answer_by, board_with, topic_by


def words_of(person, topic):
    return [row.html for row in posts_of(topic_page(person, topic.pk))]


@pytest.fixture
def other(outsider, keeper):
    """A board with other readers and the same staff."""
    return board_with(outsider, staff=(keeper,))


def test_a_moved_topic_is_read_by_the_other_board_alone(client, author, outsider, keeper, topic, other):
    move_topic(by=keeper, topic=topic, board=other)
    assert topic_page(author, topic.pk) is None
    assert list(posts_found(author, "reunião")) == []
    client.force_login(outsider)
    page = client.get(reverse("forums:topic", args=[topic.pk])).text
    assert "Veio de outro mural" in page


def test_posts_taken_out_stand_in_a_topic_of_their_own(author, reader, keeper, topic):
    for text in ("um", "dois", "três"):
        answer_by(reader, topic, text)
    made = split_topic(by=keeper, topic=topic, numbers={2, 4}, subject="Outra conversa")
    assert words_of(author, made) == ["<p>um</p>", "<p>três</p>"]
    assert words_of(author, topic) == ["<p>Como vocês fazem?</p>", "", "<p>dois</p>", ""]
    assert (made.author, made.last_number) == (reader, 2)
    assert ReadMark.objects.get(topic=made, person=reader).written == 2
    assert ReadMark.objects.get(topic=topic, person=reader).written == 1


def test_the_old_address_of_a_post_leads_to_where_it_stands(client, reader, keeper, topic):
    post = answer_by(reader, topic, "um")
    made = split_topic(by=keeper, topic=topic, numbers={2}, subject="Outra conversa")
    client.force_login(reader)
    assert reverse("forums:post", args=[post.pk]) in client.get(reverse("forums:topic", args=[topic.pk])).text
    page = client.get(reverse("forums:post", args=[post.pk])).text
    assert f"{reverse('forums:topic', args=[made.pk])}?ir=1#p1" in page


@pytest.mark.parametrize("numbers", [{1}, {9}, set()])
def test_what_is_not_there_cannot_be_taken_out(keeper, topic, numbers):
    with pytest.raises(NothingToSplit):
        split_topic(by=keeper, topic=topic, numbers=numbers, subject="x")
    assert Topic.objects.count() == 1


def test_a_joined_topic_stands_behind_the_other_and_its_address_leads_there(
    client, author, reader, keeper, board, topic
):
    later = topic_by(reader, board, "Ainda a reunião")
    answer_by(author, later, "Aqui também.")
    for _ in range(2):
        merge_topic(by=keeper, topic=later, into=topic)
    assert words_of(author, topic)[-2:] == ["<p>Como vocês fazem?</p>", "<p>Aqui também.</p>"]
    assert [row.id for row in topics_of(author, board.pk, page=1)] == [topic.pk]
    assert boards_of(author)[0].topics == 1
    assert Subscription.objects.filter(topic=topic, person=reader).exists()
    client.force_login(author)
    answer = client.get(reverse("forums:topic", args=[later.pk]), {"ir": 2})
    assert answer.url == f"{reverse('forums:topic', args=[topic.pk])}?ir=3#p3"


def test_a_post_that_begins_its_topic_is_found_by_tag_however_it_came_there(author, reader, keeper, board, topic):
    tag_topic(by=keeper, topic=topic, labels=["visita domiciliar"])
    later = topic_by(reader, board, "Ainda a reunião")
    empty = topic_by(keeper, board, "Vazia")
    tag_topic(by=keeper, topic=later, labels=["acolhimento"])
    merge_topic(by=keeper, topic=later, into=topic)
    assert {row["topic_id"] for row in posts_found(author, "visitas domiciliares")} == {topic.pk}
    assert list(posts_found(author, "acolhimento")) == []
    answer_by(reader, empty, "Fala-se da escala.")
    made = split_topic(by=keeper, topic=empty, numbers={2}, subject="Escala")
    tag_topic(by=keeper, topic=made, labels=["plantão"])
    assert {row["topic_id"] for row in posts_found(author, "plantões")} == {made.pk}


def test_a_joined_topic_takes_no_more_answers(author, keeper, reader, board, topic):
    later = topic_by(reader, board)
    merge_topic(by=keeper, topic=later, into=topic)
    with pytest.raises(TopicLocked):
        answer_by(author, later)
    assert topic.posts.count() == 2


def test_a_topic_is_not_joined_to_itself(keeper, topic):
    with pytest.raises(CannotMerge):
        merge_topic(by=keeper, topic=topic, into=topic)


def test_a_stranger_is_not_led_on_by_the_address_of_a_joined_topic(client, outsider, keeper, author, board, topic):
    later = topic_by(author, board)
    merge_topic(by=keeper, topic=later, into=topic)
    client.force_login(outsider)
    assert client.get(reverse("forums:topic", args=[later.pk])).status_code == 404


STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "delete", "split", "merge"]), st.integers(1, 9), st.integers(0, 3)),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=some_of(15), deadline=None)
@given(steps=STEPS)
def test_numbers_stay_dense_whatever_is_done(steps, request):
    author, keeper, board = (request.getfixturevalue(name) for name in ("author", "keeper", "board"))
    Topic.objects.all().delete()
    topic_by(author, board)
    for step, number, which in steps:
        take_step(step, number, which, author, keeper)
    for topic in Topic.objects.all():
        numbers = list(topic.posts.values_list("number", flat=True))
        assert numbers == list(range(1, topic.last_number + 1))
        mine = topic.posts.standing().filter(author=author).count()
        marks = list(ReadMark.objects.filter(topic=topic, person=author).values_list("written", flat=True))
        assert marks == [mine] or (not marks and not mine)


def take_step(step: str, number: int, which: int, author, keeper) -> None:
    standing = list(Topic.objects.standing().order_by("pk"))
    topic = standing[which % len(standing)]
    post = topic.posts.filter(number=number).first()
    if step == "write":
        write_post(by=author, topic_id=topic.pk, html="<p>x</p>", key=uuid.uuid4())
    elif step == "delete" and post:
        delete_post(by=keeper, post=post)
    elif step == "split":
        try:
            split_topic(by=keeper, topic=topic, numbers={number, number + 1}, subject="Parte")
        except NothingToSplit:
            return
    elif step == "merge" and topic != standing[0]:
        merge_topic(by=keeper, topic=topic, into=standing[0])


@pytest.fixture
def as_keeper(client, keeper):
    client.force_login(keeper)
    return client


def test_staff_does_it_by_forms(as_keeper, author, reader, board, topic, other):
    answer_by(reader, topic, "um")
    for name, data in (
        ("topic_tags", {"tags": "Reunião, equipe"}),
        ("topic_plan", {"lock_after_days": "30"}),
        ("topic_split", {"numbers": "2", "subject": "Outra"}),
        ("topic_move", {"board": other.pk}),
    ):
        assert as_keeper.post(reverse(f"forums:{name}", args=[topic.pk]), data).status_code == 302
    made = Topic.objects.get(subject="Outra")
    into = f"https://roda.example.org/conversas/t/{topic.pk}/?ir=1"
    assert as_keeper.post(reverse("forums:topic_merge", args=[made.pk]), {"into": into}).status_code == 302
    topic.refresh_from_db()
    assert (topic.board, topic.lock_after_days, topic.last_number) == (other, 30, 3)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("topic_plan", {"starts_at": "2030-01-02T10:00", "ends_at": "2030-01-01T10:00"}),
        ("topic_plan", {"starts_at": "amanhã"}),
        ("topic_plan", {"lock_after_days": "0"}),
        ("topic_split", {"numbers": "x", "subject": "Outra"}),
        ("topic_split", {"numbers": "9-2", "subject": "Outra"}),
        ("topic_split", {"numbers": "1", "subject": "Outra"}),
        ("topic_split", {"numbers": "1-999999", "subject": "Outra"}),
        ("topic_move", {"board": "999999"}),
        ("topic_merge", {"into": "nada"}),
        ("topic_merge", {"into": "99999999999999999999"}),
        ("topic_lock", {"on": "1", "reason": "x" * 500}),
    ],
)
def test_what_cannot_be_done_is_said_beside_the_field(as_keeper, topic, name, data):
    answer = as_keeper.post(reverse(f"forums:{name}", args=[topic.pk]), data)
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert Topic.objects.count() == 1


def test_a_topic_goes_only_to_boards_that_she_looks_after(as_keeper, outsider, topic):
    foreign = board_with(outsider)
    foreign_topic = topic_by(outsider, foreign)
    move = as_keeper.post(reverse("forums:topic_move", args=[topic.pk]), {"board": foreign.pk})
    merge = as_keeper.post(reverse("forums:topic_merge", args=[topic.pk]), {"into": foreign_topic.pk})
    assert (move.status_code, merge.status_code) == (422, 422)
    assert Post.objects.filter(topic=foreign_topic).count() == 1
