import re
import uuid

import pytest
from django.urls import reverse

from forums.actions import lock_topic
from forums.models import Post, ReadMark, Topic
from tests.factories.forums import answer_by, topic_by

TEXT = "Mudamos a recepção: agora quem chega é ouvido antes de receber a senha."


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def test_the_lists_show_boards_and_topics(as_author, board, topic):
    assert board.title in as_author.get(reverse("forums:boards")).text
    assert topic.subject in as_author.get(reverse("forums:board", args=[board.pk])).text


def test_a_person_without_boards_is_told_where_to_go(client, outsider):
    client.force_login(outsider)
    assert reverse("learning:catalogue") in client.get(reverse("forums:boards")).text


def test_a_topic_is_started_and_read(as_author, board):
    data = {"subject": "Recepção", "html": TEXT, "key": uuid.uuid4()}
    answer = as_author.post(reverse("forums:topic_new", args=[board.pk]), data)
    page = as_author.get(answer.url)
    assert TEXT in page.text
    assert Topic.objects.get().subject == "Recepção"


def test_blank_text_is_refused_and_what_was_typed_kept(as_author, board):
    data = {"subject": "Recepção", "html": "   ", "key": uuid.uuid4()}
    answer = as_author.post(reverse("forums:topic_new", args=[board.pk]), data)
    assert answer.status_code == 422
    assert 'value="Recepção"' in answer.text
    assert not Topic.objects.exists()


def test_a_reply_answers_the_post_it_quotes(as_author, reader, topic):
    post = answer_by(reader, topic, TEXT)
    quoting = as_author.get(reverse("forums:topic", args=[topic.pk]), {"citar": post.number})
    assert quoting.context["form"].initial["reply_to"] == post.number
    data = {"html": "Boa.", "key": uuid.uuid4(), "reply_to": post.number}
    answer = as_author.post(reverse("forums:post_new", args=[topic.pk]), data)
    assert answer.status_code == 302
    assert Post.objects.get(number=3).in_reply_to == post


@pytest.mark.parametrize(
    ("chosen", "quoted"),
    [
        ("uma ata curta", "<blockquote>uma ata curta</blockquote>"),
        ("curta. Depois", "<blockquote>curta. Depois</blockquote>"),
        ("isto ninguém disse", "<blockquote>Aqui há uma ata curta."),
        ("<b>ata</b>", "<blockquote>Aqui há uma ata curta."),
        ("", "<blockquote>Aqui há uma ata curta."),
    ],
)
def test_only_the_words_that_were_selected_are_quoted(as_author, reader, topic, chosen, quoted):
    answer_by(reader, topic, "Aqui há uma <strong>ata</strong> curta.</p><p>Depois todos leem.")
    page = as_author.get(reverse("forums:topic", args=[topic.pk]), {"citar": 2, "trecho": chosen})
    assert page.context["form"].initial["html"].startswith(quoted)


def test_a_topic_closed_meanwhile_keeps_the_text(as_author, keeper, topic):
    lock_topic(by=keeper, topic=topic, locked=True)
    answer = as_author.post(reverse("forums:post_new", args=[topic.pk]), {"html": TEXT, "key": uuid.uuid4()})
    assert answer.status_code == 422
    assert TEXT in answer.text
    assert Post.objects.count() == 1


def test_reading_moves_the_mark_and_only_forward(client, reader, author, topic, django_assert_num_queries):
    client.force_login(reader)
    address = reverse("forums:topic", args=[topic.pk])
    client.get(address)
    assert ReadMark.objects.get(person=reader).number == 1
    answer_by(author, topic)
    client.get(address)
    assert ReadMark.objects.get(person=reader).number == 2
    # session, user, topic, posts: a second look writes nothing.
    with django_assert_num_queries(3):
        client.get(address)


def test_an_author_changes_her_post(as_author, topic):
    post = topic.posts.get()
    address = reverse("forums:post_edit", args=[post.pk])
    assert as_author.get(address).status_code == 200
    assert as_author.post(address, {"html": TEXT}).status_code == 302
    assert TEXT in Post.objects.get().html


READ = [
    ("forums:board", "board"),
    ("forums:topic_new", "board"),
    ("forums:topic", "topic"),
    ("forums:post_edit", "post"),
]
WRITE = [("forums:post_new", "topic"), ("forums:topic_pin", "topic"), ("forums:topic_lock", "topic"),
         ("forums:topic_follow", "topic")]  # fmt: skip


def address_of(name, thing, board, topic):
    return reverse(name, args=[{"board": board.pk, "topic": topic.pk, "post": topic.posts.get().pk}[thing]])


@pytest.mark.parametrize(("name", "thing"), READ + WRITE)
def test_an_outsider_finds_nothing(client, outsider, board, topic, name, thing):
    client.force_login(outsider)
    method = client.post if (name, thing) in WRITE else client.get
    assert method(address_of(name, thing, board, topic)).status_code == 404


@pytest.mark.parametrize(("name", "thing"), READ)
def test_the_unknown_are_sent_to_log_in(client, board, topic, name, thing):
    answer = client.get(address_of(name, thing, board, topic))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["forums:topic_pin", "forums:topic_lock"])
def test_only_board_staff_pin_and_lock(client, author, keeper, topic, name):
    client.force_login(author)
    assert client.post(reverse(name, args=[topic.pk]), {"on": "1"}).status_code == 403
    client.force_login(keeper)
    assert client.post(reverse(name, args=[topic.pk]), {"on": "1"}).status_code == 302


def test_a_reader_may_not_change_anothers_post(client, reader, topic):
    client.force_login(reader)
    address = reverse("forums:post_edit", args=[topic.posts.get().pk])
    assert client.post(address, {"html": TEXT}).status_code == 403


@pytest.mark.parametrize("query", ["pagina=99999999999999", "pagina=-1", "pagina=²", "ir=abc", "citar=77", "pagina=0"])
def test_a_strange_address_shows_the_topic(as_author, topic, query):
    assert as_author.get(f"{reverse('forums:topic', args=[topic.pk])}?{query}").status_code == 200


def test_a_long_board_is_paged(as_author, author, board):
    for _ in range(31):
        topic_by(author, board)
    first = as_author.get(reverse("forums:board", args=[board.pk]))
    second = as_author.get(reverse("forums:board", args=[board.pk]), {"pagina": 2})
    assert (first.text.count('class="list__row'), first.context["has_next"]) == (30, True)
    assert (second.text.count('class="list__row'), second.context["has_next"]) == (1, False)


def test_a_subject_with_marks_is_shown_as_it_is(as_author, board, topic):
    topic.subject = "@@csrf_token@@ {boards} <b>"
    topic.save()
    page = as_author.get(reverse("forums:topic", args=[topic.pk])).text
    assert page.count("@@csrf_token@@ {boards} &lt;b&gt;") == 3


def test_the_form_for_an_answer_is_what_its_template_gives(as_author, topic):
    page = as_author.get(reverse("forums:topic", args=[topic.pk])).text
    quoting = as_author.get(reverse("forums:topic", args=[topic.pk]), {"citar": topic.last_number}).text
    names = [re.findall(r'<(?:input|textarea)[^>]*? name="(\w+)"', text) for text in (page, quoting)]
    assert names[0] == names[1]
    assert "@@" not in page


def test_each_form_for_an_answer_has_a_key_of_its_own(as_author, topic):
    address = reverse("forums:topic", args=[topic.pk])
    keys = {re.search(r'name="key" value="([\w-]{36})"', as_author.get(address).text)[1] for _ in range(2)}
    assert len(keys) == 2
