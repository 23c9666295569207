"""Words that no page expects: they are refused with a sentence and kept, or stand there as they are."""

import uuid

import pytest
from django.urls import reverse

from forums.models import Post

NAUGHTY = [
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% csrf_token %} @@html@@ {number}",
    "'; DROP TABLE forums_post; --",
    "ﷺ‮ desligado ‭ Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "田中さんにあげて下さい 👩‍⚕️ 🇧🇷 ‏العربية",
    "%s %(n)d %%",
    "../../etc/passwd \\0 \t",
]


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


@pytest.mark.parametrize("words", NAUGHTY)
def test_strange_words_stand_everywhere_as_they_are(as_author, board, words):
    data = {"subject": words[:200], "html": f"Texto {words}", "tags": words[:40], "key": uuid.uuid4()}
    topic = as_author.post(reverse("forums:topic_new", args=[board.pk]), data).url
    post = Post.objects.get()
    for address in (
        topic,
        f"{topic}?citar=1",
        reverse("forums:board", args=[board.pk]),
        reverse("forums:post", args=[post.pk]),
        reverse("forums:topic_list", args=["minhas"]),
    ):
        answer = as_author.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("name", ["subject", "tags", "html"])
def test_a_word_of_a_megabyte_is_refused_beside_its_field(as_author, board, name):
    data = {"subject": "Sala", "html": "Abrimos cedo.", "tags": "porta", "key": uuid.uuid4(), name: "a" * 1_000_000}
    answer = as_author.post(reverse("forums:topic_new", args=[board.pk]), data)
    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in answer.text
    assert not Post.objects.exists()


@pytest.mark.parametrize("key", ["", "nada", "1"])
def test_a_form_without_its_key_keeps_the_text(as_author, topic, key):
    answer = as_author.post(reverse("forums:post_new", args=[topic.pk]), {"html": "Ainda aqui.", "key": key})
    assert answer.status_code == 422
    assert "Ainda aqui." in answer.text


@pytest.mark.parametrize("number", ["999999", "-1", "x", "0"])
def test_an_answer_to_a_post_that_is_not_there_is_an_answer_or_refused(as_author, topic, number):
    data = {"html": "Aqui.", "key": uuid.uuid4(), "reply_to": number}
    answer = as_author.post(reverse("forums:post_new", args=[topic.pk]), data)
    assert answer.status_code in (302, 422)
    assert not Post.objects.filter(in_reply_to__isnull=False).exists()


def test_a_number_of_another_topics_post_is_no_answer_to_it(as_author, author, topic):
    words = {"html": "Aqui.", "key": uuid.uuid4(), "reply_to": 1}
    as_author.post(reverse("forums:post_new", args=[topic.pk]), words)
    assert Post.objects.get(number=2).in_reply_to == topic.posts.get(number=1)


@pytest.mark.parametrize("name", ["post_react", "post_accept", "post_bookmark", "post_delete", "post_aside", "post"])
def test_a_post_that_is_not_there_is_not_found(as_author, board, name):
    address = reverse(f"forums:{name}", args=[999999])
    assert (as_author.get if name == "post" else as_author.post)(address).status_code == 404
